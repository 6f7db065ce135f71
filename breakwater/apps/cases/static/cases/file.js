// A sealed file: fetched when it is wanted, opened here, saved or looked at. It is never run: what is
// saved has no type a browser would open, and only pictures and sound are shown.
import * as keyring from "./keyring.js";
import { readContent } from "./content.js";

const PICTURES = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif" };
const SOUNDS = { "audio/webm": "webm", "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/wav": "wav" };
const PAPERS = {
  "application/pdf": "pdf",
  "text/plain": "txt",
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
};
const ENDINGS = { ...PICTURES, ...SOUNDS, ...PAPERS };

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
  save.download = nameFor(name, type);
  save.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  save.textContent = `Save ${save.download}`;
  save.dir = "auto";
  const line = document.createElement("p");
  line.className = "govuk-body";
  line.append(save);
  const view = viewOf(type, bytes, name);
  return view ? [view, line] : [line];
}

const plainType = (type) => type.split(";")[0].trim().toLowerCase();

// Whoever sent it chose the name; what it ends in, which decides what opens it, follows its type. A
// type we do not know gets an ending that nothing opens by itself.
function nameFor(name, type) {
  const ending = Object.hasOwn(ENDINGS, plainType(type)) ? ENDINGS[plainType(type)] : "file";
  return name.toLowerCase().endsWith(`.${ending}`) ? name : `${name}.${ending}`;
}

function viewOf(type, bytes, name) {
  const plain = plainType(type);
  const kind = Object.hasOwn(PICTURES, plain) ? "img" : Object.hasOwn(SOUNDS, plain) ? "audio" : null;
  if (!kind) return null;
  const view = document.createElement(kind);
  view.src = URL.createObjectURL(new Blob([bytes], { type: plain }));
  view.className = "piece__view";
  if (kind === "img") view.alt = name;
  else view.controls = true;
  return view;
}
