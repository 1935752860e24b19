import type { Json, JsonObject } from "../kernel/index.ts";
import { copyOf, isJsonObject, put, take, type Draft } from "./own.ts";

const begin = (from: Json | undefined): Draft => (isJsonObject(from) ? copyOf(from) : {});

/** Applies a JSON Merge Patch (RFC 7396): objects merge, null removes, all else replaces. Arguments stay unchanged. */
export const mergePatch = (target: Json, patch: Json): Json => {
  if (!isJsonObject(patch)) return patch;
  const merged = begin(target);
  // A list of what is left instead of recursion: nesting, however deep, cannot exhaust the stack.
  const waiting: [into: Draft, patch: JsonObject][] = [[merged, patch]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [into, changes] = next;
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) delete into[key];
      else if (!isJsonObject(value)) put(into, key, value);
      else {
        const inner = begin(take(into, key));
        put(into, key, inner);
        waiting.push([inner, value]);
      }
    }
  }
  return merged;
};
