// Seals what is said to everyone who is to read it, and shows exactly what is passed.
import { Plain, content, data, form, get, parts, sealBeforeSending } from "../referrals/sealed_form.js";

form.addEventListener("input", show);
show();

sealBeforeSending(async (body, { seal, toBase64 }) => {
  const recipients = data.recipients[body.get("police") ?? ""];
  const said = passed(body);
  if (!said.some((part) => part.name === "said")) throw new Plain("Write what happened first.");
  if (!recipients) throw new Plain("Choose a force.");
  return { sealed: toBase64(await seal(recipients, content(said, "en"))), sealed_to: recipients.join(" ") };
});

// The name is left out unless the person lets the police know it.
function passed(body) {
  return parts(body).filter(({ name }) => name !== "called" || body.get("named") === "yes");
}

function show() {
  const place = get("exactly");
  if (!place) return;
  place.hidden = false;
  const lines = passed(new FormData(form)).flatMap(({ label, text }) => [line("h3", "govuk-heading-s", label), line("p", "govuk-body piece__text", text)]);
  get("exactly-says").replaceChildren(...(lines.length ? lines : [line("p", "govuk-body", "Nothing yet.")]));
}

function line(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.dir = "auto";
  made.textContent = text;
  return made;
}
