// A safety plan or risk assessment: it begins with the answers of the last one.
export function startPlan({ opened }) {
  const form = document.querySelector("form[data-plan]");
  const last = opened.findLast((piece) => piece.sort === form.dataset.seals && piece.content?.parts);
  if (!last) return;
  const answers = new Map(last.content.parts.map((part) => [part.label, part.text]));
  for (const field of form.querySelectorAll("[data-label]")) {
    const answer = answers.get(field.dataset.label);
    if (answer === undefined) continue;
    if (field.tagName !== "FIELDSET") field.value = answer;
    else for (const choice of field.querySelectorAll("input")) choice.checked = choice.value === answer;
  }
  document.getElementById("from-before-when").textContent = `on ${last.at}${last.by ? ` by ${last.by}` : ""}`;
  document.getElementById("from-before").hidden = false;
}
