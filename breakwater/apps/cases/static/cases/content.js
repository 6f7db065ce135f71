// What is inside a sealed piece: the browser's half of breakwater/domain/cases/content.py.
const utf8 = (text) => new TextEncoder().encode(text);
const line = (said) => utf8(`${JSON.stringify(said)}\n`);

export const wordsContent = (parts, language = "", more = {}) =>
  line({ parts: parts.filter((one) => one.text.trim()), language, ...more });

export function fileContent(name, type, bytes) {
  const first = line({ file: { name, type } });
  const whole = new Uint8Array(first.length + bytes.length);
  whole.set(first);
  whole.set(bytes, first.length);
  return whole;
}

// { parts, language } or { file: { name, type, bytes } }. What has another shape is shown as it is:
// better odd words than none.
export function readContent(content) {
  const end = content.indexOf(10);
  const text = (bytes) => new TextDecoder().decode(bytes);
  try {
    const said = JSON.parse(text(end < 0 ? content : content.slice(0, end)));
    if (said.file) {
      return { file: { name: String(said.file.name), type: String(said.file.type), bytes: content.slice(end + 1) } };
    }
    const parts = said.parts.map((one) => ({ label: String(one.label ?? ""), text: String(one.text ?? "") }));
    return { ...said, parts, language: String(said.language ?? "") };
  } catch {
    return { parts: [{ label: "", text: text(content) }], language: "" };
  }
}

export const plainText = (content) =>
  content.parts ? content.parts.map((one) => `${one.label}\n${one.text}`).join("\n\n") : content.file.name;
