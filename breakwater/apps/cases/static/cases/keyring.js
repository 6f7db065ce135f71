// The organisation's keys, open, in this page's memory and nowhere else (docs/adr/0023).
//
// They are gone with the page: on leaving it, on locking, and after 20 quiet minutes.
import { open, seal } from "../sealing.js";

const QUIET = 20 * 60 * 1000;
let held = null;
let since = 0;

export const isOpen = () => held !== null;

export function lock() {
  held = null;
}

// Shows the form that opens one's own key, then calls `then`.
export async function offer(then) {
  const { openCopies, Plain, whenOpened } = await import("../keys/page.js");
  whenOpened(async ({ identity, inUse, statements }) => {
    const keys = await openCopies(identity, statements);
    if (keys.length === 0) {
      throw new Plain("Your own key does not open the organisation’s mail yet. Ask a colleague to let it in.");
    }
    held = { inUse, identities: new Map(keys.map((key) => [key.statement.version, key.identity])) };
    watch();
    await then();
  });
}

// What a sealed piece holds; null where it was sealed to a version that this member never got. The
// version beside it only says which to try first: nothing is lost where that is wrong.
export async function opened(version, sealed) {
  const named = held.identities.get(version);
  for (const identity of new Set([named, ...held.identities.values()].filter(Boolean))) {
    try {
      return await open(identity, sealed);
    } catch {
      // The next may open it.
    }
  }
  if (named) throw new Error("damaged");
  return null;
}

// Seals to the organisation's own key, the one that the gate's list named when it was opened, and to
// `others`, whose recipients the caller has checked.
export async function sealed(content, others = []) {
  if (!held.inUse) throw new Error("the organisation has no key in use");
  return { version: held.inUse.version, bytes: await seal([held.inUse.recipient, ...others], content) };
}

export const canSeal = () => Boolean(held?.inUse);

function watch() {
  since = Date.now();
  for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, () => (since = Date.now()));
  setInterval(() => {
    if (isOpen() && Date.now() - since > QUIET) {
      lock();
      location.reload();
    }
  }, 15_000);
  addEventListener("pagehide", lock);
  // A page that comes back from the browser's memory asks for the key again.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
