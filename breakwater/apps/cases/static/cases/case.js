// One case, opened: its pieces shown and searched.
import { plainText } from "./content.js";
import { offerFile } from "./file.js";

const get = (id) => document.getElementById(id);

export function showCase(workspace) {
  for (const { id, content, problem } of workspace.opened) {
    const place = document.querySelector(`[data-piece="${id}"] .piece__words`);
    if (!place) continue; // came since the page was loaded
    place.replaceChildren(...(content ? shown(content) : [line(problem, "govuk-body piece__sealed")]));
  }
  for (const place of document.querySelectorAll("[data-file]")) offerFile(place, workspace);
  offerSearch(workspace);
}

// Words come from outside: they are shown as text, in their own direction, and never as markup.
export function shown({ parts, language }) {
  return (parts ?? []).flatMap(({ label, text }) => {
    const words = line(text, "govuk-body piece__text");
    words.dir = "auto";
    if (language) words.lang = language;
    return label ? [line(label, "govuk-heading-s piece__label", "h3"), words] : [words];
  });
}

export function line(text, className, tag = "p") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  made.dir = "auto";
  return made;
}

export const includes = (content, wanted) =>
  plainText(content).toLocaleLowerCase().includes(wanted.toLocaleLowerCase());

function offerSearch({ opened }) {
  const readable = opened.filter((piece) => piece.content);
  const box = get("search-words");
  get("search").hidden = readable.length === 0;
  box.addEventListener("input", () => {
    const wanted = box.value.trim();
    const found = readable.filter((piece) => includes(piece.content, wanted));
    for (const piece of readable) {
      const place = document.querySelector(`[data-piece="${piece.id}"]`);
      if (place) place.hidden = Boolean(wanted) && !found.includes(piece);
    }
    get("search-says").textContent = wanted ? saysFound(found.length, "piece") : "";
  });
}

export const saysFound = (count, what) => (count === 1 ? `Found in 1 ${what}.` : `Found in ${count} ${what}s.`);
