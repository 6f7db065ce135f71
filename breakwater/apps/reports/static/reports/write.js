// Writing with script: the same form, one thing a page, sealed here before anything is sent.
//
// Nothing is kept on the device or on the server until it is sent. Whatever goes wrong, everything that
// was written stays in the page; the plain form is always one button away.
import { Attachments } from "./attachments.js";
import { Lengths } from "./lengths.js";
import { canSeal, post, sealing, showInstead } from "./load.js";
import { Pages } from "./pages.js";

const form = document.getElementById("answers");
const data = JSON.parse(document.getElementById("script-data").textContent);
const token = form.elements.form.value;
const lengths = new Lengths(data);
// Marks that nobody sees, or that turn text around: as apps/reports/answers.py takes them out.
const UNSEEN = /[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;
const TRY_AGAIN_AFTER = 3_000; // milliseconds

function start() {
  const parts = document.getElementById("with-script").content.cloneNode(true);
  const place = Object.assign(document.createElement("div"), { id: "pages" });
  place.append(...parts.childNodes);
  form.append(place);
  form.classList.add("one-at-a-time");
  document.getElementById("without-script").hidden = true;
  const words = place.querySelector(":scope > [data-words]").dataset;
  const report = new Report(place, words);
  const pages = [...data.pages.filter((names) => names.length).map(pageOf), ...place.querySelectorAll(":scope > [data-page]")];
  place.querySelector("[data-place]").after(...pages);
  form.querySelectorAll(".step").forEach((step) => (step.hidden = true));
  report.pages = new Pages(pages, place, (page) => report.show(page));
  form.addEventListener("submit", (event) => event.preventDefault());
  lengths.watch(form);
  form.addEventListener("input", () => report.prepare(), { once: true });
}

// The questions that are asked together, moved out of the plain form with what surrounds each.
function pageOf(names) {
  const page = Object.assign(document.createElement("div"), { className: "page" });
  page.append(...names.map((name) => fieldOf(name)[0].closest(".govuk-form-group")));
  page.dataset.page = names[0];
  if (names[0] === "reach") page.isNeeded = () => !["", "code"].includes(valueOf("call_me"));
  return page;
}

const fieldOf = (name) => [...form.querySelectorAll(`:is(input, textarea)[name="${name}"]`)];

function valueOf(name) {
  const fields = fieldOf(name);
  if (fields[0].type === "radio" || fields[0].type === "checkbox") return fields.find((one) => one.checked)?.value ?? "";
  return fields[0].value.replace(UNSEEN, "").trim();
}

class Report {
  constructor(place, words) {
    Object.assign(this, { place, words, code: null, bits: data.bits, receiver: { recipient: data.recipient, version: data.version } });
    this.files = new Attachments(place.querySelector("[data-page=files]"), data);
    place.querySelector("[data-does=send]").addEventListener("click", () => this.send());
  }

  // While she writes: what seals is loaded, her code is drawn, and the little work is done.
  prepare() {
    this.ready ??= sealing().then((found) => {
      this.code ??= found.newCode();
      this.number = found.work(token, this.bits);
      return found;
    });
    this.ready.catch(() => (this.ready = null));
    return this.ready;
  }

  show(page) {
    if (page.dataset.page === "code") this.#showCode(page);
    if (page.dataset.page === "check") this.#list();
  }

  // Nobody can have kept a code that was not shown: until what draws it has loaded that cannot be said.
  async #showCode(page) {
    const place = page.querySelector("[data-code]");
    if (place.childElementCount) return;
    const kept = fieldOf("keeps").find((one) => one.value === "code");
    kept.disabled = true;
    const found = await this.prepare().catch(() => null);
    if (!found) return setTimeout(() => page.hidden || this.#showCode(page), TRY_AGAIN_AFTER);
    kept.disabled = false;
    place.replaceChildren();
    for (const group of found.groupsOf(this.code)) place.append(element("span", "", group), " ");
  }

  #list() {
    const rows = [];
    data.asked.forEach(({ name }) => valueOf(name) && rows.push(this.#row(name, questionOf(name), shownOf(name))));
    if (this.files.kept.length) rows.push(this.#row("files", this.words.files, String(this.files.kept.length)));
    this.place.querySelector("[data-told]").replaceChildren(...rows);
    this.#problem("");
  }

  #row(name, question, answer) {
    const row = element("div", "govuk-summary-list__row");
    const text = element("div", "written", answer);
    text.dir = "auto";
    const value = element("dd", "govuk-summary-list__value");
    value.append(text);
    const change = element("button", "govuk-button govuk-button--secondary", this.words.change);
    change.type = "button";
    change.append(element("span", "govuk-visually-hidden", `: ${question}`));
    change.addEventListener("click", () => this.pages.go(this.#pageWith(name)));
    const actions = element("dd", "govuk-summary-list__actions");
    actions.append(change);
    row.append(element("dt", "govuk-summary-list__key", question), value, actions);
    return row;
  }

  #pageWith(name) {
    return this.pages.pages.findIndex((page) => page.dataset.page === name || page.querySelector(`[name="${name}"]`));
  }

  async send() {
    if (this.isSending) return;
    const problem = this.#missing();
    if (problem) return this.#problem(problem);
    this.isSending = true;
    this.#problem("");
    this.#busy("busy");
    try {
      await this.#sendNow();
    } catch {
      this.#problem(this.words.notLocked);
      this.#offerThePlainWay();
    } finally {
      this.isSending = false;
      this.#busy("");
    }
  }

  #missing() {
    const speaks = this.files.kept.length || valueOf("words") || valueOf("reach");
    if (!speaks) return this.words.empty;
    const long = lengths.first(form);
    return long ? `${questionOf(long.name)}: ${lengths.says(long)}` : "";
  }

  async #sendNow(isSecond = false) {
    await this.prepare();
    if (!valueOf("keeps")) return this.#problem(this.words.keeps);
    const said = await post(data.send, await this.#sealed());
    if (said.again && !isSecond) {
      // The organisation changed its key while she wrote.
      this.receiver = said.again;
      return this.#sendNow(true);
    }
    if (said.work > this.bits) {
      // Many came from the same place, so a little more is asked of each; there is a most.
      await this.#workOn(said.work);
      return this.#sendNow(isSecond);
    }
    if (!said.html) return this.#problem(said.says ?? this.words.lost);
    this.pages.end();
    showInstead(said.html);
  }

  async #workOn(bits) {
    this.#busy("longer");
    const [found, begun] = [await this.prepare(), await this.number];
    this.number = found.work(token, bits, begun);
    this.bits = bits;
    await this.number;
  }

  async #sealed() {
    const found = await this.prepare();
    const { recipient, version } = this.receiver;
    const keys = valueOf("keeps") === "code" ? await found.reporterKeys(this.code) : null;
    const parts = data.asked.map(({ name, label, options }) => {
      const value = valueOf(name);
      return { label, text: options[value] ?? value };
    });
    const words = found.wordsContent(parts, data.language, keys ? { answer_to: keys.recipient } : {});
    const files = this.files.kept.map((one, at) => found.fileContent(`${at + 1}-${one.name}`, one.type, one.bytes));
    const sealed = await Promise.all([words, ...files].map((content) => found.seal([recipient], content)));
    const safeWord = valueOf("safe_word");
    return [
      ["form", token],
      ["content_mark", found.contentMark(token, [words, ...files])],
      ["number", await this.number],
      ["version", String(version)],
      ["in_danger", valueOf("in_danger")],
      ["keep_away", valueOf("keep_away") ? "on" : ""],
      ["lookup", keys?.lookup ?? ""],
      ["recipient", keys?.recipient ?? ""],
      ["mark", keys && safeWord ? found.safeWordMark(this.code, safeWord) : ""],
      ...sealed.map((bytes, at) => [at ? "file" : "words", bytes]),
    ].filter(([, value]) => value !== "");
  }

  #problem(sentence) {
    const box = this.place.querySelector("[data-problem]");
    box.hidden = !sentence;
    box.querySelector("p").textContent = sentence;
    if (sentence) box.focus();
  }

  #busy(how) {
    const told = this.place.querySelector("[data-busy]");
    told.textContent = how ? told.dataset[how] : "";
    this.place.querySelector("[data-does=send]").disabled = Boolean(how);
  }

  // The form as it stands without script: our server seals. Files have to be chosen again there. The code
  // goes along: something sent before may have arrived under it, and she has written it down.
  #offerThePlainWay() {
    const box = this.place.querySelector("[data-problem] > div");
    if (box.querySelector("button")) return;
    const button = element("button", "govuk-button govuk-button--secondary", this.words.byUs);
    button.type = "button";
    button.addEventListener("click", () => this.#goThePlainWay());
    box.append(button);
  }

  async #goThePlainWay() {
    const found = this.code && (await sealing());
    if (found) {
      const value = found.groupsOf(this.code).join(" ");
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "code", value }));
    }
    HTMLFormElement.prototype.submit.call(form);
  }
}

const questionOf = (name) => {
  const group = fieldOf(name)[0].closest(".govuk-form-group");
  return (group.querySelector("legend") ?? group.querySelector("label")).textContent.trim();
};

function shownOf(name) {
  const chosen = fieldOf(name).find((one) => one.checked);
  return chosen ? chosen.labels[0].textContent.trim() : valueOf(name);
}

function element(name, className, text = "") {
  return Object.assign(document.createElement(name), { className, textContent: text });
}

if (canSeal()) start();
