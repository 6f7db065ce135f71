// Let a passkey open the key, beside the passphrase.
import { createPasskey, wrapWithPasskey } from "../sealing.js";
import { get, memberFile, Plain, send, whenOpened } from "./page.js";

whenOpened(
  async ({ identity }) => {
    const name = get("name").value.trim();
    if (!name) throw new Plain("Give the passkey a name, so that you know it again.");
    let credential, wrapped;
    try {
      credential = await createPasskey(`Breakwater key: ${name}`);
      wrapped = await wrapWithPasskey(memberFile(identity), credential);
    } catch {
      throw new Plain(
        "This device made no passkey that can open a key. It needs a recent browser, and an address that begins https or is localhost. Your passphrase works as before.",
      );
    }
    location.assign((await send({ name, credential, wrapped })).next);
  },
  { checks: false },
);
