import {
  err,
  fault,
  ok,
  type Fault,
  type Json,
  type JsonObject,
  type Result,
} from "../kernel/index.ts";
import type { Change, Diff } from "./change.ts";
import { fieldOf, type DiffField, type FieldCatalogue, type KeyedField } from "./field.ts";
import { segmentOf } from "./keyed.ts";
import { copyOf, isJsonObject, put, take, type Draft } from "./own.ts";

type Reversible = Pick<Diff, "changes" | "reversible">;

/** A place in a record that is being built: an object's key or a keyed list's item. */
type Place =
  | {
      readonly kind: "key";
      readonly holder: Draft;
      readonly key: string;
      readonly field: DiffField;
    }
  | {
      readonly kind: "item";
      readonly list: Json[];
      readonly segment: string;
      readonly field: KeyedField;
    };

const conflict = (path: readonly string[]): Fault =>
  fault(
    "kernel/version-conflict",
    "The record does not have the state this change starts from.",
    path,
  );

const json: DiffField = { type: "json" };

/** Copies what it touches, once; all else is shared with the record it starts from. */
class Building {
  readonly root: Draft;
  readonly #fields: FieldCatalogue;
  readonly #own = new Set<unknown>();
  readonly #indexes = new Map<Json[], Map<string, number>>();

  constructor(fields: FieldCatalogue, record: JsonObject) {
    this.#fields = fields;
    this.root = copyOf(record);
    this.#own.add(this.root);
  }

  /** The place a path leads to; undefined where the record has no such place. */
  place(path: readonly string[]): Place | undefined {
    const [name, ...rest] = path;
    if (name === undefined) return undefined;
    let place: Place = {
      kind: "key",
      holder: this.root,
      key: name,
      field: fieldOf(this.#fields, name),
    };
    for (const segment of rest) {
      const next = this.#step(place, segment);
      if (next === undefined) return undefined;
      place = next;
    }
    return place;
  }

  #step(place: Place, segment: string): Place | undefined {
    if (place.kind === "item") {
      const at = this.indexOf(place);
      const item = at < 0 ? undefined : place.list[at];
      if (!isJsonObject(item)) return undefined;
      const holder = this.#owned(item);
      place.list[at] = holder;
      return { kind: "key", holder, key: segment, field: fieldOf(place.field.fields, segment) };
    }
    const { holder, key, field } = place;
    const value = take(holder, key);
    if (field.type === "keyed") {
      const isEmpty = value === undefined || value === null || value === "";
      if (!isEmpty && !Array.isArray(value)) return undefined;
      const list = this.#ownedList(isEmpty ? [] : (value as readonly Json[]));
      put(holder, key, list);
      return { kind: "item", list, segment, field };
    }
    if (field.type !== "json" || !isJsonObject(value)) return undefined;
    const inner = this.#owned(value);
    put(holder, key, inner);
    return { kind: "key", holder: inner, key: segment, field: json };
  }

  #owned(object: JsonObject): Draft {
    if (this.#own.has(object)) return object as Draft;
    const copy = copyOf(object);
    this.#own.add(copy);
    return copy;
  }

  #ownedList(list: readonly Json[]): Json[] {
    if (this.#own.has(list)) return list as Json[];
    const copy = [...list];
    this.#own.add(copy);
    return copy;
  }

  /** Position of an item in its list, -1 where it is not. */
  indexOf({ list, segment, field }: Place & { kind: "item" }): number {
    let index = this.#indexes.get(list);
    if (index === undefined) {
      index = new Map(list.map((item, at) => [segmentOf(field, item) ?? "", at]));
      this.#indexes.set(list, index);
    }
    return index.get(segment) ?? -1;
  }

  /** To be called when the order or number of a list's items changed. */
  moved(list: Json[]): void {
    this.#indexes.delete(list);
  }
}

const removeKey = (place: Place & { kind: "key" }): boolean => {
  if (!Object.hasOwn(place.holder, place.key)) return false;
  delete place.holder[place.key];
  return true;
};

