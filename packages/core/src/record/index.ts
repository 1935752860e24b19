/**
 * Objects and fields as data, and records that obey them: definitions and their checks, the standard objects of a
 * CRM, a company's own objects without any change of tables, the way of a value from JSON into core and back.
 *
 * @example
 * ```ts
 * import { unwrap } from "@ennead/core/kernel";
 * import { defineObject, fieldsToJson, parseFields } from "@ennead/core/record";
 *
 * const visit = unwrap(
 *   defineObject({
 *     name: "visit",
 *     label: "Visit",
 *     labelPlural: "Visits",
 *     nameField: "subject",
 *     fields: [
 *       { name: "subject", label: "Subject", type: "text", required: true },
 *       { name: "cost", label: "Cost", type: "money" },
 *     ],
 *   }),
 * );
 * const input = { subject: "Demo", cost: { amount: "12.3", currency: "EUR" } };
 * const data = unwrap(parseFields(visit, input, "create"));
 * data["cost"]; // { minor: 1230, currency: "EUR" }
 * fieldsToJson(visit, data)["cost"]; // { amount: "12.30", currency: "EUR" }
 * ```
 */
export type {
  FieldDefinition,
  FieldType,
  ObjectDefinition,
  ObjectExtension,
  Option,
} from "./definition.ts";
export { catalogue, type Catalogue } from "./catalogue.ts";
export { applyPatch, type FieldValue, type RecordData } from "./data.ts";
export { defineObject } from "./define.ts";
export { diffFields, diffRecord, type DiffType } from "./diff-fields.ts";
export { fieldsToJson } from "./fields-json.ts";
export { filterFields, filterType } from "./filter-fields.ts";
export { recordLabel } from "./label.ts";
export { fieldOf, parseFields } from "./parse-fields.ts";
export { parseValue } from "./parse-value.ts";
export { pivotColumns, type PivotColumn, type PivotColumnType } from "./pivot-columns.ts";
export { mostSearchable, searchableFields } from "./searchable.ts";
export { standardObjects } from "./standard/objects.ts";
export { systemFields } from "./system-fields.ts";
