/** Sorts surrogates behind the rest of the basic plane, as code points and UTF-8 bytes do and UTF-16 units do not. */
const rank = (unit: number): number =>
  unit < 0xd800 ? unit : unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;

/** Negative, zero or positive as `a` comes before, with or after `b` by Unicode code point; SQLite's BINARY order. */
export const compareCodePoints = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
};
