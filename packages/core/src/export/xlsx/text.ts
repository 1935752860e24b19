/**
 * What cell text cannot hold as it is (ECMA-376, 22.9.2.19): control characters, CR, U+FFFE, U+FFFF, lone surrogates, and
 * an underscore that would begin an escape together with what follows it.
 */
const unwritable =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|_(?=x[0-9A-Fa-f]{4}(?:_|[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF\uD800-\uDFFF]))/g;

const markup = /[&<>]/g;
const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const hex = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;

/** White space that XML readers may drop or join. */
const loose = /^\s|\s$|[\t\n]| {2}/;

const anyOfThem = /[^ -%'-;=?-^`-~]/;

/** Any text as a `<t>` element; `_xHHHH_` stands for what XML cannot hold, so the text reads back as it was. */
export const textElement = (text: string): string => {
  // Most texts are letters and digits, and need no look at each rule.
  const escaped = anyOfThem.test(text)
    ? text.replace(unwritable, hex).replace(markup, (character) => references[character] ?? "")
    : text;
  return loose.test(text) ? `<t xml:space="preserve">${escaped}</t>` : `<t>${escaped}</t>`;
};
