/** What is wrong with the shape of a JSON text, if anything. */
export type ShapeFault = "too-deep" | "too-many" | "repeated-key";

const quote = 34;
const backslash = 92;
const colon = 58;

/** The end of the string that begins before `from`: the place after its closing quote. */
const stringEnd = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
    at += 1;
    if (slashes % 2 === 0) return at;
  }
};

/** How many members the objects of a JSON text have as it is written. Each has one colon outside of strings. */
const writtenKeys = (text: string): number => {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === colon) count += 1;
    else if (sign === quote) at = stringEnd(text, at + 1) - 1;
  }
  return count;
};

/**
 * Checks a JSON text and the value it was parsed to. A key that stands twice in an object is found by counting: the text
 * then has more members than the value, of which parsers keep the last (and others the first, which is how two of them
 * come to disagree on what was signed or checked). One pass over each.
 */
export const shapeFault = (
  text: string,
  value: unknown,
  most: { readonly depth: number; readonly keys: number },
): ShapeFault | undefined => {
  let members = 0;
  let keys = 0;
  const walk = (one: unknown, depth: number): ShapeFault | undefined => {
    if (typeof one !== "object" || one === null) return undefined;
    if (depth > most.depth) return "too-deep";
    let inside: readonly unknown[];
    if (Array.isArray(one)) inside = one;
    else {
      inside = Object.values(one);
      keys += inside.length;
    }
    members += inside.length;
    if (members > most.keys) return "too-many";
    for (const member of inside) {
      const found = walk(member, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return walk(value, 1) ?? (writtenKeys(text) > keys ? "repeated-key" : undefined);
};
