// Come back into the organisation's key with the printed recovery key.
import { recipientOf } from "../sealing.js";
import { copiesFor } from "./copies.js";
import { data, get, openCopies, Plain, send, sendCopies, whenOpened } from "./page.js";

whenOpened(async ({ identity, statements }) => {
  const recovery = get("recovery").value.replace(/\s/g, "").toUpperCase();
  const printed = await recipientOf(recovery).catch(() => {
    throw new Plain("That is not a recovery key: a letter is wrong or missing. It begins AGE-SECRET-KEY-1.");
  });
  const paper = statements.find((statement) => statement.recovery === printed);
  if (!paper) throw new Plain("That recovery key is not this organisation’s, or a newer one was printed since.");
  const copies = data.papers.filter((one) => one.printed_with === paper.version);
  const keys = await openCopies(recovery, statements, copies);
  const me = { recipient: data.own.recipient, person: data.person };
  location.assign((await send({ copies: sendCopies(await copiesFor(me, keys)) })).next);
});
