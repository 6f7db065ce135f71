// Seals what is said to each organisation that was chosen.
import { content, data, form, parts, sealBeforeSending } from "./sealed_form.js";

const CHOICES = ["first", "second", "third"];

sealBeforeSending(async (body, { seal, toBase64 }) => {
  const text = content(parts(body), "");
  const keys = chosen(body);
  const sealed = {};
  for (const key of keys) sealed[key] = toBase64(await seal([data.receivers[key].recipient], text));
  return { sealed: JSON.stringify(sealed), sealed_to: keys.map((key) => data.receivers[key].recipient).join(" ") };
});

// Whom it is for: those chosen, or on a page with nobody to choose the one there is.
function chosen(body) {
  if (!form.querySelector("[name=first]")) return Object.keys(data.receivers);
  return [...new Set(CHOICES.map((name) => body.get(name)).filter((key) => key in data.receivers))];
}
