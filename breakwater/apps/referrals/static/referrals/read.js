// Opens what the sender said, with the member's own key, in this browser alone.
import { fromBase64, open } from "../sealing.js";
import { data, get, openCopies, Plain, step, whenOpened } from "../keys/page.js";

whenOpened(async ({ identity, statements }) => {
  const keys = await openCopies(identity, statements);
  const texts = [];
  for (const piece of data.pieces) texts.push(await opened(piece, keys));
  get("said").replaceChildren(...texts.map(shown));
  step("open", "done");
});

async function opened(piece, keys) {
  const key = keys.find((one) => one.statement.version === piece.version);
  if (!key) {
    throw new Plain(
      `This is sealed to version ${piece.version} of your organisation’s key, and your own key does not hold it. Ask a colleague to open it, or to let you in.`,
    );
  }
  return new TextDecoder().decode(await open(key.identity, fromBase64(piece.sealed)));
}

function shown(text) {
  const box = document.createElement("div");
  box.className = "govuk-inset-text";
  for (const { label, text: words } of parts(text)) {
    const title = document.createElement("h3");
    title.className = "govuk-heading-s govuk-!-margin-bottom-1";
    title.textContent = label;
    const said = document.createElement("p");
    said.className = "govuk-body";
    said.textContent = words;
    box.append(title, said);
  }
  return box;
}

// What has another shape is shown as it is: better odd words than none.
function parts(text) {
  try {
    return JSON.parse(text.split("\n", 1)[0]).parts.map((one) => ({ label: one.label, text: one.text }));
  } catch {
    return [{ label: "", text }];
  }
}
