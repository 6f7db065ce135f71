// Make one's own key, and wrap it with a passphrase.
import { lockWith, newIdentity, recipientOf, wrapWithPassphrase } from "../sealing.js";
import { chosenPassphrase, offerPassphrase } from "./passphrase_choice.js";
import { data, memberFile, send, show, showWords, step, whenSent } from "./page.js";
import { pin } from "./trust.js";

offerPassphrase();
show("choose");
whenSent("choose", async () => {
  const passphrase = chosenPassphrase();
  const identity = await newIdentity();
  const recipient = await recipientOf(identity);
  const memory = { gate: data.gate, statement: null };
  await send({
    recipient,
    wrapped: await wrapWithPassphrase(memberFile(identity), passphrase),
    memory: await lockWith(identity, JSON.stringify(memory)),
  });
  pin(data, memory);
  await showWords("own-words", recipient);
  step("choose", "done");
});
