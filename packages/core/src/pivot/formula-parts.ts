import type { CellValue } from "./result.ts";

/** A piece of a formula: text as it is written, or a measure with its value in this cell. */
export type FormulaPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly name: string; readonly value: CellValue };

const tokens =
  /field\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g;

const unquoted = (text: string): string => {
  if (text.startsWith("'")) return text.slice(1, -1);
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
};

/** A formula cut at the measures that it names, each with its value: joined, it is the formula with the numbers put in. */
export const formulaParts = (
  formula: string,
  valueOf: (name: string) => CellValue | undefined,
): readonly FormulaPart[] => {
  const parts: FormulaPart[] = [];
  let done = 0;
  for (const match of formula.matchAll(tokens)) {
    const [whole, quoted] = match;
    const name = quoted === undefined ? whole : unquoted(quoted);
    const isText = quoted === undefined && /^["']/.test(whole);
    const isCall = formula[match.index + whole.length] === "(";
    const value = isText || isCall ? undefined : valueOf(name);
    if (value === undefined) continue;
    if (match.index > done) parts.push({ kind: "text", text: formula.slice(done, match.index) });
    parts.push({ kind: "value", name, value });
    done = match.index + whole.length;
  }
  if (done < formula.length) parts.push({ kind: "text", text: formula.slice(done) });
  return parts;
};
