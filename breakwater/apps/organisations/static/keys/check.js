// At every sign-in: is the organisation's key still the one this browser remembers?
import { examine, pinned, Trouble, words } from "./trust.js";

const notice = document.getElementById("keys-check");
const data = await (await fetch(notice.dataset.list, { headers: { Accept: "application/json" } })).json();
const memory = pinned(data);
if (memory !== null) {
  try {
    await examine(data, memory);
  } catch (error) {
    // The gate may be away: that is no sign of a swap, and nothing can be sealed meanwhile.
    if (error instanceof Trouble) await tell(error);
  }
}

async function tell(trouble) {
  document.getElementById("keys-check-says").textContent = trouble.message;
  document.getElementById("keys-check-remembered").textContent = (await words(trouble.remembered)) || "none";
  notice.hidden = false;
}
