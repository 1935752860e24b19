import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import type { Json, JsonObject } from "../kernel/index.ts";
import type { Change, Diff } from "./change.ts";
import { canonicalOf, digestOf } from "./digest.ts";
import { eachDifference } from "./each-difference.ts";
import { fieldOf, type DiffField, type FieldCatalogue, type KeyedField } from "./field.ts";
import { jsonEqual } from "./json-equal.ts";
import { itemsOf, segmentOfKey } from "./keyed.ts";
import { emptied, membersOf, normalOf } from "./normal.ts";
import { copyOf, isJsonObject, put, take } from "./own.ts";

/** How a field is kept out of the log: a mark, a salted digest, or nothing at all. */
export type Redaction = "mask" | "hash" | "drop";

export interface DiffOptions {
  /** Names of referred records by field and id, as they are at the time of the act. */
  readonly labels?: { readonly [field: string]: { readonly [id: string]: string } };
  readonly redact?: { readonly [field: string]: Redaction };
  /** Key of the digests, as hexadecimal text; wanted when a field is redacted by `hash`. */
  readonly salt?: string;
  /** A value whose canonical JSON is longer than this many bytes is kept as size and digest only. */
  readonly maxValueBytes?: number;
}

/** Deeper json is compared as a whole, so that hostile nesting cannot exhaust the stack. */
const deepest = 500;

const masked = (kind: "secret" | "mask"): JsonObject => ({ $redacted: kind });

const ownOf = <T>(object: { readonly [key: string]: T } | undefined, key: string): T | undefined =>
  object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;

/** Texts that have one writing only: ASCII without CR. */
const hasWritings = /[\r\u0080-\uffff]/;

/** Whether unequal values of a type are known to be different without their normal forms, which cost more. */
const plainlyDiffer = ({ type }: DiffField, before: Json, after: Json): boolean => {
  if (typeof before === "number" && typeof after === "number") return true;
  if (typeof before !== "string" || typeof after !== "string") return false;
  if (type === "date") return before.length === 10 && after.length === 10;
  if (type === "reference") return true;
  const isText = type === "text" || type === "select" || type === "richtext";
  return isText && !hasWritings.test(before) && !hasWritings.test(after);
};

const sameValue = (field: DiffField, before: Json, after: Json): boolean => {
  if (before === after) return true;
  if (before === null || after === null || plainlyDiffer(field, before, after)) return false;
  return jsonEqual(normalOf(field, before), normalOf(field, after));
};

/** One run over two states; the path is a stack, copied only where a change is written. */
class Comparison {
  readonly changes: Change[] = [];
  readonly dropped: string[] = [];
  reversible = true;
  readonly #path: string[] = [];
  readonly #options: DiffOptions;

  constructor(options: DiffOptions) {
    this.#options = options;
  }

  record(fields: FieldCatalogue, before: JsonObject, after: JsonObject): void {
    eachDifference(before, after, (name, one, other) => {
      this.#field(name, fieldOf(fields, name), one, other);
    });
  }

  #field(name: string, field: DiffField, one: Json | undefined, other: Json | undefined): void {
    const before = emptied(field, one);
    const after = emptied(field, other);
    if (before === after) return;
    const isTop = this.#path.length === 0;
    const redaction = isTop ? ownOf(this.#options.redact, name) : undefined;
    this.#path.push(name);
    if (redaction === "drop" || (redaction !== undefined && field.type !== "secret")) {
      this.#redacted(name, field, before, after, redaction);
    } else {
      this.#value(field, before, after, isTop ? ownOf(this.#options.labels, name) : undefined);
    }
    this.#path.pop();
  }

