// Coming back with script: the code never leaves this page, and what it opens is opened here.
import { Lengths } from "./lengths.js";
import { canSeal, post, sealing, showInstead } from "./load.js";

const form = document.getElementById("code-form");
const data = JSON.parse(document.getElementById("script-data").textContent);
const words = document.getElementById("words").dataset;
const lengths = new Lengths(data);
let came = null;
let isToldThatWeOpen = false;

function start() {
  sayWhoOpens("with-script");
  form.addEventListener("input", () => sealing().catch(() => null), { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open();
  });
}

function sayWhoOpens(id) {
  for (const one of ["without-script", "with-script"]) document.getElementById(one).hidden = one !== id;
}

// What opens did not load, so the code has to leave this device: never before that was said.
function letUsOpen() {
  if (isToldThatWeOpen) return HTMLFormElement.prototype.submit.call(form);
  isToldThatWeOpen = true;
  sayWhoOpens("without-script");
  const told = document.getElementById("without-script");
  told.tabIndex = -1;
  told.focus();
}

async function open() {
  const found = await sealing().catch(() => null);
  if (!found) return letUsOpen();
  let code;
  try {
    code = found.readCode(form.elements.code.value);
  } catch (error) {
    const trouble = { "too few digits": words.tooFew, "too many digits": words.tooMany }[error.trouble];
    return tell(form, trouble ?? words.wrong);
  }
  const safeWord = form.elements.safe_word.value.trim();
  const keys = await found.reporterKeys(code.digits);
  came = { keys, mark: safeWord ? found.safeWordMark(code.digits, safeWord) : "" };
  await ask(form, () => []);
}

// Asks for the conversation, or changes something in it, and shows what comes back.
async function ask(from, fields, isSecond = false) {
  const buttons = [...document.querySelectorAll("main button")];
  buttons.forEach((button) => (button.disabled = true));
  const said = await post(data.answers, [["lookup", came.keys.lookup], ["mark", came.mark], ...(await fields())]);
  buttons.forEach((button) => (button.disabled = false));
  if (said.again && !isSecond) {
    Object.assign(from.dataset, said.again);
    return ask(from, fields, true);
  }
  if (!said.html) return tell(from, said.says ?? words.lost);
  showInstead(said.html);
  await openMessages();
  document.querySelectorAll("main form").forEach(takeOver);
}

async function openMessages() {
  const found = await sealing();
  for (const place of document.querySelectorAll("[data-sealed]")) {
    try {
      const bytes = Uint8Array.from(atob(place.dataset.sealed), (letter) => letter.charCodeAt(0));
      const { parts } = found.readContent(await found.open(came.keys.identity, bytes));
      // Words come from outside: they are shown as text, never as markup.
      place.replaceChildren(...parts.map(({ text }) => paragraph(text)));
    } catch {
      place.replaceChildren(paragraph(words.damaged));
    }
    delete place.dataset.sealed;
  }
}

function takeOver(from) {
  lengths.watch(from);
  from.addEventListener("submit", (event) => {
    event.preventDefault();
    const does = from.elements.does.value;
    const text = from.elements.more?.value.trim();
    if (does === "add" && !text) return tell(from, words.empty);
    const long = does === "add" && lengths.first(from);
    if (long) return tell(from, lengths.says(long));
    ask(from, does === "add" ? () => added(from, text) : () => [["does", does]]);
  });
}

async function added(from, text) {
  const found = await sealing();
  const { recipient, version } = from.dataset;
  const keep = from.elements.keep.checked;
  const content = found.wordsContent([{ label: "", text }], data.language);
  // Her own key is the one that her code gives, whatever the page says.
  const sealed = await found.seal([recipient, ...(keep ? [came.keys.recipient] : [])], content);
  const mark = found.contentMark(from.elements.form.value, [content]);
  return [
    ["does", "add"],
    ["version", version],
    ["content_mark", mark],
    ...(keep ? [["keep", "on"]] : []),
    ["words", sealed],
  ];
}

function tell(near, sentence) {
  near.querySelector(":scope > [role=alert]")?.remove();
  const told = paragraph(sentence, "govuk-error-message");
  told.setAttribute("role", "alert");
  told.tabIndex = -1;
  near.prepend(told);
  told.focus();
}

const paragraph = (text, className = "govuk-body written__text") =>
  Object.assign(document.createElement("p"), { textContent: text, className });

if (canSeal()) start();
