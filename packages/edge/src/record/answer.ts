import { fieldLevels, readableFields } from "@ennead/core/access";
import { formatInstant } from "@ennead/core/calendar";
import type { JsonObject } from "@ennead/core/kernel";
import { fieldsToJson, type ObjectDefinition } from "@ennead/core/record";

import { versioned, type Answer, type RequestContext, type StoredRecord } from "../kernel/index.ts";

/** The fields of an object that the actor may see. */
export const readable = (
  { model, principal }: RequestContext,
  object: string,
): ReadonlySet<string> => readableFields(model, principal, object);

/** A record as it is answered: only the fields the actor may read. */
export const recordJson = (
  definition: ObjectDefinition,
  record: StoredRecord,
  fields: ReadonlySet<string>,
): JsonObject => ({
  id: record.id,
  object: record.object,
  version: record.version,
  externalId: record.externalId,
  ownerId: record.ownerId,
  createdAt: formatInstant(record.createdAt),
  updatedAt: formatInstant(record.updatedAt),
  fields: fieldsToJson(definition, record.data, fields),
});

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
    recordJson(definition, record, readable(context, definition.name)),
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
