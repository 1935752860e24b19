import { err, fault, isObject, ok, type Fault, type Result } from "../kernel/index.ts";
import type { FieldValue, RecordData } from "./data.ts";
import type { FieldDefinition, ObjectDefinition } from "./definition.ts";
import { parseValue } from "./parse-value.ts";

const fieldMaps = new WeakMap<ObjectDefinition, ReadonlyMap<string, FieldDefinition>>();

// Bulk loads read 100,000 records of one definition: index it once.
const fieldsOf = (definition: ObjectDefinition): ReadonlyMap<string, FieldDefinition> => {
  const known = fieldMaps.get(definition);
  if (known !== undefined) return known;
  const made = new Map(definition.fields.map((field) => [field.name, field]));
  fieldMaps.set(definition, made);
  return made;
};

/** The definition of a field by name. */
export const fieldOf = (definition: ObjectDefinition, name: string): FieldDefinition | undefined =>
  fieldsOf(definition).get(name);

const missing = ({ name, label }: FieldDefinition): Fault =>
  fault("record/required", `${label} must have a value.`, ["fields", name]);

const beneathFields = (one: Fault): Fault => ({ ...one, path: ["fields", ...(one.path ?? [])] });

/**
 * Reads the `fields` of a request into stored form. For `create` the result holds the fields with a value and every
 * required field must be among them; for `update` it is a patch in which null empties a field, and a required field
 * cannot be emptied. All faults are found at once, at most one per field, with paths from `fields`:
 * `record/not-an-object`, `record/unknown-field`, `record/required`, `record/wrong-type`, `record/bad-format`,
 * `record/out-of-range`, `record/too-long`, `record/too-deep`, `record/unknown-option`, and those of money.
 */
export const parseFields = (
  definition: ObjectDefinition,
  input: unknown,
  mode: "create" | "update",
): Result<RecordData, Fault[]> => {
  if (!isObject(input)) {
    return err([fault("record/not-an-object", "Fields are a JSON object.", ["fields"])]);
  }
  const fields = fieldsOf(definition);
  const faults: Fault[] = [];
  const data: Record<string, FieldValue> = {};
  for (const name of Object.keys(input)) {
    const field = fields.get(name);
    if (field === undefined) {
      faults.push(
        fault("record/unknown-field", `${definition.label} has no field of this name.`, [
          "fields",
          name,
        ]),
      );
      continue;
    }
    const read = parseValue(field, input[name]);
    if (!read.ok) faults.push(beneathFields(read.error));
    else if (read.value === null && field.required === true) faults.push(missing(field));
    else if (read.value !== null || mode === "update") data[name] = read.value;
  }
  if (mode === "create") {
    for (const field of definition.fields) {
      if (field.required === true && !Object.hasOwn(input, field.name)) faults.push(missing(field));
    }
  }
  return faults.length === 0 ? ok(data) : err(faults);
};
