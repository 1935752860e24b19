import type { Json } from "../kernel/index.ts";
import { copyOf, isJsonObject, put, take, type Draft } from "./own.ts";

/** Applies a JSON Merge Patch (RFC 7396): objects merge, null removes, all else replaces. Arguments stay unchanged. */
export const mergePatch = (target: Json, patch: Json): Json => {
  if (!isJsonObject(patch)) return patch;
  const merged: Draft = isJsonObject(target) ? copyOf(target) : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else put(merged, key, mergePatch(take(merged, key) ?? null, value));
  }
  return merged;
};
