// Says at once, beside a field, that what is in it is too long and by how much. Nothing is ever cut: see
// apps/reports/lengths.py, which says the same without script.
export class Lengths {
  // `limits` has for each name the most letters and what to do where there are more.
  constructor({ limits, tooMany }) {
    Object.assign(this, { limits, tooMany });
  }

  watch(form) {
    form.addEventListener("input", ({ target }) => this.#show(target));
    for (const field of form.elements) this.#show(field);
  }

  // The sentence about one field, or nothing where it is short enough.
  says(field) {
    if (!this.limits[field.name]) return "";
    const [most, sentence] = this.limits[field.name];
    const text = field.value.trim();
    // Nearly always this is enough; only then are letters counted that take two places.
    const over = text.length > most ? [...text].length - most : 0;
    return over > 0 ? `${sentence} ${this.tooMany.replace("{n}", over)}` : "";
  }

  // The first field that is too long.
  first(form) {
    return [...form.elements].find((field) => this.says(field));
  }

  #show(field) {
    const said = this.says(field);
    const group = field.closest(".govuk-form-group");
    if (!group || (!said && !group.querySelector("[data-too-long]"))) return;
    group.classList.toggle("govuk-form-group--error", Boolean(said));
    const place = group.querySelector("[data-too-long]") ?? this.#place(field);
    place.textContent = said;
    field.setAttribute("aria-invalid", String(Boolean(said)));
  }

  #place(field) {
    const place = Object.assign(document.createElement("p"), { className: "govuk-error-message", role: "status" });
    place.id = `${field.id}_too_long`;
    place.dataset.tooLong = "";
    field.before(place);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${place.id}`.trim());
    return place;
  }
}
