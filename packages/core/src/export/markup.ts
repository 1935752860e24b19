/**
 * What may not stand raw in markup: the five that mean something, a CR (parsers turn it into LF), and what XML 1.0 forbids,
 * lone surrogates included.
 */
const forbidden =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[<>&"'\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const references: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  '"': "&quot;",
  "'": "&#39;",
  "\r": "&#13;",
};

const referenceOf = (character: string): string => references[character] ?? "\uFFFD";

/** Any text as the text of an HTML or SVG element. What XML forbids becomes U+FFFD; all else reads back as it was. */
export const escapeText = (text: string): string => text.replace(forbidden, referenceOf);

/** Any text as the value of a quoted HTML or SVG attribute; tabs and line feeds survive XML's normalisation. */
export const escapeAttribute = (text: string): string =>
  escapeText(text).replaceAll("\t", "&#9;").replaceAll("\n", "&#10;");

const inScript = /[<>&\u2028\u2029]/g;

/** JSON for a `<script type="application/json">`: nothing in it ends the element, and `JSON.parse` gives the value back. */
export const jsonForScript = (value: unknown): string =>
  (JSON.stringify(value) ?? "null").replace(
    inScript,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
