/**
 * JSON text without a duplicate key in any object, or undefined. A duplicate key lets two readers of one signed token
 * see two different values, so tokens are read by this and not by `JSON.parse` alone.
 */
export const parseStrictJson = (text: string): unknown => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return countKeys(value) === countWrittenKeys(text) ? value : undefined;
};

const countKeys = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + 1 + countKeys(item), 0);
};

// Valid JSON has exactly one colon outside a string for each member as written.
const countWrittenKeys = (text: string): number =>
  text.replaceAll(/"(?:[^"\\]|\\.)*"/gs, "").split(":").length - 1;
