import {
  canonicalJson,
  ok,
  type Json,
  type JsonObject,
  type PathSegment,
  type RandomBytes,
  type Result,
} from "../../kernel/index.ts";
import { copyOf, isJsonObject, put, take } from "../own.ts";
import { commitTo, isOpening, saltBytes, type OpenValue } from "./commitment.ts";
import { toHex } from "./hex.ts";

/** An event without personal values, and those values. */
export interface Committed {
  readonly event: JsonObject;
  readonly values: readonly OpenValue[];
}

const key = "$commitment";

const childOf = (holder: Json, segment: PathSegment): Json | undefined => {
  if (Array.isArray(holder)) return (holder as readonly Json[])[Number(segment)];
  return isJsonObject(holder) ? take(holder, String(segment)) : undefined;
};

/** The value with the one at the path replaced; what is on the way is copied. */
const replaced = (value: Json, path: readonly PathSegment[], at: number, by: Json): Json => {
  const segment = path[at];
  if (segment === undefined) return by;
  const inner = replaced(childOf(value, segment) ?? null, path, at + 1, by);
  if (Array.isArray(value)) return (value as readonly Json[]).with(Number(segment), inner);
  const copy = copyOf(value as JsonObject);
  put(copy, String(segment), inner);
  return copy;
};

/**
 * Replaces the values at the paths by `{"$commitment": hex}` and hands them out. What is null or not there is skipped: an
 * empty value says nothing of a person. A path inside another one comes first. kernel/not-canonical as `canonicalJson`.
 */
export const commitValues = (
  event: JsonObject,
  paths: readonly (readonly PathSegment[])[],
  random: RandomBytes,
): Result<Committed> => {
  let sealed: Json = event;
  const values: OpenValue[] = [];
  for (const path of paths) {
    let value: Json | undefined = sealed;
    for (const segment of path) value = value === undefined ? undefined : childOf(value, segment);
    if (value === undefined || value === null) continue;
    const text = canonicalJson(value);
    if (!text.ok) return text;
    const salt = random(saltBytes);
    const commitment = commitTo(salt, text.value);
    values.push({ commitment, salt: toHex(salt), value: text.value });
    sealed = replaced(sealed, path, 0, { [key]: commitment });
  }
  return ok({ event: sealed as JsonObject, values });
};

const commitmentIn = (value: Json): string | undefined => {
  if (!isJsonObject(value) || Object.keys(value).length !== 1) return undefined;
  const held = take(value, key);
  return typeof held === "string" ? held : undefined;
};

/**
 * The value with every commitment replaced by what was committed to, where that is known and true; commitments to erased
 * values, and those with a false opening, stay as they are.
 */
export const openValues = (value: Json, known: ReadonlyMap<string, OpenValue>): Json => {
  const commitment = commitmentIn(value);
  if (commitment !== undefined) {
    const opening = known.get(commitment);
    const isTrue = opening?.commitment === commitment && isOpening(opening);
    return isTrue ? (JSON.parse(opening.value) as Json) : value;
  }
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((inner) => openValues(inner, known));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, openValues(inner, known)]),
  );
};
