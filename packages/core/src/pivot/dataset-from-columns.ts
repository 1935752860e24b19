import { err, fault, ok, shown, type Fault, type Result } from "../kernel/index.ts";
import { firstUnfit } from "./check-values.ts";
import { columnBuilder } from "./column-builder.ts";
import type { Column, Dataset, DatasetOptions } from "./dataset.ts";
import { checkSchema } from "./schema.ts";
import { isValid, markNonFinite } from "./validity.ts";

const lengthOf = ({ codes, values }: Column): number | undefined => (codes ?? values)?.length;

const valuesFit = ({ type, values }: Column): boolean => {
  switch (type) {
    case "int":
    case "float":
    case "timestamp":
      return values instanceof Float64Array;
    case "int64":
      return values instanceof BigInt64Array;
    case "decimal":
    case "money":
      return values instanceof Float64Array || values instanceof BigInt64Array;
    case "date":
    case "bool":
      return values instanceof Int32Array;
    case "text":
      return false;
    default:
      return type satisfies never;
  }
};

/** Dictionary columns of numbers and dates become plain values: the engine reads those faster and compares them exactly. */
const fromDictionary = (column: Column, at: number): Result<Column> => {
  const { name, type, scale, codes = new Int32Array(), dict = [], validity } = column;
  const outside = codes.findIndex(
    (code, row) => isValid(validity, row) && (code < 0 || code >= dict.length),
  );
  if (outside >= 0) {
    return err(
      fault("pivot/bad-column", `Row ${outside} of ${name} has a code outside its dictionary.`, [
        at,
        "codes",
        outside,
      ]),
    );
  }
  const unique =
    new Set(dict).size === dict.length && dict.every((member) => typeof member === "string");
  if (type === "text" && unique) return ok(column);
  const schema = { name, type, ...(scale === undefined ? {} : { scale }) };
  const builder = columnBuilder(schema, codes.length);
  for (let row = 0; row < codes.length; row += 1) {
    const member = isValid(validity, row) ? dict[codes[row] ?? 0] : null;
    const expected = builder.set(row, member);
    if (expected !== undefined) {
      return err(
        fault(
          "pivot/bad-column",
          `${shown(member)} in the dictionary of ${name} must be ${expected}.`,
          [at, "dict", codes[row] ?? 0],
        ),
      );
    }
  }
  return ok(builder.finish());
};

const wrong = (column: Column, at: number, rows: number): Fault | undefined => {
  const length = lengthOf(column);
  if (length === undefined || (column.codes !== undefined && !Array.isArray(column.dict))) {
    return fault("pivot/bad-column", `${column.name} needs values, or codes and a dictionary.`, [
      at,
    ]);
  }
  if (length !== rows) {
    return fault("pivot/bad-column", `${column.name} has ${length} rows, the first ${rows}.`, [at]);
  }
  if (
    column.validity !== undefined &&
    !(column.validity instanceof Uint8Array && column.validity.length >= (rows + 7) >> 3)
  ) {
    return fault("pivot/bad-column", `The validity of ${column.name} has no bit for each row.`, [
      at,
      "validity",
    ]);
  }
  if (column.codes === undefined && !valuesFit(column)) {
    return fault("pivot/bad-column", `The values of ${column.name} do not fit its type.`, [
      at,
      "values",
    ]);
  }
  const unfit = firstUnfit(column);
  if (unfit >= 0) {
    const value = shown(column.values?.[unfit]);
    return fault(
      "pivot/bad-column",
      `Row ${unfit} of ${column.name} is ${value}, which is no ${column.type}.`,
      [at, "values", unfit],
    );
  }
  return undefined;
};

/**
 * Columns as a data set, without copying typed arrays. All columns have the same length; see `Column` for the array and
 * the range of each type. Faults: `pivot/bad-schema`, `pivot/bad-column` (path [position of the column, ...]).
 */
export const datasetFromColumns = (
  columns: readonly Column[],
  options: DatasetOptions & { readonly rows?: number } = {},
): Result<Dataset> => {
  const refused = checkSchema(columns);
  if (refused !== undefined) return err(refused);
  const rows = options.rows ?? (columns[0] === undefined ? 0 : (lengthOf(columns[0]) ?? 0));
  const byName = new Map<string, Column>();
  for (const [at, column] of columns.entries()) {
    const bad = wrong(column, at, rows);
    if (bad !== undefined) return err(bad);
    if (column.codes !== undefined) {
      const plain = fromDictionary(column, at);
      if (!plain.ok) return plain;
      byName.set(column.name, plain.value);
      continue;
    }
    if (column.type === "float" && column.values instanceof Float64Array) {
      const { values, validity } = markNonFinite(column.values, column.validity);
      byName.set(column.name, {
        ...column,
        values,
        ...(validity === undefined ? {} : { validity }),
      });
    } else {
      byName.set(column.name, column);
    }
  }
  return ok({ rows, columns: byName, version: options.version ?? "" });
};
