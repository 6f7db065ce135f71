// Answering somebody who wrote on the public site: sealed to the organisation and to their code.
import * as keyring from "../cases/keyring.js";
import { wordsContent } from "../cases/content.js";
import { sendBytes } from "../cases/writing.js";
import { answerTo } from "./recipient.js";

const get = (id) => document.getElementById(id);

export function start(element, workspace) {
  const data = JSON.parse(get("report-data").textContent);
  if (!keyring.canSeal()) return;
  element.hidden = false;
  const form = get("answer-form");
  form.addEventListener("input", () => (form.dataset.unsaved = "yes"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    workspace.page.run(form.id, () => answer(form, data, workspace));
  });
}

async function answer(form, data, workspace) {
  const { Plain } = workspace.page;
  const text = get("answer").value.trim();
  if (!text) throw new Plain("Write something first.");
  requireSameRecipient(data.recipient, workspace);
  const { version, bytes } = await keyring.sealed(wordsContent([{ label: "", text }]), [data.recipient]);
  await sendBytes(`${data.answer}?version=${version}`, bytes, workspace.page);
  form.dataset.unsaved = "no";
  await workspace.go(location.href, { remembers: false });
}

// Whoever wrote the report sealed into it what opens the answer. If the database says another key,
// somebody put it there to read along.
function requireSameRecipient(recipient, { opened, page }) {
  if (answerTo(opened) === recipient) return;
  throw new page.Plain(
    opened.some((one) => one.content?.answer_to)
      ? "Nothing was sent: the key that the answer would be sealed to is not the one in the report. Tell your administrator."
      : "Nothing was sent: the report does not open here, so it can’t be checked whom the answer would be sealed to.",
  );
}
