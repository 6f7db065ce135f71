// Writing in a case: sealed here, to the organisation's own key, before anything is sent.
import * as keyring from "./keyring.js";
import { fileContent, wordsContent } from "./content.js";

const MOST_BYTES = 10 * 1024 * 1024;

export function startWriting(workspace) {
  const place = document.getElementById("write");
  if (!place || !keyring.canSeal()) return;
  place.hidden = false;
  for (const form of document.querySelectorAll("form[data-seals]")) {
    form.addEventListener("input", () => (form.dataset.unsaved = "yes"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      workspace.page.run(form.id, () => save(form, workspace));
    });
  }
}

async function save(form, workspace) {
  const { Plain } = workspace.page;
  const content = form.dataset.seals === "file" ? await fileOf(form, Plain) : wordsOf(form, Plain);
  await keep(form.dataset.seals, content, workspace);
  form.dataset.unsaved = "no";
  await workspace.go(form.dataset.next ?? location.href, { remembers: Boolean(form.dataset.next) });
}

// Seals `content` and keeps it as a piece of the case.
export async function keep(sort, content, { page, data }) {
  const { version, bytes } = await keyring.sealed(content);
  return sendBytes(`${data.write}?sort=${sort}&version=${version}`, bytes, page);
}

export async function sendBytes(address, body, { Plain }) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "X-CSRFToken": token, "Content-Type": "application/octet-stream", Accept: "application/json" };
  const answer = await fetch(address, { method: "POST", body, headers }).catch(() => {
    throw new Plain("The server does not answer. Nothing was saved; what you wrote is still here. Try again.");
  });
  if (answer.redirected) {
    const plain = new Plain("You were signed out. What you wrote is still here: sign in in a new tab, then press the button again.");
    plain.address = answer.url;
    throw plain;
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Plain(said.says ?? "The server could not keep it. What you wrote is still here. Try again.");
  return said;
}

export function partsOf(form) {
  return [...form.querySelectorAll("[data-label]")].map((field) => ({ label: field.dataset.label, text: valueOf(field) }));
}

function valueOf(field) {
  if (field.tagName !== "FIELDSET") return field.value;
  return [...field.querySelectorAll("input:checked")].map((one) => one.value).join(", ");
}

function wordsOf(form, Plain) {
  const parts = partsOf(form);
  if (parts.every((one) => !one.text.trim())) throw new Plain("Write something first.");
  return wordsContent(parts, "");
}

async function fileOf(form, Plain) {
  const [file] = form.querySelector("input[type=file]").files;
  if (!file) throw new Plain("Choose a file first.");
  if (file.size > MOST_BYTES) throw new Plain("That file is larger than 10 MB.");
  return fileContent(file.name, file.type, new Uint8Array(await file.arrayBuffer()));
}