const reorder = (building: Building, path: readonly string[], order: readonly Json[]): boolean => {
  // A step to any item gives the list itself, as a copy that may be changed.
  const inside = building.place([...path, "#"]);
  if (inside?.kind !== "item") return false;
  const { list, field } = inside;
  const bySegment = new Map(list.map((item) => [segmentOf(field, item), item]));
  const sorted = order.map((segment) => bySegment.get(String(segment)));
  if (sorted.length !== list.length || sorted.includes(undefined)) return false;
  for (const [at, item] of sorted.entries()) list[at] = item as Json;
  building.moved(list);
  return true;
};

/** Puts items at their positions in the new list, those without one at its end: one walk, whatever their number. */
const insertAll = (list: Json[], added: readonly Change[]): void => {
  const kept = list.splice(0);
  const placed = added.filter(({ index }) => index !== undefined);
  const sorted = placed.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0));
  let from = 0;
  for (const { index = 0, after = null } of sorted) {
    while (list.length < index && from < kept.length) {
      list.push(kept[from] as Json);
      from += 1;
    }
    list.push(after);
  }
  for (; from < kept.length; from += 1) list.push(kept[from] as Json);
  for (const { index, after = null } of added) if (index === undefined) list.push(after);
};

/**
 * Values and json keys first, then keyed items: out, into their new order, in by ascending position. So positions count in
 * the new list, where they were taken.
 */
const run = (building: Building, changes: readonly Change[]): Fault | undefined => {
  const out: (Place & { kind: "item" })[] = [];
  const into: { place: Place & { kind: "item" }; change: Change }[] = [];
  for (const change of changes) {
    if (change.op === "reorder") continue;
    const place = building.place(change.path);
    if (place === undefined) return conflict(change.path);
    if (place.kind === "item") {
      if (change.op === "remove") out.push(place);
      else if (change.op === "add") into.push({ place, change });
      else return conflict(change.path);
    } else if (change.op === "remove") {
      if (!removeKey(place)) return conflict(change.path);
    } else {
      put(place.holder, place.key, change.after ?? null);
    }
  }
  const leaving = new Map<Json[], Set<number>>();
  for (const place of out) {
    const at = building.indexOf(place);
    if (at < 0) return conflict([place.segment]);
    leaving.set(place.list, (leaving.get(place.list) ?? new Set()).add(at));
  }
  for (const [list, positions] of leaving) {
    const kept = list.filter((_, at) => !positions.has(at));
    list.length = 0;
    for (const item of kept) list.push(item);
    building.moved(list);
  }
  for (const { op, path, after } of changes) {
    if (op !== "reorder") continue;
    if (!reorder(building, path, Array.isArray(after) ? after : [])) return conflict(path);
  }
  const entering = new Map<Json[], Change[]>();
  for (const { place, change } of into) {
    const known = entering.get(place.list);
    if (known === undefined) entering.set(place.list, [change]);
    else known.push(change);
  }
  for (const [list, added] of entering) insertAll(list, added);
  return undefined;
};

const inverse = ({ path, op, before, after, index }: Change): Change => {
  const at = index === undefined ? {} : { index };
  switch (op) {
    case "add":
      return { path, op: "remove", before: after ?? null, ...at };
    case "remove":
      return { path, op: "add", after: before ?? null, ...at };
    case "set":
    case "reorder":
      return { path, op, before: after ?? null, after: before ?? null };
    default:
      return op satisfies never;
  }
};

const applied = (
  fields: FieldCatalogue,
  record: JsonObject | null,
  reversible: boolean,
  changes: readonly Change[],
): Result<JsonObject> => {
  if (!reversible) {
    return err(
      fault("audit/irreversible", "Values of this change were redacted, dropped or left out."),
    );
  }
  const building = new Building(fields, record ?? {});
  const failed = run(building, changes);
  return failed === undefined ? ok(building.root) : err(failed);
};

/**
 * The state after a diff, from the state before it. Neither is changed. Faults: audit/irreversible where values are
 * missing from the diff, kernel/version-conflict where the record is not the one it was taken from.
 */
export const applyDiff = (
  fields: FieldCatalogue,
  record: JsonObject | null,
  { changes, reversible }: Reversible,
): Result<JsonObject> => applied(fields, record, reversible, changes);

/** The state before a diff, from the state after it; the same faults as `applyDiff`. */
export const revertDiff = (
  fields: FieldCatalogue,
  record: JsonObject | null,
  { changes, reversible }: Reversible,
): Result<JsonObject> => applied(fields, record, reversible, changes.map(inverse));
