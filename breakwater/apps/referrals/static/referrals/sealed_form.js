// A form whose words are sealed in this browser, and sent only so. Without this script it is sent as
// it is, and the server seals it in memory.
import { wordsOf } from "./words.js";

export const get = (id) => document.getElementById(id);
export const form = get("sealed-form");
export const data = JSON.parse(get("page-data").textContent);

// A sentence for whoever fills it in.
export class Plain extends Error {}

let library;
// Fetched while somebody writes, so that the page itself stays small.
const load = () => (library ??= import("../sealing.js"));

const noWords = () => tell("The words did not come. Nothing you wrote is lost. Choose the language again.");
// Where something is only entered, nobody is asked to agree.
const showWords = form.elements.language && wordsOf(form, noWords);

// `sealed(body, library)` gives what goes in place of the words, `sealed` and `sealed_to`.
export function sealBeforeSending(sealed) {
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
      const body = new FormData(form);
      const instead = await sealed(body, await load());
      Object.keys(data.headings).forEach((name) => body.delete(name));
      Object.entries(instead).forEach(([name, value]) => body.set(name, value));
      await send(body);
    } catch (error) {
      tell(error instanceof Plain ? error.message : "Your browser could not seal it. Nothing was sent. Open the page again.");
    } finally {
      button.disabled = false;
      get("busy").textContent = "";
    }
  });
}

// What was filled in, under its headings.
export function parts(body) {
  return Object.entries(data.headings)
    .map(([name, label]) => ({ name, label, text: (body.get(name) ?? "").trim() }))
    .filter((part) => part.text);
}

// The shape of every piece of a case: breakwater/domain/cases/content.py.
export function content(said, language) {
  const bare = said.map(({ label, text }) => ({ label, text }));
  return new TextEncoder().encode(`${JSON.stringify({ parts: bare, language })}\n`);
}

async function send(body) {
  const answer = await fetch(location.href, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {
    throw new Plain("The server does not answer. What you wrote is still here. Try again.");
  });
  const told = await answer.json().catch(() => ({}));
  if (told.asks_again) await showWords();
  if (!answer.ok || !told.next) throw new Plain(told.says ?? "The server could not do that. Nothing was sent. Open the page again.");
  location.assign(told.next);
}

function tell(sentence) {
  get("problem-says").textContent = sentence;
  get("problem").hidden = false;
  get("problem").firstElementChild.focus();
}
