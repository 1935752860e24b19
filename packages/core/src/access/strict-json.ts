import { isObject } from "../kernel/index.ts";

/** A JSON object as it was read; nothing is known of its members. */
export type Claims = Readonly<Record<string, unknown>>;

const escapes: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => `%${byte.toString(16).padStart(2, "0")}`,
);

// The language's own strict reader of UTF-8: it refuses overlong forms, surrogates and what is cut off.
const decodeUtf8 = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += escapes[byte];
  return decodeURIComponent(text);
};

const membersHeld = (value: unknown): number => {
  let count = 0;
  // A list of its own instead of recursion: the depth of hostile text is no depth of our stack.
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== "object" || next === null) continue;
    const inner: readonly unknown[] = Object.values(next);
    if (!Array.isArray(next)) count += inner.length;
    waiting.push(...inner);
  }
  return count;
};

// Valid JSON has exactly one colon outside a string for each member as written.
const membersWritten = (text: string): number =>
  text.replaceAll(/"(?:[^"\\]|\\.)*"/gs, "").split(":").length - 1;

/**
 * The JSON object that the bytes hold as UTF-8 without a byte order mark; undefined for anything else and when any
 * object in it has a member twice. A doubled member lets two readers of one signed token see two different values.
 */
export const readStrictObject = (bytes: Uint8Array): Claims | undefined => {
  try {
    const text = decodeUtf8(bytes);
    const value: unknown = JSON.parse(text);
    return isObject(value) && membersHeld(value) === membersWritten(text) ? value : undefined;
  } catch {
    return undefined;
  }
};
