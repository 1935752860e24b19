import * as v from "valibot";

import type { FieldDefinition, ObjectDefinition, ObjectExtension, Option } from "./definition.ts";
import { fieldName, objectName } from "./names.ts";

const label = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));
const flag = v.exactOptional(v.boolean());

/** A list of 1 to `most` items, which are looked at only when there are not too many. */
const upTo = <T>(most: number, item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T[]> =>
  v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(most), v.array(item));

/** Valibot twin of `Option`. */
const optionSchema: v.GenericSchema<unknown, Option> = v.strictObject({
  value: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  label,
});

const fieldTypes = [
  "text",
  "richText",
  "email",
  "phone",
  "url",
  "integer",
  "decimal",
  "float",
  "money",
  "boolean",
  "picklist",
  "multiPicklist",
  "reference",
  "date",
  "instant",
  "list",
  "json",
  "secret",
] as const;

/** Valibot twin of `FieldDefinition`, without the rules that need more than one key. */
const fieldSchema: v.GenericSchema<unknown, FieldDefinition> = v.strictObject({
  name: v.pipe(v.string(), v.regex(fieldName, "Write a letter, then letters, digits or _.")),
  label,
  type: v.picklist(fieldTypes),
  required: flag,
  unique: flag,
  indexed: flag,
  searchable: flag,
  personal: flag,
  scale: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15))),
  maxLength: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(131_072))),
  options: v.exactOptional(upTo(1000, optionSchema)),
  object: v.exactOptional(v.pipe(v.string(), v.regex(objectName, "Write the name of an object."))),
});

/** Valibot twin of `ObjectDefinition`, without the rules that need more than one key. */
export const objectSchema: v.GenericSchema<unknown, ObjectDefinition> = v.strictObject({
  name: v.pipe(v.string(), v.regex(objectName, "Write a letter, then letters, digits or _.")),
  label,
  labelPlural: label,
  nameField: v.string(),
  fields: upTo(500, fieldSchema),
});

/** Valibot twin of `ObjectExtension`. */
export const extensionSchema: v.GenericSchema<unknown, ObjectExtension> = v.strictObject({
  extends: v.pipe(v.string(), v.regex(objectName, "Write the name of an object.")),
  fields: upTo(500, fieldSchema),
});
