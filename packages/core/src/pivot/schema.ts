import { fault, isObject, shown, type Fault } from "../kernel/index.ts";
import type { ColumnType } from "./column-type.ts";
import type { ColumnSchema } from "./dataset.ts";

/** All column types, in the order of the reference. */
export const columnTypes: readonly ColumnType[] = [
  "text",
  "bool",
  "int",
  "int64",
  "decimal",
  "money",
  "float",
  "date",
  "timestamp",
];

/** The most fraction digits of a decimal or money column. */
export const maxScale = 18;

/** The first thing wrong with a schema: an unknown type, a scale out of range, a name given twice. */
export const checkSchema = (schema: readonly ColumnSchema[]): Fault | undefined => {
  const names = new Set<string>();
  for (const [at, column] of schema.entries()) {
    if (!isObject(column)) {
      return fault("pivot/bad-schema", "A column is an object with name and type.", [at]);
    }
    const { name, type, scale }: ColumnSchema = column;
    if (typeof name !== "string") {
      return fault("pivot/bad-schema", "A column has a name.", [at, "name"]);
    }
    if (!columnTypes.includes(type)) {
      return fault(
        "pivot/bad-schema",
        `${shown(type)} is no column type; it is one of ${columnTypes.join(", ")}.`,
        [at, "type"],
      );
    }
    if (scale !== undefined && !(Number.isInteger(scale) && scale >= 0 && scale <= maxScale)) {
      return fault("pivot/bad-schema", `A scale is a whole number from 0 to ${maxScale}.`, [
        at,
        "scale",
      ]);
    }
    if (names.has(name)) {
      return fault("pivot/bad-schema", `The column ${name} is given twice.`, [at, "name"]);
    }
    names.add(name);
  }
  return undefined;
};
