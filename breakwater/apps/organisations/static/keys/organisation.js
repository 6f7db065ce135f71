// Make the organisation's key, or the next version of it, with a recovery key to print.
import { newIdentity, newSigner, recipientOf, sealKeyFile, signNote } from "../sealing.js";
import { copyFor } from "./copies.js";
import { isVouched, organisationFile, readStatement, statementText } from "./notes.js";
import { data, get, openCopies, Plain, remember, send, sendCopies, show, showWords, step, whenOpened, whenSent } from "./page.js";

const LETTERS_TO_TYPE = 6;

whenOpened(async ({ identity, inUse, statements, memory }) => {
  const held = await openCopies(identity, statements);
  const before = held.find((key) => key.statement.digest === inUse?.digest);
  if (inUse && !before && !data.anew) {
    throw new Plain("Your own key does not open the key in use, so it cannot change it. Ask a colleague.");
  }
  const me = { key: data.own.key, recipient: data.own.recipient, person: data.person };
  const holders = inUse && !data.anew ? data.holders.filter((one) => isVouched(one.voucher, inUse, one)) : [];
  const left = data.anew ? [] : data.holders.filter((one) => !holders.includes(one));
  const made = await makeKey((inUse?.version ?? 0) + 1);
  await showPaper(made, left);
  step("open", "print");
  whenSent("print", async () => {
    checkTyped(made.recovery);
    const signers = data.anew || !before ? [made.signer] : [made.signer, before.signer];
    await sendKey(made, signers, [me, ...holders.filter((one) => one.key !== me.key)], held);
    // The first key is remembered at once: who made it need not take it on trust.
    if (!inUse) await remember(identity, memory, { ...memory, made: made.note });
    await showWords("organisation-words", made.statement.recipient);
    step("print", "done");
  });
});

async function makeKey(version) {
  const [identity, recovery, signer] = await Promise.all([newIdentity(), newIdentity(), newSigner(data.organisation)]);
  const statement = {
    organisation: data.organisation,
    version,
    recipient: await recipientOf(identity),
    recovery: await recipientOf(recovery),
    verifier: signer.verifier,
  };
  return { identity, recovery, signer, statement };
}

async function showPaper(made, left) {
  const lines = made.recovery.match(/.{1,4}/g);
  get("recovery-key").replaceChildren(
    ...lines.map((part) => {
      const span = document.createElement("span");
      span.textContent = part;
      return span;
    }),
  );
  get("print-version").textContent = String(made.statement.version);
  await showWords("print-words", made.statement.recipient);
  if (left.length > 0) {
    get("left-names").textContent = left.map((one) => one.name).join(", ");
    show("left-out");
  }
  get("print-now").addEventListener("click", () => window.print());
}

function checkTyped(recovery) {
  const typed = get("recovery-end").value.replace(/\s/g, "").toUpperCase();
  if (typed !== recovery.slice(-LETTERS_TO_TYPE)) {
    throw new Plain(`Those are not the last ${LETTERS_TO_TYPE} letters of the recovery key. Read them from the paper.`);
  }
}

async function sendKey(made, signers, holders, held) {
  made.note = signNote(statementText(made.statement), signers);
  const statement = await readStatement(made.note);
  const key = { statement, signer: made.signer, identity: made.identity };
  const copies = {};
  for (const holder of holders) copies[holder.key] = await copyFor(holder, key);
  const papers = {};
  for (const one of [...held.filter((older) => older.statement.version < statement.version), key]) {
    papers[one.statement.version] = await sealKeyFile(made.statement.recovery, organisationFile(one.statement, one));
  }
  await send({ statement: made.note, copies: sendCopies(copies), papers: sendCopies(papers) });
}
