import { applyMask, fieldLevels, readableFields, type FieldLevel } from "@ennead/core/access";
import { formatInstant } from "@ennead/core/calendar";
import type { JsonObject } from "@ennead/core/kernel";
import { fieldOf, fieldsToJson, type FieldType, type ObjectDefinition } from "@ennead/core/record";

import { versioned, type Answer, type RequestContext, type StoredRecord } from "../kernel/index.ts";

/** The fields of an object that the actor may see. */
export const readable = (
  { model, principal }: RequestContext,
  object: string,
): ReadonlySet<string> => readableFields(model, principal, object);

const words: ReadonlySet<FieldType> = new Set(["text", "richText", "email", "phone", "url"]);

/** What the actor may see of the fields of an object, and how. */
export const levelsOf = (
  { model, principal }: RequestContext,
  object: string,
): ReadonlyMap<string, FieldLevel> => fieldLevels(model, principal, object);

/** A record as it is answered: only the fields the actor may see, and the names of those whose value is masked. */
export const recordJson = (
  definition: ObjectDefinition,
  record: StoredRecord,
  levels: ReadonlyMap<string, FieldLevel>,
): JsonObject => {
  const shown = new Set([...levels].flatMap(([name, level]) => (level === "none" ? [] : [name])));
  const isText = (name: string): boolean => words.has(fieldOf(definition, name)?.type ?? "json");
  const { row, masked } = applyMask(levels, fieldsToJson(definition, record.data, shown), isText);
  return {
    id: record.id,
    object: record.object,
    version: record.version,
    externalId: record.externalId,
    ownerId: record.ownerId,
    createdAt: formatInstant(record.createdAt),
    updatedAt: formatInstant(record.updatedAt),
    fields: row,
    ...(masked.length === 0 ? {} : { masked: [...masked] }),
  };
};

/** The answer that shows a record, with its tag. */
export const recordAnswer = (
  context: RequestContext,
  definition: ObjectDefinition,
  record: StoredRecord,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Answer =>
  versioned(
    context,
    status,
    record.version,
    recordJson(definition, record, levelsOf(context, definition.name)),
    headers,
  );

/** An object's definition without the fields the actor may not read. */
export const definitionJson = (
  { model, principal }: RequestContext,
  definition: ObjectDefinition,
): JsonObject => {
  const levels = fieldLevels(model, principal, definition.name);
  return {
    ...definition,
    fields: definition.fields.filter(({ name }) => (levels.get(name) ?? "none") !== "none"),
  } as unknown as JsonObject;
};
