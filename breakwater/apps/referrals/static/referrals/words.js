// Fetches the words of consent in the language that was chosen. Only the language is sent: what
// stands in the form stays in this browser. Without this script the button does it.
const get = (id) => document.getElementById(id);

export function wordsOf(form, fails) {
  const language = form.elements.language;
  let newest = 0;
  get("show-words").remove();
  language.addEventListener("change", () => show().catch(fails));
  // A browser that comes back to the page may have kept the choice, and not the words.
  if (language.value !== get("words").dataset.code) show().catch(fails);
  return show;

  async function show() {
    const turn = (newest += 1);
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "language", "other_language"]) body.set(name, form.elements[name]?.value ?? "");
    body.set("show_words", "1");
    const answer = await fetch(location.href, { method: "POST", body });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("words");
    if (turn !== newest) return;
    if (!answer.ok || !fresh) throw new Error("no words came");
    const before = form.elements.version.value;
    get("words").replaceWith(document.adoptNode(fresh));
    // To other words nobody has agreed yet.
    if (form.elements.version.value !== before) form.elements.agreed.checked = false;
  }
}
