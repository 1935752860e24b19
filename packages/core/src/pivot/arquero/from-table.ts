import { err, fault, ok, type Result } from "../../kernel/index.ts";
import { columnBuilder } from "../column-builder.ts";
import type { ColumnType } from "../column-type.ts";
import type { Column, ColumnSchema, Dataset, DatasetOptions } from "../dataset.ts";
import { checkSchema } from "../schema.ts";
import type { ArqueroTable } from "./table.ts";

interface DateLike {
  readonly getTime: () => number;
}

const isDateLike = (value: unknown): value is DateLike =>
  typeof value === "object" &&
  value !== null &&
  "getTime" in value &&
  typeof value.getTime === "function";

/** JavaScript dates as epoch milliseconds; an invalid one is missing. */
const plain = (value: unknown): unknown => {
  if (!isDateLike(value)) return value;
  const millis = value.getTime();
  return Number.isNaN(millis) ? null : millis;
};

const kindOf = (value: unknown): ColumnType | undefined => {
  switch (typeof value) {
    case "string":
      return "text";
    case "boolean":
      return "bool";
    case "bigint":
      return "int64";
    case "number":
      return Number.isSafeInteger(value) ? "int" : "float";
    default:
      return isDateLike(value) ? "timestamp" : undefined;
  }
};

/** The type all values agree on; whole and other numbers agree on float. */
const inferType = (values: ArrayLike<unknown>): ColumnType | undefined => {
  let type: ColumnType | undefined;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    const kind = kindOf(value);
    if (kind === undefined) return undefined;
    const numbers = (kind === "int" || kind === "float") && (type === "int" || type === "float");
    if (type === undefined) type = kind;
    else if (numbers) type = type === kind ? type : "float";
    else if (type !== kind) return undefined;
  }
  return type ?? "text";
};

/**
 * The visible rows of an arquero table as a data set, in the table's order: filters and sorts of the table hold. Types
 * are those of `schema`; columns it does not name are inferred (text, bool, int or float, int64 of bigints, timestamp of
 * dates). Faults: `pivot/bad-schema`, `pivot/mixed-column` and `pivot/bad-value` (path [row, column]).
 */
export const datasetFromTable = (
  table: ArqueroTable,
  schema: readonly ColumnSchema[] = [],
  options: DatasetOptions = {},
): Result<Dataset> => {
  const refused = checkSchema(schema);
  if (refused !== undefined) return err(refused);
  const given = new Map(schema.map((column) => [column.name, column]));
  const rows = table.numRows();
  const columns = new Map<string, Column>();
  for (const name of table.columnNames()) {
    const values = table.array(name);
    const type = given.get(name)?.type ?? inferType(values);
    if (type === undefined) {
      return err(
        fault(
          "pivot/mixed-column",
          `The values of ${JSON.stringify(name)} are of several types; name one in the schema.`,
          [name],
        ),
      );
    }
    const builder = columnBuilder(given.get(name) ?? { name, type }, rows);
    for (let row = 0; row < rows; row += 1) {
      const expected = builder.set(row, plain(values[row]));
      if (expected !== undefined) {
        return err(
          fault("pivot/bad-value", `${name} of row ${row} must be ${expected}.`, [row, name]),
        );
      }
    }
    columns.set(name, builder.finish());
  }
  return ok({ rows, columns, version: options.version ?? "" });
};
