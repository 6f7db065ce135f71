// The workspace: pages under /cases/ change inside this one document once a key is open in it, so
// that the key never has to be kept anywhere between them. While it is locked, links are links.
import * as keyring from "./keyring.js";
import { startPage } from "./workspace_page.js";

const HOME = "/cases/";
const PLACE = "body > .govuk-width-container";

export async function go(address, { method = "GET", body, remembers = true } = {}) {
  if (hasUnsaved() && !confirm("What you wrote is not saved yet. Leave it?")) return;
  let answer;
  try {
    answer = await fetch(address, { method, body, headers: { Accept: "text/html" } });
  } catch {
    return location.assign(method === "GET" ? address : location.href);
  }
  const isHere = new URL(answer.url).pathname.startsWith(HOME);
  const isPage = (answer.headers.get("content-type") ?? "").startsWith("text/html");
  const next = isHere && isPage && new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!next || !next.querySelector(PLACE)) return location.assign(method === "GET" ? address : answer.url);
  document.querySelector(PLACE).replaceWith(document.adoptNode(next.querySelector(PLACE)));
  document.title = next.title;
  if (remembers) history.pushState(null, "", answer.url);
  scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
  await start();
}

const hasUnsaved = () =>
  [...document.querySelectorAll("form[data-seals]")].some((form) => form.dataset.unsaved === "yes");

async function start() {
  if (document.getElementById("case-data")) await startPage({ go });
}

function staysHere(address) {
  const to = new URL(address, location.href);
  return keyring.isOpen() && to.origin === location.origin && to.pathname.startsWith(HOME);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.target || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) return;
  if (!staysHere(link.href)) return;
  event.preventDefault();
  go(link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !staysHere(form.action)) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  if (form.method === "post") return go(form.action, { method: "POST", body: fields });
  go(`${form.action.split("?")[0]}?${new URLSearchParams(fields)}`);
});

addEventListener("popstate", () => (keyring.isOpen() ? go(location.href, { remembers: false }) : location.reload()));
addEventListener("beforeunload", (event) => hasUnsaved() && event.preventDefault());

await start();
