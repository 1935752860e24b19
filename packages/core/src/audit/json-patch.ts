import {
  err,
  fault,
  isObject,
  ok,
  shown,
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

/** A document that is being patched: what it touches is copied once, so that nothing given changes. */
class Patching {
  #document: Json;
  readonly #own = new Set<Json>();

  constructor(document: Json) {
    this.#document = document;
  }

  get document(): Json {
    return this.#document;
  }

  #owned(value: Json | undefined, token: string): Json[] | Draft {
    if (!Array.isArray(value) && !isJsonObject(value)) {
      return refuse(`there is no ${JSON.stringify(token)}`);
    }
    if (this.#own.has(value)) return value as Json[] | Draft;
    const copy: Json[] | Draft = Array.isArray(value)
      ? [...(value as readonly Json[])]
      : copyOf(value as JsonObject);
    this.#own.add(copy);
    return copy;
  }

  /** The holder a pointer's last token is looked up in, as a copy that may be changed. */
  #holder(tokens: readonly string[]): Json[] | Draft {
    // Asked first: a pointer that leads nowhere must not copy anything.
    valueAt(this.#document, tokens.slice(0, -1));
    let holder = this.#owned(this.#document, tokens[0] ?? "");
    this.#document = holder;
    for (const [at, token] of tokens.slice(0, -1).entries()) {
      const inner = this.#owned(childOf(holder, token), tokens[at + 1] ?? "");
      if (Array.isArray(holder)) holder[Number(token)] = inner;
      else put(holder, token, inner);
      holder = inner;
    }
    return holder;
  }

  add(tokens: readonly string[], value: Json): void {
    const token = tokens.at(-1);
    if (token === undefined) {
      this.#document = value;
      return;
    }
    const holder = this.#holder(tokens);
    if (!Array.isArray(holder)) put(holder, token, value);
    else if (token === "-") holder.push(value);
    else holder.splice(indexOf(token, holder.length + 1), 0, value);
  }

  remove(tokens: readonly string[]): void {
    const token = tokens.at(-1);
    if (token === undefined) {
      this.#document = null;
      return;
    }
    const holder = this.#holder(tokens);
    if (Array.isArray(holder)) holder.splice(indexOf(token, holder.length), 1);
    else if (Object.hasOwn(holder, token)) delete holder[token];
    else refuse(`there is no ${JSON.stringify(token)}`);
  }

  replace(tokens: readonly string[], value: Json): void {
    const token = tokens.at(-1);
    if (token === undefined) {
      this.#document = value;
      return;
    }
    const holder = this.#holder(tokens);
    if (Array.isArray(holder)) holder[indexOf(token, holder.length)] = value;
    else if (Object.hasOwn(holder, token)) put(holder, token, value);
    else refuse(`there is no ${JSON.stringify(token)}`);
  }

  /** The value at a pointer, to stand at a second place too: from now on a change of either copies it first. */
  shared(tokens: readonly string[]): Json {
    const value = valueAt(this.#document, tokens);
    const waiting: Json[] = [value];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      // What is inside a value that is not ours is not ours either.
      if (!this.#own.delete(next)) continue;
      for (const inner of Object.values(next as JsonObject)) waiting.push(inner);
    }
    return value;
  }
}

const step = (patching: Patching, operation: unknown): void => {
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
      patching.add(path, value());
      return;
    case "remove":
      patching.remove(path);
      return;
    case "replace":
      patching.replace(path, value());
      return;
    case "move": {
      const from = tokensOf(own("from"));
      const moving = valueAt(patching.document, from);
      const isInside = path.length > from.length && from.every((token, at) => token === path[at]);
      if (isInside) refuse("a value cannot move into itself");
      patching.remove(from);
      patching.add(path, moving);
      return;
    }
    case "copy":
      patching.add(path, patching.shared(tokensOf(own("from"))));
      return;
    case "test":
      if (!jsonEqual(valueAt(patching.document, path), value())) refuse("a test is not met");
      return;
    default:
      refuse(`${shown(own("op"))} is no operation`);
  }
};

/**
 * Applies a JSON Patch (RFC 6902) as a whole or not at all: audit/bad-patch names the first operation that is refused.
 * The document given stays unchanged.
 */
export const jsonPatch = (document: Json, patch: unknown): Result<Json> => {
  if (!Array.isArray(patch))
    return err(fault("audit/bad-patch", "A JSON Patch is a list of operations."));
  const patching = new Patching(document);
  for (const [index, operation] of patch.entries()) {
    try {
      step(patching, operation);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const message = `Operation ${index} of the patch cannot be applied: ${error.message}.`;
      return err(fault("audit/bad-patch", message, [index]));
    }
  }
  return ok(patching.document);
};
