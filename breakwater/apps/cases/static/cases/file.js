// A sealed file: fetched when it is wanted, opened here, saved or looked at. It is never run: what is
// saved has no type a browser would open, and only pictures and sound are shown.
import * as keyring from "./keyring.js";
import { readContent } from "./content.js";

const PICTURES = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const SOUNDS = ["audio/webm", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/wav"];

export function offerFile(place, workspace) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = "Open the file";
  place.id ||= `file-${place.closest("[data-piece]").dataset.piece}`;
  place.replaceChildren(button);
  button.addEventListener("click", () => workspace.page.run(place.id, () => openFile(place, workspace)));
}

async function openFile(place, { page }) {
  const answer = await fetched(place.dataset.file, page.Plain);
  const version = Number(place.dataset.version);
  const bytes = await keyring.opened(version, new Uint8Array(await answer.arrayBuffer()));
  if (bytes === null) throw new page.Plain(`The file is sealed to version ${version} of the key, which your key does not open.`);
  const content = readContent(bytes);
  if (!content.file) throw new page.Plain("What opened is no file.");
  place.replaceChildren(...shown(content.file));
}

async function fetched(address, Plain) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(address, { method: "POST", body }).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) throw new Plain("The server did not hand over the file. Open the page again.");
  return answer;
}

function shown({ name, type, bytes }) {
  const save = document.createElement("a");
  save.className = "govuk-link";
  save.download = name;
  save.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  save.textContent = `Save ${name}`;
  save.dir = "auto";
  const line = document.createElement("p");
  line.className = "govuk-body";
  line.append(save);
  const view = viewOf(type, bytes, name);
  return view ? [view, line] : [line];
}

function viewOf(type, bytes, name) {
  const plain = type.split(";")[0].trim().toLowerCase();
  const kind = PICTURES.includes(plain) ? "img" : SOUNDS.includes(plain) ? "audio" : null;
  if (!kind) return null;
  const view = document.createElement(kind);
  view.src = URL.createObjectURL(new Blob([bytes], { type: plain }));
  view.className = "piece__view";
  if (kind === "img") view.alt = name;
  else view.controls = true;
  return view;
}
