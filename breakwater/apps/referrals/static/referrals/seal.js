// Seals what is said in this browser, to each organisation that was chosen, and sends only that.
// Without this script the form is sent as it is, and the server seals it in memory.
import { wordsOf } from "./words.js";

const get = (id) => document.getElementById(id);
const form = get("sealed-form");
const data = JSON.parse(get("page-data").textContent);
const CHOICES = ["first", "second", "third"];

let library;
// Fetched while somebody writes, so that the page itself stays small.
const load = () => (library ??= import("../sealing.js"));

const noWords = () => tell("The words did not come. Nothing you wrote is lost. Choose the language again.");
const showWords = form.elements.language && wordsOf(form, noWords);

get("by-server").hidden = true;
get("by-browser").hidden = false;
form.addEventListener("focusin", load, { once: true });
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

class Plain extends Error {}

function tell(sentence) {
  get("problem-says").textContent = sentence;
  get("problem").hidden = false;
  get("problem").firstElementChild.focus();
}

async function sealAndSend() {
  const { seal, toBase64 } = await load();
  const body = new FormData(form);
  const text = new TextEncoder().encode(message(body));
  const keys = chosen(body);
  const sealed = {};
  for (const key of keys) sealed[key] = toBase64(await seal([data.receivers[key].recipient], text));
  Object.keys(data.headings).forEach((name) => body.delete(name));
  body.set("sealed", JSON.stringify(sealed));
  body.set("sealed_to", keys.map((key) => data.receivers[key].recipient).join(" "));
  const answer = await fetch(location.href, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {
    throw new Plain("The server does not answer. Nothing was sent, and what you wrote is still here. Try again.");
  });
  const said = await answer.json().catch(() => ({}));
  if (said.asks_again) await showWords();
  if (!answer.ok || !said.next) throw new Plain(said.says ?? "The server could not do that. Nothing was sent. Open the page again.");
  location.assign(said.next);
}

// The shape of every piece of a case: breakwater/domain/cases/content.py.
function message(body) {
  const parts = Object.entries(data.headings)
    .map(([name, label]) => ({ label, text: (body.get(name) ?? "").trim() }))
    .filter((part) => part.text);
  return `${JSON.stringify({ parts, language: "" })}\n`;
}

// Whom it is for: those chosen, or on a page with nobody to choose the one there is.
function chosen(body) {
  if (!form.querySelector("[name=first]")) return Object.keys(data.receivers);
  return [...new Set(CHOICES.map((name) => body.get(name)).filter((key) => key in data.receivers))];
}
