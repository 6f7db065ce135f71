// What the pages about keys share: showing and hiding, opening one's own key, sending.
import {
  fingerprintWords,
  fromBase64,
  lockWith,
  openKeyFile,
  recipientOf,
  toBase64,
  unlockWith,
  unwrapWithPasskey,
  unwrapWithPassphrase,
} from "../sealing.js";
import { memberFile, readMemberFile, readOrganisationFile } from "./notes.js";
import { examine, GateAway, pin, Trouble, words } from "./trust.js";

export { memberFile };

// A sentence for the person, instead of a fault.
export class Plain extends Error {}

export const get = (id) => document.getElementById(id);
export const data = JSON.parse(get("page-data")?.textContent ?? "null");

get("needs-script")?.remove();

export function show(id) {
  get(id).hidden = false;
}

export function hide(id) {
  get(id).hidden = true;
}

// The next step takes the place of this one, and the reader is told by moving there.
export function step(from, to) {
  hide(from);
  show(to);
  const heading = get(to).querySelector("h2");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus();
  }
}

export async function showWords(id, recipient) {
  get(id).textContent = await fingerprintWords(recipient);
}

// Runs `work` when the form is sent, one at a time; says what went wrong in one place.
export function whenSent(formId, work) {
  get(formId).addEventListener("submit", (event) => {
    event.preventDefault();
    run(formId, work);
  });
}

export async function run(within, work) {
  const buttons = [...get(within).querySelectorAll("button")];
  if (buttons.some((button) => button.disabled)) return;
  hide("problem");
  buttons.forEach((button) => (button.disabled = true));
  get("busy").textContent = "Working. This takes a few seconds.";
  // The work keeps the browser busy, so let it show that first.
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  try {
    await work();
  } catch (error) {
    await tellProblem(error);
  } finally {
    get("busy").textContent = "";
    buttons.forEach((button) => (button.disabled = false));
  }
}

async function tellProblem(error) {
  if (error instanceof Trouble) return tellTrouble(error);
  const says =
    error instanceof Plain
      ? error.message
      : error instanceof GateAway
        ? "The gate, which signs the list of keys, does not answer. Nothing was changed. Try again in a few minutes."
        : "Something went wrong here in the browser. Nothing was changed. Open the page again.";
  get("problem-says").textContent = says;
  get("problem-link").hidden = !error.address;
  if (error.address) get("problem-link").querySelector("a").href = error.address;
  show("problem");
  get("problem").firstElementChild.focus();
}

async function tellTrouble(trouble) {
  get("trouble-says").textContent = trouble.message;
  get("trouble-remembered").textContent = (await words(trouble.remembered)) || "none";
  get("trouble-offered").textContent = (await words(trouble.offered)) || "none";
  get("trouble-accept").hidden = !trouble.offered;
  show("trouble");
  get("trouble").firstElementChild.focus();
}

// Sends to this page's own address (or another one) and gives back the answer.
export async function send(fields, address = location.pathname) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const [name, value] of Object.entries(fields)) {
    body.set(name, value instanceof Uint8Array ? toBase64(value) : value);
  }
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    throw new Plain("The server does not answer. Nothing was changed. Check the connection and try again.");
  }
  if (answer.redirected) {
    const plain = new Plain("Confirm that it is still you, then come back to this tab and press the button again.");
    plain.address = answer.url;
    throw plain;
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Plain(said.says ?? "The server could not do that. Nothing was changed.");
  return said;
}

export const sendCopies = (copies) =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(copies).map(([name, one]) => [
        name,
        one instanceof Uint8Array ? toBase64(one) : { ...one, sealed: toBase64(one.sealed) },
      ]),
    ),
  );

// Opens one's own key from the form `open`, by passphrase or passkey; then calls `then(opened)`
// with { identity, passphrase, inUse, statements, isNew }. Nothing of it is kept anywhere.
export function whenOpened(then, { checks = true } = {}) {
  const opens = (unwrap) => run("open", async () => then(await opened(unwrap, checks)));
  get("open").addEventListener("submit", (event) => {
    event.preventDefault();
    opens(byPassphrase);
  });
  for (const passkey of data.own.passkeys) offerPasskey(passkey, opens);
  show("open");
}

async function byPassphrase() {
  const passphrase = get("passphrase").value.trim();
  if (!passphrase) throw new Plain("Type your passphrase.");
  try {
    return await unwrapWithPassphrase(fromBase64(data.own.wrapped), passphrase);
  } catch {
    throw new Plain(
      "That passphrase does not open your key. Check each word and try again. If you are sure of it, the copy kept here may be damaged: see “I lost my key” on the page of keys.",
    );
  }
}

function offerPasskey(passkey, opens) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = `Use the passkey “${passkey.name}”`;
  button.addEventListener("click", () =>
    opens(async () => {
      try {
        return await unwrapWithPasskey(fromBase64(passkey.wrapped), passkey.credential);
      } catch {
        throw new Plain("That passkey did not open your key. Use your passphrase.");
      }
    }),
  );
  get("open-buttons").append(button);
}

async function opened(unwrap, checks) {
  const identity = readMemberFile(await unwrap());
  if ((await recipientOf(identity)) !== data.own.recipient) {
    throw new Trouble("What opened is not your key: somebody put another one in its place.");
  }
  if (!checks) return { identity };
  const memory = await readMemory(identity);
  const found = await examine(data, memory).catch((error) => mayAccept(error, identity, memory));
  await remember(identity, memory, found.memory);
  return { identity, ...found };
}

async function readMemory(identity) {
  try {
    return JSON.parse(await unlockWith(fromBase64(data.own.memory), identity));
  } catch {
    throw new Trouble("What your key remembered was damaged or exchanged.");
  }
}

// After a telephone call she may take the offered key as the right one from now on.
function mayAccept(error, identity, memory) {
  if (error instanceof Trouble && error.offered) {
    whenSent("trouble-accept", async () => {
      if (!get("trouble-compared").checked) throw new Plain("Compare the words with a colleague first.");
      await remember(identity, memory, { gate: memory.gate ?? data.gate, statement: error.offered.note });
      location.reload();
    });
  }
  throw error;
}

export async function remember(identity, before, now) {
  if (JSON.stringify(before) !== JSON.stringify(now)) {
    await send({ memory: await lockWith(identity, JSON.stringify(now)) }, data.remember);
  }
  pin(data, now);
}

// The organisation's key of each version that one's own key opens: [{ statement, signer, identity }].
export async function openCopies(identity, statements, copies = data.copies) {
  const found = [];
  for (const { version, sealed } of copies) {
    const statement = statements.find((one) => one.version === version);
    try {
      const text = await openKeyFile(identity, fromBase64(sealed));
      found.push({ statement, ...(await readOrganisationFile(text, statement)) });
    } catch {
      throw new Plain(
        `Your copy of the organisation’s key, version ${version}, is damaged. Ask a colleague to give you a new one.`,
      );
    }
  }
  return found;
}
