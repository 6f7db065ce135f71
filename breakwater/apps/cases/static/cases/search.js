// Searching in one's own cases: each is opened here, because nowhere else can anybody read them.
import { includes, line, saysFound } from "./case.js";

const get = (id) => document.getElementById(id);

export async function startSearch({ data, openPieces }) {
  const cases = [];
  for (const one of data.cases) {
    get("busy").textContent = `Opening case ${cases.length + 1} of ${data.cases.length}.`;
    cases.push({ ...one, pieces: await openPieces(one.open) });
  }
  get("search").hidden = false;
  get("search-words").addEventListener("input", () => {
    const wanted = get("search-words").value.trim();
    const found = wanted ? cases.map((one) => ({ ...one, hits: hitsIn(one, wanted) })).filter((one) => one.hits.length) : [];
    get("search-found").replaceChildren(...found.map(row));
    get("search-says").textContent = wanted ? saysFound(found.length, "case") : "";
  });
  get("search-words").focus();
}

const hitsIn = ({ pieces }, wanted) => pieces.filter((piece) => piece.content && includes(piece.content, wanted));

function row({ reference, page, hits }) {
  const item = line("", "govuk-task-list__item govuk-task-list__item--with-link", "li");
  const words = line("", "govuk-task-list__name-and-hint", "div");
  const link = line(reference, "govuk-link govuk-task-list__link", "a");
  link.href = page;
  words.append(link, line([...new Set(hits.map((hit) => hit.says))].join(", "), "govuk-task-list__hint", "div"));
  item.append(words);
  return item;
}
