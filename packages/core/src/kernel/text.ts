const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Whether the text is sound Unicode, without lone surrogates, so that UTF-8 and databases can hold it. */
export const isWellFormed = (text: string): boolean => !loneSurrogate.test(text);

/** The text, or its first `most` UTF-16 units and an ellipsis: messages name values of any size. */
export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;

const mostShown = 60;
const mostMembers = 8;

const written = (value: unknown, levels: number): string => {
  if (typeof value === "string") return JSON.stringify(shortened(value, mostShown));
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (levels === 0) return "…";
  if (Array.isArray(value)) {
    const items = value.slice(0, mostMembers).map((item) => written(item, levels - 1));
    return `[${items.join(",")}]`;
  }
  const members = Object.entries(value).slice(0, mostMembers);
  return `{${members.map(([key, one]) => `${written(key, 0)}:${written(one, levels - 1)}`).join(",")}}`;
};

/**
 * A value as a message names it: JSON where that is short, else its beginning. Any value has such a name, also what JSON
 * cannot say, nested however deep.
 */
export const shown = (value: unknown): string => shortened(written(value, 3), mostShown);
