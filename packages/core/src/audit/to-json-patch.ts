import { err, ok, pointerOf, type Json, type JsonObject, type Result } from "../kernel/index.ts";
import { applyDiff } from "./apply.ts";
import type { Diff } from "./change.ts";
import { fieldOf, type DiffField, type FieldCatalogue } from "./field.ts";
import { segmentOf } from "./keyed.ts";
import { isJsonObject, take } from "./own.ts";

/** An operation of RFC 6902. */
export type PatchOperation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string };

type Keys = readonly (string | number)[];

/** The steps of a patch's pointer, with the positions of items in place of their keys; undefined where they lead nowhere. */
const keysOf = (
  fields: FieldCatalogue,
  record: JsonObject,
  path: readonly string[],
): Keys | undefined => {
  const keys: (string | number)[] = [];
  let holder: Json | undefined = record;
  let field: DiffField = { type: "keyed", key: "", fields };
  for (const [at, segment] of path.entries()) {
    if (at > 0 && field.type === "keyed" && Array.isArray(holder)) {
      const keyed = field;
      const list = holder as readonly Json[];
      const index = list.findIndex((item) => segmentOf(keyed, item) === segment);
      if (index < 0) return undefined;
      keys.push(index);
      holder = list[index];
      continue;
    }
    keys.push(segment);
    field = field.type === "keyed" ? fieldOf(field.fields, segment) : { type: "json" };
    holder = isJsonObject(holder) ? take(holder, segment) : undefined;
  }
  return keys;
};

const put = (record: JsonObject, keys: Keys, value: Json): PatchOperation => {
  let holder: Json | undefined = record;
  for (const key of keys.slice(0, -1)) {
    if (Array.isArray(holder)) holder = (holder as readonly Json[])[Number(key)];
    else holder = isJsonObject(holder) ? take(holder, String(key)) : undefined;
  }
  const last = String(keys.at(-1) ?? "");
  const isThere = isJsonObject(holder) && take(holder, last) !== undefined;
  return { op: isThere ? "replace" : "add", path: pointerOf(keys), value };
};

/** So many changes of one list are no shorter than the list. */
const mostItems = 200;

/**
 * Whether changes of a list are told item by item: not where order counts, since positions would move, nor where there
 * are too many or they are within lists of items.
 */
const isItemwise = (before: Json | undefined, changes: Diff["changes"]): boolean =>
  Array.isArray(before) &&
  changes.length <= mostItems &&
  !changes.some(
    ({ op, index, path }) => op === "reorder" || index !== undefined || path.length > 3,
  );

/**
 * A diff as a JSON Patch (RFC 6902) that leads from the record before it to the record after it, under the equality of
 * the fields' types. Items of keyed lists are named by their positions; a list whose order counts is replaced as a whole.
 * Faults as `applyDiff`.
 */
export const toJsonPatch = (
  fields: FieldCatalogue,
  before: JsonObject | null,
  found: Pick<Diff, "changes" | "reversible">,
): Result<readonly PatchOperation[]> => {
  const applied = applyDiff(fields, before, found);
  if (!applied.ok) return err(applied.error);
  const record = before ?? {};
  const values: PatchOperation[] = [];
  const leaving: { keys: Keys; path: string }[] = [];
  const coming: PatchOperation[] = [];
  const groups = new Map<string, Diff["changes"][number][]>();
  for (const change of found.changes) {
    const [name = ""] = change.path;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [change]);
    else group.push(change);
  }
  for (const [name, changes] of groups) {
    const isKeyed = fieldOf(fields, name).type === "keyed";
    const isInside = isKeyed && changes.some(({ path, op }) => path.length > 1 || op === "reorder");
    if (isInside && !isItemwise(take(record, name), changes)) {
      values.push(put(record, [name], take(applied.value, name) ?? null));
      continue;
    }
    for (const { path, op, after = null } of changes) {
      const isItem = isKeyed && path.length === 2;
      if (isItem && op === "add") {
        coming.push({ op: "add", path: `${pointerOf([name])}/-`, value: after });
        continue;
      }
      const keys = keysOf(fields, record, path) ?? path;
      if (op !== "remove") values.push(put(record, keys, after));
      else if (isItem) leaving.push({ keys, path: pointerOf(keys) });
      else values.push({ op: "remove", path: pointerOf(keys) });
    }
  }
  // From the end, so that no item moves before it is its turn.
  const gone = leaving.toSorted((a, b) => Number(b.keys.at(-1)) - Number(a.keys.at(-1)));
  const removals = gone.map(({ path }): PatchOperation => ({ op: "remove", path }));
  return ok([...values, ...removals, ...coming]);
};
