// Writing to the other organisation about a report for somebody: one file, sealed to both.
import { seal } from "../sealing.js";
import { wordsContent } from "../cases/content.js";
import { sendBytes } from "../cases/writing.js";

export function start(element, workspace) {
  const data = JSON.parse(document.getElementById(element.dataset.with).textContent);
  const form = element.querySelector("form");
  element.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    workspace.page.run(form.id, () => send(form, data, workspace));
  });
}

async function send(form, data, workspace) {
  const { Plain } = workspace.page;
  const text = form.querySelector("textarea").value.trim();
  if (!text) throw new Plain("Write something first.");
  const sealed = await seal(data.recipients, wordsContent([{ label: `From ${data.from}`, text }]));
  const { own, police } = data.versions;
  await sendBytes(`${data.write}?own=${own}&police=${police}`, sealed, workspace.page);
  await workspace.go(location.href, { remembers: false });
}
