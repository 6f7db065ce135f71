// One thing a page: the questions of the form, shown one after another. Back and Next keep what was
// typed, the browser's own Back goes one question back, and no address changes.
export class Pages {
  // `pages` are elements; `whenShown(page)` is called before one is shown.
  constructor(pages, controls, whenShown) {
    this.pages = pages;
    this.controls = controls;
    this.whenShown = whenShown;
    this.isOver = false;
    const [back, next, last] = ["back", "next", "last"].map((does) => controls.querySelector(`[data-does="${does}"]`));
    back.addEventListener("click", () => history.back());
    next.addEventListener("click", () => this.go(this.following()));
    last.addEventListener("click", () => this.go(this.pages.length - 1));
    Object.assign(this, { back, next, last });
    addEventListener("popstate", (event) => !this.isOver && this.show(event.state?.page ?? 0));
    history.replaceState({ page: 0 }, "");
    this.show(0, { isFirst: true });
  }

  // The next page that asks something: some have nothing to ask after other answers.
  following() {
    let at = this.at + 1;
    while (at < this.pages.length - 1 && this.pages[at].isNeeded?.() === false) at += 1;
    return at;
  }

  go(at) {
    history.pushState({ page: at }, "");
    this.show(at);
  }

  show(at, { isFirst = false } = {}) {
    this.at = Math.min(at, this.pages.length - 1);
    const page = this.pages[this.at];
    this.whenShown(page);
    this.pages.forEach((one) => (one.hidden = one !== page));
    this.back.hidden = this.at === 0;
    this.next.hidden = this.last.hidden = this.at === this.pages.length - 1;
    const place = this.controls.querySelector("[data-place]");
    place.textContent = place.dataset.place.replace("{n}", this.at + 1).replace("{all}", this.pages.length);
    if (isFirst) return;
    scrollTo(0, 0);
    focusOn(page.querySelector("h2, legend, label"));
  }

  end() {
    this.isOver = true;
  }
}

function focusOn(heading) {
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
