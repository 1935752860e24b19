import type { Json, JsonObject } from "../kernel/index.ts";
import type { KeyedField } from "./field.ts";
import { isJsonObject, take } from "./own.ts";

/** The path segment of an item: `#` and its key as text; undefined where the item has no usable key. */
export const segmentOf = (field: KeyedField, item: Json | undefined): string | undefined => {
  if (!isJsonObject(item)) return undefined;
  const key = take(item, field.key);
  return typeof key === "string" || Number.isInteger(key) ? `#${String(key)}` : undefined;
};

/** The items of a list by segment, in order; undefined where they cannot be told apart. Null is no items. */
export const itemsOf = (
  field: KeyedField,
  value: Json,
): ReadonlyMap<string, JsonObject> | undefined => {
  if (value === null) return new Map();
  if (!Array.isArray(value)) return undefined;
  const items = new Map<string, JsonObject>();
  for (const item of value as readonly Json[]) {
    const segment = segmentOf(field, item);
    if (segment === undefined || items.has(segment)) return undefined;
    items.set(segment, item as JsonObject);
  }
  return items;
};
