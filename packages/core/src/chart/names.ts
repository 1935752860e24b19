// What has no glyph would be drawn as a box or break a line; direction marks could turn the text around it.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu;

/** A name on one line, at most `longest` characters of it; whole characters, never half an emoji. */
export const shortName = (name: string, longest: number): string => {
  // Beyond this nothing can be seen, and splitting it would cost.
  const text = name
    .slice(0, longest * 8)
    .replace(unseen, " ")
    .trim();
  const characters = [...text];
  return characters.length > longest || name.length > longest * 8
    ? `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`
    : text;
};

/** Names as a legend needs them: short and each its own, the second of equals with a number. */
export const distinctNames = (names: readonly string[], longest: number): string[] => {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const short = shortName(name, longest);
    const count = (seen.get(short) ?? 0) + 1;
    seen.set(short, count);
    return count === 1 ? short : `${short} (${count})`;
  });
};

/**
 * A text that a template leaves as it is: ECharts reads `{b}` as the name and `{style|text}` as a style. A word joiner
 * (U+2060), which has no width, breaks both.
 */
export const literal = (text: string): string => text.replaceAll("{", "{\u2060");
