// At every sign-in: is the organisation's key still the one this browser remembers? A browser that
// remembers none (an officer's borrowed phone) has nothing to compare and loads nothing to do it with.
const notice = document.getElementById("keys-check");
if (Object.keys(localStorage).some((name) => name.startsWith("breakwater-key-"))) await check();

async function check() {
  const { examine, pinned, Trouble, words } = await import("./trust.js");
  const data = await (await fetch(notice.dataset.list, { headers: { Accept: "application/json" } })).json();
  const memory = pinned(data);
  if (memory === null) return;
  try {
    await examine(data, memory);
  } catch (error) {
    // The gate may be away: that is no sign of a swap, and nothing can be sealed meanwhile.
    if (!(error instanceof Trouble)) return;
    document.getElementById("keys-check-says").textContent = error.message;
    document.getElementById("keys-check-remembered").textContent = (await words(error.remembered)) || "none";
    notice.hidden = false;
  }
}
