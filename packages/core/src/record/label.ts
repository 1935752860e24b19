import type { RecordData } from "./data.ts";
import type { ObjectDefinition } from "./definition.ts";

/** What names a record to a person: the value of its name field, or the empty text while it has none. */
export const recordLabel = (definition: ObjectDefinition, data: RecordData): string => {
  const value = Object.hasOwn(data, definition.nameField) ? data[definition.nameField] : null;
  return typeof value === "string" ? value : "";
};
