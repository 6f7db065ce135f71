// Let a colleague's key open what one's own opens.
import { copiesFor } from "./copies.js";
import { data, get, openCopies, Plain, send, sendCopies, showWords, step, whenOpened, whenSent } from "./page.js";

whenOpened(async ({ identity, statements }) => {
  const keys = await openCopies(identity, statements);
  if (keys.length === 0) throw new Plain("Your own key does not open the organisation’s mail yet. Ask a colleague.");
  await showWords("colleague-words", data.colleague.recipient);
  step("open", "compare");
  whenSent("compare", async () => {
    if (!get("heard").checked) throw new Plain("Compare the words first. If they differ, stop and tell your administrator.");
    location.assign((await send({ copies: sendCopies(await copiesFor(data.colleague, keys)) })).next);
  });
});
