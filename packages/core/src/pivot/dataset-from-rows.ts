import { err, fault, isObject, ok, shown, type Result } from "../kernel/index.ts";
import { columnBuilder } from "./column-builder.ts";
import type { Column, ColumnSchema, Dataset, DatasetOptions } from "./dataset.ts";
import { checkSchema } from "./schema.ts";

/**
 * Records as a data set. A row is an array in the order of `schema` or an object by column name; null, undefined and
 * absent are missing. Values are in their JSON writing: text, bool, int and float as they are (floats also "NaN",
 * "Infinity", "-Infinity"), int64, decimal and money as exact text, date `yyyy-mm-dd`, timestamp RFC 3339 or epoch
 * milliseconds.
 * Faults: `pivot/bad-schema` (path into the schema), `pivot/bad-row` (path [row]), `pivot/bad-value` (path [row, column]).
 */
export const datasetFromRows = (
  rows: readonly (readonly unknown[] | Readonly<Record<string, unknown>>)[],
  schema: readonly ColumnSchema[],
  options: DatasetOptions = {},
): Result<Dataset> => {
  const refused = checkSchema(schema);
  if (refused !== undefined) return err(refused);
  const builders = schema.map((column) => columnBuilder(column, rows.length));
  for (const [at, row] of rows.entries()) {
    const list = Array.isArray(row);
    if (!list && !isObject(row)) {
      return err(fault("pivot/bad-row", "A row is an array or an object of values.", [at]));
    }
    for (const [place, column] of schema.entries()) {
      const value = list
        ? (row[place] as unknown)
        : Object.hasOwn(row, column.name)
          ? (row as Readonly<Record<string, unknown>>)[column.name]
          : undefined;
      const expected = builders[place]?.set(at, value);
      if (expected !== undefined) {
        return err(
          fault(
            "pivot/bad-value",
            `${column.name} of row ${at} is ${shown(value)}; it must be ${expected}.`,
            [at, column.name],
          ),
        );
      }
    }
  }
  const columns = new Map<string, Column>();
  for (const builder of builders) {
    const column = builder.finish();
    columns.set(column.name, column);
  }
  return ok({ rows: rows.length, columns, version: options.version ?? "" });
};
