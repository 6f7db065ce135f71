// Loads what seals and opens while somebody writes, never before: 24 kB that a first look must not cost.
// The page names the file and its hash; a browser refuses any other (subresource integrity).
let loading = null;

export function sealing() {
  loading ??= new Promise((resolve, reject) => {
    const { src, integrity } = JSON.parse(document.getElementById("script-data").textContent).sealing;
    const script = Object.assign(document.createElement("script"), { src, integrity });
    script.addEventListener("load", () => resolve(globalThis.sealing));
    script.addEventListener("error", () => {
      loading = null;
      script.remove();
      reject(new Error("the part that seals did not load"));
    });
    document.head.append(script);
  });
  return loading;
}

// Sealing needs what browsers give only to safe connections.
export const canSeal = () => globalThis.isSecureContext && Boolean(globalThis.crypto?.subtle);

// Puts the words of a page that was fetched in the place of this one's.
export function showInstead(html) {
  // The style of the page stays: the policy names the hash of the one that is here.
  const next = new DOMParser().parseFromString(html.replace(/<style>.*?<\/style>/s, ""), "text/html");
  const main = document.getElementById("main");
  main.replaceChildren(...document.adoptNode(next.getElementById("main")).childNodes);
  document.title = next.title;
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

// Posts; gives back { html }, { says, again } or, where nothing answered, { isLost: true }.
export async function post(address, fields) {
  const body = new FormData();
  for (const [name, value] of fields) {
    if (value instanceof Uint8Array) body.append(name, new Blob([value]), "sealed.age");
    else body.append(name, value);
  }
  try {
    const answer = await fetch(address, { method: "POST", body });
    const isPage = answer.headers.get("content-type")?.startsWith("text/html");
    if (isPage) return answer.ok ? { html: await answer.text() } : { isLost: true };
    return await answer.json();
  } catch {
    return { isLost: true };
  }
}
