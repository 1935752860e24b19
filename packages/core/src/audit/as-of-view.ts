import type { Json, JsonObject } from "../kernel/index.ts";
import { applyDiff } from "./apply.ts";
import { isPast, type Moment, type RecordEvent } from "./as-of.ts";
import type { Change } from "./change.ts";
import type { FieldCatalogue } from "./field.ts";
import { copyOf, put } from "./own.ts";

/** A record as it was, as far as the log still knows. */
export interface RecordView {
  /** Null before the creation and after the deletion. */
  readonly record: JsonObject | null;
  /** Fields of which something was redacted, dropped, omitted or erased since they were last set as a whole, sorted. */
  readonly unknown: readonly string[];
}

const marks = new Set(["$redacted", "$omitted", "$commitment"]);

/** Whether a value holds a mark in place of something. Without recursion, so depth cannot exhaust the stack. */
const isMarked = (value: Json | undefined): boolean => {
  const waiting: (Json | undefined)[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== "object" || next === null) continue;
    for (const [key, inner] of Object.entries(next as JsonObject)) {
      if (marks.has(key)) return true;
      waiting.push(inner);
    }
  }
  return false;
};

const byField = (changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> => {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const [name = ""] = change.path;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [change]);
    else group.push(change);
  }
  return groups;
};

/**
 * A record as it was, like `asOf`, also where the log does not hold every value: marks such as `{"$redacted":"mask"}`
 * stand where values were kept out, and `unknown` names the fields that are not all there. Fields that changed without
 * anything being kept are null and unknown. For showing; only what `asOf` answers may be written back.
 */
export const asOfView = (
  fields: FieldCatalogue,
  events: readonly (RecordEvent & { readonly diff: { readonly dropped?: readonly string[] } })[],
  moment: Moment,
): RecordView => {
  let record: JsonObject | null = null;
  let unknown = new Set<string>();
  let effective = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    effective = Math.max(effective, event.recordedAt);
    if (!isPast(event, effective, moment)) break;
    if (event.op === "delete") {
      record = null;
      unknown = new Set();
      continue;
    }
    if (record === null) unknown = new Set();
    const next: { value: JsonObject } = { value: record ?? {} };
    const hide = (name: string): void => {
      const draft = copyOf(next.value);
      put(draft, name, null);
      next.value = draft;
      unknown.add(name);
    };
    for (const [name, changes] of byField(event.diff.changes)) {
      const applied = applyDiff(fields, next.value, { changes, reversible: true });
      const isWhole = changes.some(({ path, op }) => path.length === 1 && op !== "reorder");
      if (isWhole) unknown.delete(name);
      if (applied.ok) next.value = applied.value;
      else hide(name);
      if (changes.some(({ after }) => isMarked(after))) unknown.add(name);
    }
    // A part of a field is named by its pointer.
    for (const name of event.diff.dropped ?? []) {
      if (name.startsWith("/")) unknown.add(name.split("/")[1] ?? "");
      else hide(name);
    }
    record = next.value;
  }
  return { record, unknown: [...unknown].toSorted() };
};
