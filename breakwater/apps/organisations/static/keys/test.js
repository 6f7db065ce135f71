// Open a test message, and show in words whose keys these are.
import { fromBase64, open } from "../sealing.js";
import { data, get, openCopies, Plain, send, showWords, step, whenOpened } from "./page.js";

const FIRST_LINE = "breakwater test message\n";

whenOpened(async ({ identity, inUse, statements, isNew }) => {
  await showWords("own-words", data.own.recipient);
  if (inUse) {
    await showWords("organisation-words", inUse.recipient);
    get("organisation-part").hidden = false;
    get("first-sight").hidden = !isNew;
  }
  if (data.test) await answerTest(identity, statements);
  step("open", "done");
});

async function answerTest(identity, statements) {
  const copies = data.copies.filter((copy) => copy.version === data.test.version);
  const [key] = await openCopies(identity, statements, copies);
  const message = new TextDecoder().decode(await open(key.identity, fromBase64(data.test.sealed)));
  if (!message.startsWith(FIRST_LINE)) throw new Plain("That was no test message. Nothing was given back.");
  await send({ token: data.test.token, word: message.slice(FIRST_LINE.length) });
}
