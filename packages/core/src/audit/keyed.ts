import type { Json, JsonObject } from "../kernel/index.ts";
import type { KeyedField } from "./field.ts";
import { isJsonObject, take } from "./own.ts";

const keyOf = (field: KeyedField, item: Json | undefined): string | undefined => {
  if (!isJsonObject(item)) return undefined;
  const key = take(item, field.key);
  if (typeof key === "string") return key;
  return Number.isInteger(key) ? String(key) : undefined;
};

/** The path segment of an item by its key as text. */
export const segmentOfKey = (key: string): string => `#${key}`;

/** The path segment of an item: `#` and its key as text; undefined where the item has no usable key. */
export const segmentOf = (field: KeyedField, item: Json | undefined): string | undefined => {
  const key = keyOf(field, item);
  return key === undefined ? undefined : segmentOfKey(key);
};

/** The items of a list by key as text, in order; undefined where they cannot be told apart. Null is no items. */
export const itemsOf = (
  field: KeyedField,
  value: Json,
): ReadonlyMap<string, JsonObject> | undefined => {
  if (value === null) return new Map();
  if (!Array.isArray(value)) return undefined;
  const items = new Map<string, JsonObject>();
  for (const item of value as readonly Json[]) {
    const key = keyOf(field, item);
    if (key === undefined || items.has(key)) return undefined;
    items.set(key, item as JsonObject);
  }
  return items;
};
