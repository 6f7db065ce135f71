// Wrap the same key with another passphrase.
import { wrapWithPassphrase } from "../sealing.js";
import { chosenPassphrase, offerPassphrase } from "./passphrase_choice.js";
import { memberFile, send, step, whenOpened, whenSent } from "./page.js";

offerPassphrase();
whenOpened(
  async ({ identity }) => {
    step("open", "choose");
    whenSent("choose", async () => {
      const wrapped = await wrapWithPassphrase(memberFile(identity), chosenPassphrase());
      location.assign((await send({ wrapped })).next);
    });
  },
  { checks: false },
);
