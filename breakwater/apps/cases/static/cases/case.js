// One case: opened in this browser, searched, written in.
import * as keyring from "./keyring.js";
import { fromBase64 } from "../sealing.js";
import { plainText, readContent } from "./content.js";
import { offerFile } from "./file.js";
import { startWriting } from "./writing.js";

const get = (id) => document.getElementById(id);

export async function startCase({ go }) {
  get("needs-script")?.remove();
  if (!get("unlock")) return;
  const page = await import("../keys/page.js");
  const data = JSON.parse(get("case-data").textContent);
  const workspace = { go, page, data, opened: [] };
  if (keyring.isOpen()) return page.run("pieces", () => showAll(workspace));
  get("unlock").hidden = false;
  await keyring.offer(() => showAll(workspace));
}

async function showAll(workspace) {
  const { pieces } = await workspace.page.send({}, workspace.data.open);
  for (const piece of pieces) await showPiece(piece, workspace);
  for (const place of document.querySelectorAll("[data-file]")) offerFile(place, workspace);
  get("unlock").hidden = true;
  get("unlocked").hidden = false;
  get("lock").addEventListener("click", () => {
    keyring.lock();
    location.reload();
  });
  offerSearch(workspace);
  startWriting(workspace);
  for (const element of document.querySelectorAll("[data-module]")) {
    const { start } = await import(element.dataset.module);
    start(element, workspace);
  }
}

async function showPiece({ id, sort, version, sealed }, workspace) {
  const place = document.querySelector(`[data-piece="${id}"] .piece__words`);
  let content;
  try {
    const bytes = await keyring.opened(version, fromBase64(sealed));
    if (bytes === null) {
      return tell(place, `Sealed to version ${version} of the key, which your key does not open. Ask a colleague to let it in.`);
    }
    content = readContent(bytes);
  } catch {
    return tell(place, "This piece is damaged: it does not open. Everything else is as it was.");
  }
  workspace.opened.push({ id, sort, content });
  place.replaceChildren(...(content.parts ?? []).flatMap((part) => shown(part, content.language)));
}

// Words come from outside: they are shown as text, in their own direction, and never as markup.
export function shown({ label, text }, language) {
  const words = document.createElement("p");
  words.className = "govuk-body piece__text";
  words.dir = "auto";
  if (language) words.lang = language;
  words.textContent = text;
  if (!label) return [words];
  const heading = document.createElement("h3");
  heading.className = "govuk-heading-s piece__label";
  heading.textContent = label;
  return [heading, words];
}

function tell(place, sentence) {
  const words = document.createElement("p");
  words.className = "govuk-body piece__sealed";
  words.textContent = sentence;
  place.replaceChildren(words);
}

function offerSearch({ opened }) {
  const box = get("search-words");
  get("search").hidden = opened.length === 0;
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLocaleLowerCase();
    let found = 0;
    for (const { id, content } of opened) {
      const has = plainText(content).toLocaleLowerCase().includes(wanted);
      document.querySelector(`[data-piece="${id}"]`).hidden = Boolean(wanted) && !has;
      if (has) found += 1;
    }
    get("search-says").textContent = wanted ? (found === 1 ? "Found in 1 piece." : `Found in ${found} pieces.`) : "";
  });
}
