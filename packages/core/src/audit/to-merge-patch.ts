import { err, fault, ok, type Json, type JsonObject, type Result } from "../kernel/index.ts";
import { applyDiff } from "./apply.ts";
import type { Diff } from "./change.ts";
import type { FieldCatalogue } from "./field.ts";
import { jsonEqual } from "./json-equal.ts";
import { isJsonObject, put, take, type Draft } from "./own.ts";

/** Deeper members are replaced as a whole, so that hostile nesting cannot exhaust the stack. */
const deepest = 500;

/** Whether an object has a member that is null: a merge patch would remove it instead. */
const holdsNull = (value: Json): boolean => {
  const waiting: Json[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (!isJsonObject(next)) continue;
    for (const member of Object.values(next)) {
      if (member === null) return true;
      waiting.push(member);
    }
  }
  return false;
};

/** The patch from one value to another; undefined where RFC 7396 cannot say it. */
const between = (before: Json | undefined, after: Json, level: number): Json | undefined => {
  if (!isJsonObject(after)) return after;
  // An object merges into what is there; in place of anything else it begins empty.
  if (!isJsonObject(before) || level > deepest) {
    return isJsonObject(before) || holdsNull(after) ? undefined : after;
  }
  const patch: Draft = {};
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) put(patch, key, null);
  for (const [key, value] of Object.entries(after)) {
    const old = take(before, key);
    if (old !== undefined && jsonEqual(old, value)) continue;
    // Null within json is a value, and a merge patch has no word for it.
    const part = value === null ? undefined : between(old, value, level + 1);
    if (part === undefined) return undefined;
    put(patch, key, part);
  }
  return patch;
};

/**
 * A diff as a JSON Merge Patch (RFC 7396) that leads from the record before it to the record after it, under the equality
 * of the fields' types. Lists are replaced as a whole. Faults as `applyDiff`, and audit/not-mergeable where json gets a
 * member that is null, which a merge patch cannot say.
 */
export const toMergePatch = (
  fields: FieldCatalogue,
  before: JsonObject | null,
  found: Pick<Diff, "changes" | "reversible">,
): Result<JsonObject> => {
  const applied = applyDiff(fields, before, found);
  if (!applied.ok) return err(applied.error);
  const patch: Draft = {};
  for (const name of new Set(found.changes.map(({ path }) => path[0] ?? ""))) {
    const after = take(applied.value, name) ?? null;
    const part = after === null ? null : between(take(before ?? {}, name), after, 1);
    if (part === undefined) {
      const message = `A merge patch cannot set a member of ${name} to null.`;
      return err(fault("audit/not-mergeable", message, [name]));
    }
    put(patch, name, part);
  }
  return ok(patch);
};
