// Seals what is said in this browser, to everyone who is to read it, and sends only that. Shows
// exactly what is passed. Without this script the form is sent as it is, and the server seals it.
import { wordsOf } from "../referrals/words.js";

const get = (id) => document.getElementById(id);
const form = get("sealed-form");
const data = JSON.parse(get("page-data").textContent);

let library;
// Fetched while somebody writes, so that the page itself stays small.
const load = () => (library ??= import("../sealing.js"));

class Plain extends Error {}

const noWords = () => tell("The words did not come. Nothing you wrote is lost. Choose the language again.");
// Where something is only entered, nobody is asked to agree.
const showWords = form.elements.language && wordsOf(form, noWords);

get("by-server").hidden = true;
get("by-browser").hidden = false;
form.addEventListener("focusin", load, { once: true });
form.addEventListener("input", show);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!form.reportValidity()) return;
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  get("busy").textContent = "Sealing and sending.";
  get("problem").hidden = true;
  try {
    await sealAndSend();
  } catch (error) {
    tell(error instanceof Plain ? error.message : "Your browser could not seal it. Nothing was sent. Open the page again.");
  } finally {
    button.disabled = false;
    get("busy").textContent = "";
  }
});
show();

function tell(sentence) {
  get("problem-says").textContent = sentence;
  get("problem").hidden = false;
  get("problem").firstElementChild.focus();
}

// The name is left out unless the person lets the police know it.
function parts(body) {
  return Object.entries(data.headings)
    .filter(([name]) => name !== "called" || body.get("named") === "yes")
    .map(([name, label]) => ({ label, text: (body.get(name) ?? "").trim() }))
    .filter((part) => part.text);
}

function show() {
  const place = get("exactly");
  if (!place) return;
  place.hidden = false;
  const lines = parts(new FormData(form)).flatMap(({ label, text }) => [line("h3", "govuk-heading-s", label), line("p", "govuk-body piece__text", text)]);
  get("exactly-says").replaceChildren(...(lines.length ? lines : [line("p", "govuk-body", "Nothing yet.")]));
}

function line(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.dir = "auto";
  made.textContent = text;
  return made;
}

async function sealAndSend() {
  const { seal, toBase64 } = await load();
  const body = new FormData(form);
  const recipients = data.recipients[body.get("police") ?? ""];
  const said = parts(body);
  if (!said.some((part) => part.label === data.headings.said)) throw new Plain("Write what happened first.");
  if (!recipients) throw new Plain("Choose a force.");
  // The shape of every piece of a case: breakwater/domain/cases/content.py.
  const content = new TextEncoder().encode(`${JSON.stringify({ parts: said, language: "en" })}\n`);
  Object.keys(data.headings).forEach((name) => body.delete(name));
  body.set("sealed", toBase64(await seal(recipients, content)));
  body.set("sealed_to", recipients.join(" "));
  const answer = await fetch(location.href, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {
    throw new Plain("The server does not answer. What you wrote is still here. Try again.");
  });
  const told = await answer.json().catch(() => ({}));
  if (told.asks_again) await showWords();
  if (!answer.ok || !told.next) throw new Plain(told.says ?? "The server could not do that. Nothing was sent. Open the page again.");
  location.assign(told.next);
}