  #redacted(name: string, field: DiffField, before: Json, after: Json, redaction: Redaction): void {
    const probe = new Comparison({});
    probe.#path.push(name);
    probe.#value(field, before, after, undefined);
    if (probe.changes.length === 0) return;
    this.reversible = false;
    if (redaction === "drop") {
      this.dropped.push(name);
      return;
    }
    const hide = (value: Json): Json => {
      if (value === null) return null;
      return redaction === "mask" ? masked("mask") : digestOf(field, value, this.#options.salt);
    };
    this.changes.push({
      path: [...this.#path],
      op: "set",
      before: hide(before),
      after: hide(after),
    });
  }

  #value(
    field: DiffField,
    before: Json,
    after: Json,
    labels: { readonly [id: string]: string } | undefined,
  ): void {
    switch (field.type) {
      case "json":
        this.#json(before, after);
        return;
      case "keyed":
        this.#keyed(field, before, after);
        return;
      case "secret":
        if (jsonEqual(before, after)) return;
        this.reversible = false;
        this.changes.push({
          path: [...this.#path],
          op: "set",
          before: before === null ? null : masked("secret"),
          after: after === null ? null : masked("secret"),
        });
        return;
      default:
    }
    if (sameValue(field, before, after)) return;
    if (field.type === "multiselect") {
      const [old, now] = [membersOf(before), membersOf(after)];
      const [oldSet, nowSet] = [new Set(old), new Set(now)];
      this.#set(before, after, {
        added: now.filter((member) => !oldSet.has(member)),
        removed: old.filter((member) => !nowSet.has(member)),
      });
    } else if (field.type === "reference") {
      const label = (id: Json): string | null =>
        typeof id === "object" ? null : (ownOf(labels, String(id)) ?? null);
      this.#set(before, after, { beforeLabel: label(before), afterLabel: label(after) });
    } else {
      this.#set(before, after);
    }
  }

  #json(before: Json, after: Json): void {
    if (before === after) return;
    if (!isJsonObject(before) || !isJsonObject(after) || this.#path.length > deepest) {
      if (!jsonEqual(before, after)) this.#set(before, after);
      return;
    }
    eachDifference(before, after, (key, old, now) => {
      this.#path.push(key);
      if (now === undefined) this.#remove(old as Json);
      else if (old === undefined) this.#add(now);
      else this.#json(old, now);
      this.#path.pop();
    });
  }

  #keyed(field: KeyedField, before: Json, after: Json): void {
    const [old, now] = [itemsOf(field, before), itemsOf(field, after)];
    if (old === undefined || now === undefined) {
      if (jsonEqual(before, after)) return;
      this.#set(this.#withoutSecrets(field, before), this.#withoutSecrets(field, after));
      return;
    }
    const at = (index: number): { index: number } | undefined =>
      field.ordered === true ? { index } : undefined;
    let index = 0;
    for (const [key, item] of old) {
      const twin = now.get(key);
      if (twin !== item) {
        this.#path.push(segmentOfKey(key));
        if (twin === undefined) this.#remove(this.#itemWithoutSecrets(field, item), at(index));
        else this.record(field.fields, item, twin);
        this.#path.pop();
      }
      index += 1;
    }
    index = 0;
    for (const [key, item] of now) {
      if (!old.has(key)) {
        this.#path.push(segmentOfKey(key));
        this.#add(this.#itemWithoutSecrets(field, item), at(index));
        this.#path.pop();
      }
      index += 1;
    }
    if (field.ordered === true) {
      const kept = [...old.keys()].filter((key) => now.has(key));
      const order = [...now.keys()].filter((key) => old.has(key));
      if (kept.some((key, place) => key !== order[place])) {
        this.#push("reorder", kept.map(segmentOfKey), order.map(segmentOfKey));
      }
    }
  }

  /** An item is stored as a whole where it is added or removed: its secrets are not. */
  #itemWithoutSecrets(field: KeyedField, item: JsonObject): JsonObject {
    let draft: ReturnType<typeof copyOf> | undefined;
    for (const [name, inner] of Object.entries(field.fields)) {
      const value = emptied(inner, take(item, name));
      if (value === null) continue;
      const shown =
        inner.type === "secret"
          ? masked("secret")
          : inner.type === "keyed"
            ? this.#withoutSecrets(inner, value)
            : value;
      if (shown === value) continue;
      if (inner.type === "secret") this.reversible = false;
      draft ??= copyOf(item);
      put(draft, name, shown);
    }
    return draft ?? item;
  }

  #withoutSecrets(field: KeyedField, value: Json): Json {
    if (!Array.isArray(value)) return value;
    const list = value as readonly Json[];
    const shown = list.map((item) =>
      isJsonObject(item) ? this.#itemWithoutSecrets(field, item) : item,
    );
    return shown.some((item, at) => item !== list[at]) ? shown : value;
  }

  #set(before: Json, after: Json, more?: Partial<Change>): void {
    this.#push("set", before, after, more);
  }

  #push(op: "set" | "reorder", before: Json, after: Json, more?: Partial<Change>): void {
    this.changes.push({
      path: [...this.#path],
      op,
      before: this.#capped(before),
      after: this.#capped(after),
      ...more,
    });
  }

  #add(after: Json, index?: { index: number }): void {
    this.changes.push({ path: [...this.#path], op: "add", after: this.#capped(after), ...index });
  }

  #remove(before: Json, index?: { index: number }): void {
    const path = [...this.#path];
    this.changes.push({ path, op: "remove", before: this.#capped(before), ...index });
  }

  #capped(value: Json): Json {
    const { maxValueBytes } = this.#options;
    if (maxValueBytes === undefined || value === null) return value;
    // No character takes more than six bytes, so most texts need not be measured.
    if (typeof value === "string" && value.length * 6 + 2 <= maxValueBytes) return value;
    const bytes = utf8ToBytes(canonicalOf(value));
    if (bytes.length <= maxValueBytes) return value;
    this.reversible = false;
    return { $omitted: { bytes: bytes.length, sha256: bytesToHex(sha256(bytes)) } };
  }
}

const nothing: JsonObject = {};

/**
 * The changes from one state of a record to the next; null is no record. Values are compared by the equality of their
 * type, stored as they were written, and never changed. Unchanged records give no changes. Throws TypeError or RangeError
 * where `hash` is asked for without a salt in hexadecimal, and RangeError where a value to be digested or measured
 * (`hash`, `maxValueBytes`) nests thousands of levels deep, which no record of ours can.
 */
export const diff = (
  fields: FieldCatalogue,
  before: JsonObject | null,
  after: JsonObject | null,
  options: DiffOptions = {},
): Diff => {
  const comparison = new Comparison(options);
  comparison.record(fields, before ?? nothing, after ?? nothing);
  const { changes, dropped, reversible } = comparison;
  return { changes, dropped: dropped.length > 1 ? dropped.toSorted() : dropped, reversible };
};
