import { ok, type Result } from "@ennead/core/kernel";
import type { ObjectDefinition, RecordData } from "@ennead/core/record";

import type { KeyRing, RequestContext, SealPlace, StoredRecord } from "../kernel/index.ts";

const purpose = "record";

const placeOf = (company: string, object: string, id: string, field: string): SealPlace => ({
  company,
  table: "record",
  row: `${object}/${id}`,
  field,
});

/** Names of the fields of an object that hold secrets. */
export const secretFields = ({ fields }: ObjectDefinition): readonly string[] =>
  fields.flatMap(({ name, type }) => (type === "secret" ? [name] : []));

/** The parsed fields of a record with its secrets sealed, as they are stored: from here on nobody sees them. */
export const sealSecrets = async (
  { company, services }: RequestContext,
  definition: ObjectDefinition,
  id: string,
  fields: RecordData,
): Promise<RecordData> => {
  const sealed: Record<string, string> = {};
  for (const name of secretFields(definition)) {
    const value = fields[name];
    if (typeof value !== "string") continue;
    const place = placeOf(company, definition.name, id, name);
    sealed[name] = await services.keys.seal(purpose, place, value);
  }
  return { ...fields, ...sealed };
};

/** The text of a secret that a record holds; "" where it holds none. Faults: those of `KeyRing.open`. */
export const openSecret = (
  keys: KeyRing,
  company: string,
  { object, id, data }: StoredRecord,
  field: string,
): Promise<Result<string>> => {
  const sealed = data[field];
  return typeof sealed === "string"
    ? keys.open(purpose, placeOf(company, object, id, field), sealed)
    : Promise.resolve(ok(""));
};
