import {
  canonicalJson,
  err,
  fault,
  ok,
  type Fault,
  type Json,
  type Result,
} from "../../kernel/index.ts";

const badJson = (why: string): Fault =>
  fault("audit/bad-json", `The text cannot be put into its canonical form: ${why}.`);

const membersHeld = (value: unknown): number => {
  let count = 0;
  // A list of its own instead of recursion: the depth of hostile text is no depth of our stack.
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== "object" || next === null) continue;
    const inner: readonly unknown[] = Object.values(next);
    if (!Array.isArray(next)) count += inner.length;
    for (const one of inner) waiting.push(one);
  }
  return count;
};

// Valid JSON has exactly one colon outside a string for each member as written.
const membersWritten = (text: string): number =>
  text.replaceAll(/"(?:[^"\\]|\\.)*"/gs, "").split(":").length - 1;

/**
 * The value of JSON text, read strictly: every reader must see the same value in it. audit/bad-json for what is no JSON
 * and for an object that has a member twice.
 */
export const readStrictJson = (text: string): Result<Json> => {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return err(badJson("it is no JSON"));
  }
  return membersHeld(value) === membersWritten(text)
    ? ok(value)
    : err(badJson("an object has a member twice"));
};

/**
 * The canonical form (RFC 8785) of JSON text. Refuses what two readers may read differently: audit/bad-json for bad JSON
 * and members that are there twice, kernel/not-canonical for lone surrogates, numbers beyond a double and more than 1,000
 * levels.
 */
export const canonicalText = (text: string): Result<string> => {
  const value = readStrictJson(text);
  return value.ok ? canonicalJson(value.value) : value;
};
