import { formatInstant } from "../calendar/index.ts";
import { moneyJson, type Json, type JsonObject, type Money } from "../kernel/index.ts";
import type { FieldValue, RecordData } from "./data.ts";
import type { FieldDefinition, ObjectDefinition } from "./definition.ts";

const valueToJson = ({ type }: FieldDefinition, value: FieldValue): Json => {
  if (type === "secret") return { set: true };
  if (type === "money") return { ...moneyJson(value as Money) };
  if (type === "instant") return formatInstant(value as number);
  return value as Json;
};

/**
 * The fields as they travel over HTTP: only those that have a value, in the order of the definition. A secret never
 * leaves: `{"set": true}` says that there is one. `only` narrows the answer to these fields.
 */
export const fieldsToJson = (
  definition: ObjectDefinition,
  data: RecordData,
  only?: ReadonlySet<string>,
): JsonObject =>
  Object.fromEntries(
    definition.fields.flatMap((field): [string, Json][] => {
      if (only !== undefined && !only.has(field.name)) return [];
      const value = Object.hasOwn(data, field.name) ? (data[field.name] ?? null) : null;
      return value === null ? [] : [[field.name, valueToJson(field, value)]];
    }),
  );
