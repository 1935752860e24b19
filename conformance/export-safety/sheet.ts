import { strFromU8, unzipSync } from "fflate";

/** What stands in a cell of the sheet XML, `<f>` included where a writer would let one in. */
export interface SheetCell {
  readonly kind: "string" | "number" | "boolean" | "empty" | "formula" | "error";
  readonly value: string | number | boolean | null;
}

const references: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

/** Text of XML as a parser reads it: line ends normalised, then the references decoded once. */
const xmlText = (text: string): string =>
  text
    .replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n")
    .replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      return references[name] ?? whole;
    });

const unescapedCell = (text: string): string =>
  xmlText(text).replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );

const textOf = (xml: string): string =>
  Array.from(xml.matchAll(/<t(?:\s[^>]*)?>([\s\S]*?)<\/t>/g), ([, text = ""]) =>
    unescapedCell(text),
  ).join("");

const cellOf = (attributes: string, inner: string, shared: readonly string[]): SheetCell => {
  if (/<f[\s>/]/.test(inner)) return { kind: "formula", value: inner };
  const type = /\bt="(\w+)"/.exec(attributes)?.[1] ?? "n";
  const value = /<v>([\s\S]*?)<\/v>/.exec(inner)?.[1];
  if (type === "inlineStr") return { kind: "string", value: textOf(inner) };
  if (value === undefined) return { kind: "empty", value: null };
  switch (type) {
    case "s":
      return { kind: "string", value: shared[Number(value)] ?? "" };
    case "str":
      return { kind: "string", value: unescapedCell(value) };
    case "b":
      return { kind: "boolean", value: value === "1" };
    case "n":
      return { kind: "number", value: Number(value) };
    default:
      return { kind: "error", value };
  }
};

/** Characters XML 1.0 forbids make the file unreadable. */
const illegal =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/** Every cell of a sheet by its reference, read from the file itself and not by a library. */
export const readSheet = (file: Uint8Array, number = 1): ReadonlyMap<string, SheetCell> => {
  const parts = unzipSync(file);
  const part = (path: string): string => strFromU8(parts[path] ?? new Uint8Array());
  const sheet = part(`xl/worksheets/sheet${number}.xml`);
  if (illegal.test(sheet)) throw new Error("The sheet holds characters that XML forbids.");
  const shared = Array.from(
    part("xl/sharedStrings.xml").matchAll(/<si>([\s\S]*?)<\/si>/g),
    (found) => textOf(found[1] ?? ""),
  );
  const cells = new Map<string, SheetCell>();
  for (const [, attributes = "", inner = ""] of sheet.matchAll(
    /<c\s([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g,
  )) {
    cells.set(/\br="([A-Z]+\d+)"/.exec(attributes)?.[1] ?? "", cellOf(attributes, inner, shared));
  }
  return cells;
};
