// What is signed about keys, and what is inside a key file: the browser's half of
// breakwater/sealing/statement.py, recipients.py and voucher.py.
import { readSigner, recipientOf, sha256, toBase64, verifiedText } from "../sealing.js";

const lines = (...parts) => parts.map((part) => `${part}\n`).join("");
const textOf = (note) => note.slice(0, note.lastIndexOf("\n\n") + 1);

export const statementText = ({ organisation, version, recipient, recovery, verifier }) =>
  lines("breakwater organisation key", organisation, version, recipient, recovery, verifier);

export async function readStatement(note) {
  const [, organisation, version, recipient, recovery, verifier] = textOf(note).split("\n");
  const statement = { note, organisation, version: Number(version), recipient, recovery, verifier };
  if (verifier?.split("+")[0] !== organisation) throw new Error("that statement names somebody else's key");
  if (verifiedText(note, verifier) !== statementText(statement)) throw new Error("that is no statement about a key");
  const digest = toBase64(await sha256(new TextEncoder().encode(textOf(note))));
  return { ...statement, digest };
}

// Whether whoever held the key `before` agreed to `next` as its next version.
export function follows(next, before) {
  if (next.organisation !== before.organisation || next.version !== before.version + 1) return false;
  return isSigned(next.note, before.verifier);
}

function isSigned(note, verifier) {
  try {
    return verifiedText(note, verifier) !== "";
  } catch {
    return false;
  }
}

export function readList(note, gate) {
  const [first, domain, day, ...listed] = verifiedText(note, gate).slice(0, -1).split("\n");
  if (first !== "breakwater recipients") throw new Error("that is not a list of recipients");
  const recipients = new Map(
    listed.map((line) => {
      const [slug, version, recipient, digest] = line.split(" ");
      return [slug, { version: Number(version), recipient, digest }];
    }),
  );
  return { domain, day, recipients };
}

export const voucherText = ({ organisation, version }, { person, recipient }) =>
  lines("breakwater key holder", organisation, version, person, recipient);

export const isVouched = (voucher, statement, holder) =>
  isSigned(voucher, statement.verifier) && textOf(voucher) === voucherText(statement, holder);

// An age identity file: the signing half is a comment in it, so any age tool opens mail with it.
export const organisationFile = ({ organisation, version }, { signer, identity }) =>
  lines(`# ${organisation} ${version}`, `# ${signer.written}`, identity);

export async function readOrganisationFile(text, statement) {
  const [, signing, identity] = text.split("\n");
  const signer = await readSigner(signing.slice(2));
  if (signer.verifier !== statement.verifier || (await recipientOf(identity)) !== statement.recipient) {
    throw new Error("that copy holds another key");
  }
  return { signer, identity };
}

export const memberFile = (identity) => lines(identity);
export const readMemberFile = (text) => text.trim();
