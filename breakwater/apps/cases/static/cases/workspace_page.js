// What a page of the workspace does once it is shown: open the key, open the pieces, and then what
// the page is for. Whatever is opened lives in `workspace.opened`, in memory.
import * as keyring from "./keyring.js";
import { fromBase64 } from "../sealing.js";
import { readContent } from "./content.js";
import { showCase } from "./case.js";
import { startPaper } from "./paper.js";
import { startPlan } from "./plan.js";
import { startSearch } from "./search.js";
import { startWriting } from "./writing.js";

const get = (id) => document.getElementById(id);

export async function startPage({ go }) {
  get("needs-script")?.remove();
  if (!get("unlock")) return;
  const page = await import("../keys/page.js");
  const data = JSON.parse(get("case-data").textContent);
  const workspace = { go, page, data, opened: [], openPieces: (address) => openPieces(address, page) };
  // For apps above: seal(content) gives { version, bytes } under the organisation's own key.
  workspace.seal = keyring.sealed;
  if (keyring.isOpen()) return page.run("unlock", () => begin(workspace));
  get("unlock").hidden = false;
  await keyring.offer(() => begin(workspace));
}

async function begin(workspace) {
  // Where the case itself is shown, its news are read: up to the last piece there is a place for.
  const shown = [...document.querySelectorAll("#pieces [data-piece]")].at(-1)?.dataset.piece;
  if (workspace.data.open) workspace.opened = await openPieces(workspace.data.open, workspace.page, shown && { shown });
  get("unlock").hidden = true;
  get("unlocked").hidden = false;
  get("lock").addEventListener("click", () => {
    keyring.lock();
    location.reload();
  });
  if (workspace.data.cases) return startSearch(workspace);
  if (get("pieces")) showCase(workspace);
  if (get("make-paper")) startPaper(workspace);
  if (document.querySelector("form[data-plan]")) startPlan(workspace);
  startWriting(workspace);
  for (const element of document.querySelectorAll("[data-module]")) {
    const { start } = await import(element.dataset.module);
    start(element, workspace);
  }
}

// The pieces at that address, the oldest first: { id, sort, says, at, by, content | problem }.
async function openPieces(address, page, fields = {}) {
  const { pieces } = await page.send(fields, address);
  const opened = [];
  for (const { sealed, version, ...piece } of pieces) opened.push({ ...piece, ...(await contentOf(sealed, version)) });
  return opened;
}

async function contentOf(sealed, version) {
  try {
    const bytes = await keyring.opened(version, fromBase64(sealed));
    if (bytes !== null) return { content: readContent(bytes) };
    return { problem: `Sealed to version ${version} of the key, which your key does not open. Ask a colleague to let it in.` };
  } catch {
    return { problem: "This piece is damaged: it does not open. Everything else is as it was." };
  }
}
