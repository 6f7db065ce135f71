// Takes out of a compiled stylesheet what our pages cannot reach: a slow phone pays for each byte.
// Usage: node trim-stylesheet.mjs FILE.css public|staff
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
const postcss = createRequire(`${process.cwd()}/`)("postcss");

const [file, site] = process.argv.slice(2);
const root = postcss.parse(readFileSync(file, "utf8"));

// The typeface is said once, on body; every text rule of the source repeats it.
root.walkDecls(/^(font-family|-webkit-font-smoothing|-moz-osx-font-smoothing)$/, (declaration) => {
  if (declaration.value !== "inherit" && declaration.parent.selector !== "body") declaration.remove();
});
// Nothing of ours changes a colour while a page is shown, so that the values can stand themselves.
root.walkDecls((declaration) => {
  declaration.value = declaration.value.replace(/var\(--govuk-[\w-]+, ?(#[0-9a-f]+)\)/gi, "$1");
});
root.walkDecls(/^--govuk-/, (declaration) => declaration.remove());
root.walkDecls(/^-(ms|moz)-|^-webkit-(user-select|clip-path|text-decoration)/, (declaration) => declaration.remove());

// The design system's own script is not used, so neither are the states that it sets.
const unreachable = [/conditional/, /frontend-supported/, /--disabled/, /\[disabled\]/, /exit-this-page/, /moz-any-link/];
if (site === "public") {
  unreachable.push(
    /--inverse/, /--no-visited/, /--small/, /--full-width/, /--boxed/, /--code/, /-caption-(l|m)\b/,
    /(radios|checkboxes)__divider/, /input__(prefix|suffix|wrapper)/, /--extra-letter-spacing/,
    /pagination--block/, /pagination__link-(title|label)/, /summary-card/, /link--text-colour/, /link-image/,
    /caption--(xl|l)\b/, /legend--xl/, /label--xl/, /-from-desktop/, /table--small/, /grid-column-(one-quarter|three-quarters)/,
    /button--(start|inverse)/, /button__start/, /section-break--xl/,
    /visually-hidden-focusable/, /main-wrapper--/
  );
}
root.walkRules((rule) => {
  const reachable = rule.selectors.filter((one) => one && !unreachable.some((pattern) => pattern.test(one)));
  if (reachable.length) rule.selectors = reachable;
  else rule.remove();
});
root.walkAtRules((at) => {
  const forOldBrowsers = /-ms-high-contrast: (active|none)\)$|screen[^ -~]|screen\\/.test(at.params);
  const ofPaper = at.params === "print" && !/display: ?none !important|card-to-print/.test(at.toString());
  if (at.name === "media" && (ofPaper || forOldBrowsers)) at.remove();
  if (at.name === "supports" && at.params.startsWith("not (-ms")) at.replaceWith(at.nodes);
  else if (at.name === "supports" && at.params.startsWith("not ")) at.remove();
});

// Neighbours with one selector, or under one condition, become one, within one part: a page carries
// only the parts it uses (look/__init__.py), so each begins with a comment that names it.
const inEveryPage =
  /^\.(govuk-(heading-xl|body(?!-)|link(?!-)|list|template|width|main|visually|skip)|site-|exit-|languages|leaving|with-script)/;
const name = /^\.(govuk-[a-z]+(?:-[a-z]+)*(?:--[a-z0-9]+(?:-[a-z0-9]+)*)?|[a-z]+(?:-[a-z]+)*)/;
const partOf = (selector) => (inEveryPage.test(selector) ? null : selector.match(name)?.[1]) ?? "every";
const part = (node) =>
  node.type === "atrule" && node.nodes?.length ? part(node.nodes[0]) : partOf(node.selectors?.[0] ?? "");
// A rule for several parts becomes one for each.
root.walkRules((rule) => {
  const [first, ...others] = new Set(rule.selectors.map(partOf));
  for (const other of others.reverse()) {
    rule.after(rule.clone({ selectors: rule.selectors.filter((selector) => partOf(selector) === other) }));
  }
  rule.selectors = rule.selectors.filter((selector) => partOf(selector) === first);
});
root.each((at) => {
  if (at.type !== "atrule" || at.nodes.length < 2) return;
  for (const inner of at.nodes.slice(1)) {
    if (part(inner) === part(at.nodes[0])) continue;
    const apart = postcss.atRule({ name: at.name, params: at.params });
    at.parent.insertAfter(at, apart);
    for (const rest of at.nodes.slice(at.nodes.indexOf(inner))) apart.append(rest);
    break;
  }
});
const isSame = (one, next) =>
  one.type === next.type && part(one) === part(next) &&
  (one.type === "rule" ? one.selector === next.selector : one.name === "media" && next.name === "media" && one.params === next.params);
const merge = (container) =>
  container.each((node) => {
    while (node.next() && isSame(node, node.next())) {
      const next = node.next();
      node.append(next.nodes);
      next.remove();
    }
    if (node.type === "atrule") merge(node);
  });
merge(root);
const removeEmpty = (container) =>
  container.each((node) => {
    if (node.nodes) removeEmpty(node);
    if (node.nodes && !node.nodes.length) node.remove();
  });
removeEmpty(root);
if (site === "public") {
  let last = null;
  root.each((node) => {
    if (node.type !== "comment" && part(node) !== last) {
      last = part(node);
      root.insertBefore(node, postcss.comment({ text: `part ${last}`, raws: { left: "", right: "" } }));
    }
  });
}
root.walkRules((rule) => {
  rule.raws = { between: "", semicolon: false, after: "", before: "" };
  rule.selector = rule.selector.replace(/ *([,>+]) */g, "$1");
});
root.walkDecls((declaration) => {
  declaration.raws = { before: "", between: ":" };
  declaration.value = declaration.value.replace(/, /g, ",").replace(/\b0\./g, ".");
});
writeFileSync(file, root.toString().trim());
