// Documents made of an opened case, here in the browser: for a MARAC, or for the person herself.
// The server learns that one was made and for whom, before it can be printed or saved.
import { line, shown } from "./case.js";
import { partsOf } from "./writing.js";

const get = (id) => document.getElementById(id);
const TAKEN_OUT = "[taken out]";

export function startPaper(workspace) {
  const form = get("make-paper");
  get("write").hidden = false;
  if (form.dataset.paper === "subject-access") startCopy(workspace);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    workspace.page.run(form.id, () => finish(form, workspace));
  });
  get("print-paper").addEventListener("click", () => print());
  get("save-paper").addEventListener("click", () => save(form, workspace));
}

async function finish(form, workspace) {
  const { data, page } = workspace;
  const isCopy = form.dataset.paper === "subject-access";
  if (isCopy && !get("all-read").checked) throw new page.Plain("Read all of it first, and have a colleague read it.");
  await page.send({ what: form.dataset.paper }, data.disclosed);
  if (!isCopy) get("paper").replaceChildren(...marac(form, workspace));
  get("paper").hidden = false;
  get("ready").hidden = false;
  get("print-paper").focus();
}

function marac(form, { opened, data }) {
  const typed = partsOf(form).filter((part) => part.text.trim());
  const made = [...head("For the meeting about people at high risk (MARAC)", data), ...shown({ parts: typed })];
  for (const box of form.querySelectorAll("[data-take]:checked")) {
    const piece = opened.findLast((one) => one.sort === box.dataset.take && one.content?.parts);
    if (piece) made.push(...pieceOnPaper(piece));
    else made.push(line(`${box.labels[0].textContent}: none was written.`, "govuk-body"));
  }
  return made;
}

function startCopy(workspace) {
  const { opened, data } = workspace;
  const files = data.files.map((at) => line(`A file, added ${at}. It is handed over separately.`, "govuk-body"));
  get("paper").replaceChildren(...head("What we hold about you", data), ...opened.flatMap(pieceOnPaper), ...files);
  get("paper").hidden = false;
  const taken = [];
  get("take-out").addEventListener("click", () => {
    const words = selectedWords();
    if (!words) return say("Select words within one paragraph of the document first.");
    taken.push({ place: words.place, before: [...words.place.childNodes].map((node) => node.cloneNode(true)) });
    const mark = line(TAKEN_OUT, "paper__out", "span");
    words.range.deleteContents();
    words.range.insertNode(mark);
    say("Taken out of the document. The case stays as it is.");
  });
  get("put-back").addEventListener("click", () => {
    const last = taken.pop();
    last?.place.replaceChildren(...last.before);
    say(last ? "Put back." : "Nothing was taken out.");
  });
}

const say = (sentence) => (get("take-out-says").textContent = sentence);

function selectedWords() {
  const selection = getSelection();
  if (selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const within = range.commonAncestorContainer;
  const element = within.nodeType === Node.ELEMENT_NODE ? within : within.parentElement;
  const place = element.closest("#paper p, #paper h3");
  return place ? { place, range } : null;
}

function pieceOnPaper(piece) {
  const title = line(piece.says, "govuk-heading-m", "h2");
  const when = line([piece.at, piece.by].filter(Boolean).join(", "), "govuk-hint");
  return [title, when, ...(piece.content ? shown(piece.content) : [line(piece.problem, "govuk-body")])];
}

function head(title, { organisation, reference }) {
  const today = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  return [line(title, "govuk-heading-l", "h2"), line(`${organisation}, case ${reference}, ${today}`, "govuk-body")];
}

// A page of its own with no script in it: what was typed stands in it as text.
function save(form, { data }) {
  const made = document.implementation.createHTMLDocument(data.reference);
  made.documentElement.lang = "en-GB";
  const encoding = made.createElement("meta");
  encoding.setAttribute("charset", "utf-8");
  made.head.prepend(encoding);
  made.body.append(...[...get("paper").childNodes].map((node) => made.importNode(node, true)));
  const text = `<!DOCTYPE html>\n${made.documentElement.outerHTML}`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/html" }));
  link.download = `${form.dataset.paper}-${data.reference}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
