// Whether the organisation's key is still the one this member's key remembers.
//
// Believed: what her key remembers, and signatures. Not believed: the server, which only carries
// the gate's signed list and the statements in which each key says who it is.
import { fingerprintWords } from "../sealing.js";
import { follows, readList, readStatement } from "./notes.js";

const TWO_DAYS = 2 * 24 * 60 * 60 * 1000;

// Something does not fit. `offered` is the statement she may accept after a telephone call.
export class Trouble extends Error {
  constructor(says, remembered, offered) {
    super(says);
    this.remembered = remembered;
    this.offered = offered;
  }
}

export class GateAway extends Error {}

// { inUse, statements, memory }: `inUse` is null while no key is in use; `memory` is what to
// remember from now on. Throws Trouble or GateAway.
export async function examine(data, memory, now = Date.now()) {
  if (data.list === null) throw new GateAway();
  const list = checkedList(data, memory, now);
  const statements = await readStatements(data);
  // Who made the first key knows it before the gate has signed for it.
  const known = memory.statement ?? memory.made;
  const remembered = known ? await readStatement(known) : null;
  const listed = list.recipients.get(data.slug);
  const gate = memory.gate ?? data.gate;
  if (!listed) {
    if (memory.statement) throw new Trouble("Your organisation’s key is missing from the signed list.", remembered);
    return { inUse: null, statements, memory: { ...memory, gate } };
  }
  const inUse = statements.find(
    (one) => one.digest === listed.digest && one.version === listed.version && one.recipient === listed.recipient,
  );
  if (!inUse) {
    throw new Trouble("The key in the database is not the key that was signed for.", remembered);
  }
  if (remembered && !leadsTo(remembered, inUse, statements)) {
    throw new Trouble(
      "Your organisation’s key was replaced, and whoever held the old one did not agree.",
      remembered,
      inUse,
    );
  }
  return { inUse, statements, isNew: remembered === null, memory: { gate, statement: inUse.note } };
}

function checkedList(data, memory, now) {
  if (memory.gate && memory.gate !== data.gate) {
    throw new Trouble("The list of keys is signed by a key your own key does not know.");
  }
  let list;
  try {
    list = readList(data.list, data.gate);
  } catch {
    throw new Trouble("The signature on the list of keys is wrong.");
  }
  if (list.domain !== data.domain || Math.abs(now - Date.parse(list.day)) > TWO_DAYS) {
    throw new Trouble("The list of keys is not today’s. If the clock of this device is wrong, set it first.");
  }
  return list;
}

async function readStatements(data) {
  const read = await Promise.all(data.statements.map((note) => readStatement(note).catch(() => null)));
  return read.filter((one) => one !== null && one.organisation === data.organisation);
}

function leadsTo(remembered, inUse, statements) {
  let current = remembered;
  while (current.digest !== inUse.digest) {
    current = statements.find((one) => follows(one, current));
    if (!current || current.version > inUse.version) return false;
  }
  return true;
}

export const words = async (statement) => (statement ? fingerprintWords(statement.recipient) : "");

// What this browser remembers without a passphrase, so that it can look at every sign-in. All of it
// is public. It is lost with the browser's storage; what the key remembers is not.
const place = (data) => `breakwater-key-${data.person}`;

export function pin(data, memory) {
  localStorage.setItem(place(data), JSON.stringify(memory));
}

export function pinned(data) {
  return JSON.parse(localStorage.getItem(place(data)) ?? "null");
}
