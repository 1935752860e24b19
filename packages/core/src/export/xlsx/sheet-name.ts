const longest = 31;

/** What a sheet name may not hold: the characters of references, controls, and lone surrogates. */
const refused =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[[\]:*?/\\\u0000-\u001F\u007F-\u009F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const loneAtEnd = /[\uD800-\uDBFF]$/;

const cut = (text: string, length: number): string =>
  text.slice(0, Math.max(0, length)).replace(loneAtEnd, "");

const trimmed = (text: string): string =>
  text.replace(/^['\s]+/, "").replace(/(?<!['\s])['\s]+$/, "");

/** Names of sheets that Excel takes: unique without regard to case, at most 31 characters, none of its reserved ones. */
export const sheetNames = (): ((title: string) => string) => {
  // "History" is the sheet of tracked changes.
  const taken = new Set(["history"]);
  return (title) => {
    const base = trimmed(cut(trimmed(title.replace(refused, "_")), longest)) || "Sheet";
    for (let count = 1; ; count += 1) {
      const suffix = count === 1 ? "" : ` (${count})`;
      const name = trimmed(cut(base, longest - suffix.length)) + suffix;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  };
};

/** The name as formulas and defined names write it. */
export const quotedSheet = (name: string): string => `'${name.replaceAll("'", "''")}'`;
