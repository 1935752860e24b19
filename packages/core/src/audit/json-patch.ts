import {
  err,
  fault,
  isObject,
  ok,
  type Json,
  type JsonObject,
  type Result,
} from "../kernel/index.ts";
import { jsonEqual } from "./json-equal.ts";
import { copyOf, isJsonObject, put, take, type Draft } from "./own.ts";

/** Thrown inside this file only, and turned into a fault at its door. */
class Refusal extends Error {}

const refuse = (why: string): never => {
  throw new Refusal(why);
};

const tokensOf = (pointer: unknown): readonly string[] => {
  if (typeof pointer !== "string") return refuse("a pointer is missing");
  if (pointer === "") return [];
  if (!pointer.startsWith("/") || /~(?![01])/.test(pointer)) {
    return refuse(`${JSON.stringify(pointer)} is no JSON pointer`);
  }
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
};

/** An index below `limit`; leading zeros, signs and other numerals are none (RFC 6901 section 4). */
const indexOf = (token: string, limit: number): number => {
  const index = /^(?:0|[1-9]\d*)$/.test(token) ? Number(token) : limit;
  return index < limit ? index : refuse(`${JSON.stringify(token)} is no index here`);
};

const childOf = (holder: Json | undefined, token: string): Json => {
  if (Array.isArray(holder))
    return (holder as readonly Json[])[indexOf(token, holder.length)] as Json;
  const child = isJsonObject(holder) ? take(holder, token) : undefined;
  return child === undefined ? refuse(`there is no ${JSON.stringify(token)}`) : child;
};

const valueAt = (document: Json, tokens: readonly string[]): Json => {
  let value = document;
  for (const token of tokens) value = childOf(value, token);
  return value;
};

/** The document with one holder changed; holders on the way are copied, so that nothing given is touched. */
const changed = (
  document: Json,
  tokens: readonly string[],
  change: (holder: Json[] | Draft, token: string) => void,
): Json => {
  const [token, ...rest] = tokens;
  if (token === undefined) return refuse("the whole document has no holder");
  const isList = Array.isArray(document);
  if (!isList && !isJsonObject(document)) return refuse(`there is no ${JSON.stringify(token)}`);
  const copy: Json[] | Draft = isList
    ? [...(document as readonly Json[])]
    : copyOf(document as JsonObject);
  if (rest.length === 0) {
    change(copy, token);
    return copy;
  }
  const child = changed(childOf(document, token), rest, change);
  if (Array.isArray(copy)) copy[Number(token)] = child;
  else put(copy, token, child);
  return copy;
};

const add = (document: Json, tokens: readonly string[], value: Json): Json => {
  if (tokens.length === 0) return value;
  return changed(document, tokens, (holder, token) => {
    if (!Array.isArray(holder)) put(holder, token, value);
    else if (token === "-") holder.push(value);
    else holder.splice(indexOf(token, holder.length + 1), 0, value);
  });
};

const remove = (document: Json, tokens: readonly string[]): Json => {
  if (tokens.length === 0) return null;
  return changed(document, tokens, (holder, token) => {
    if (Array.isArray(holder)) holder.splice(indexOf(token, holder.length), 1);
    else if (Object.hasOwn(holder, token)) delete holder[token];
    else refuse(`there is no ${JSON.stringify(token)}`);
  });
};

const replace = (document: Json, tokens: readonly string[], value: Json): Json => {
  if (tokens.length === 0) return value;
  return changed(document, tokens, (holder, token) => {
    if (Array.isArray(holder)) holder[indexOf(token, holder.length)] = value;
    else if (Object.hasOwn(holder, token)) put(holder, token, value);
    else refuse(`there is no ${JSON.stringify(token)}`);
  });
};

const step = (document: Json, operation: unknown): Json => {
  if (!isObject(operation)) return refuse("an operation is an object");
  const own = (key: string): unknown =>
    Object.hasOwn(operation, key) ? operation[key] : undefined;
  const path = tokensOf(own("path"));
  const value = (): Json => {
    const given = own("value");
    return given === undefined ? refuse("a value is missing") : (given as Json);
  };
  switch (own("op")) {
    case "add":
      return add(document, path, value());
    case "remove":
      return remove(document, path);
    case "replace":
      return replace(document, path, value());
    case "move": {
      const from = tokensOf(own("from"));
      const moving = valueAt(document, from);
      const isInside = path.length > from.length && from.every((token, at) => token === path[at]);
      if (isInside) return refuse("a value cannot move into itself");
      return add(remove(document, from), path, moving);
    }
    case "copy":
      return add(document, path, valueAt(document, tokensOf(own("from"))));
    case "test":
      return jsonEqual(valueAt(document, path), value()) ? document : refuse("a test is not met");
    default:
      return refuse(`${JSON.stringify(own("op"))} is no operation`);
  }
};

/**
 * Applies a JSON Patch (RFC 6902) as a whole or not at all: audit/bad-patch names the first operation that is refused.
 * The document given stays unchanged.
 */
export const jsonPatch = (document: Json, patch: unknown): Result<Json> => {
  if (!Array.isArray(patch))
    return err(fault("audit/bad-patch", "A JSON Patch is a list of operations."));
  let current = document;
  for (const [index, operation] of patch.entries()) {
    try {
      current = step(current, operation);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const message = `Operation ${index} of the patch cannot be applied: ${error.message}.`;
      return err(fault("audit/bad-patch", message, [index]));
    }
  }
  return ok(current);
};
