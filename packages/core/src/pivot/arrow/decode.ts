import {
  tableFromIPC,
  Type,
  type Column as ArrowColumn,
  type DataType,
  type Field,
} from "@uwdata/flechette";

import { formatDate } from "../../calendar/index.ts";
import { err, fault, formatUnits, ok, type Result } from "../../kernel/index.ts";
import { columnBuilder } from "../column-builder.ts";
import { datasetFromColumns } from "../dataset-from-columns.ts";
import type { Column, ColumnSchema, Dataset, DatasetOptions } from "../dataset.ts";
import { schemaOf } from "./field-type.ts";
import { refuseStream } from "./gate.ts";
import { wholeColumn } from "./whole-column.ts";

const dayMillis = 86_400_000;

/** More rows than any of our engines takes; a stream that claims them is broken. */
const mostRows = 2 ** 27;

const unitsReader =
  (scale: number) =>
  (value: unknown): unknown =>
    value === null ? null : formatUnits(BigInt(value as number | bigint), scale);

/** One Arrow value in the writing that a column builder takes. */
const valueReader = (schema: ColumnSchema, arrow: DataType): ((value: unknown) => unknown) => {
  switch (arrow.typeId) {
    case Type.Dictionary:
      return valueReader(schema, arrow.dictionary);
    case Type.Decimal:
      return unitsReader(arrow.scale);
    case Type.Int:
    case Type.Float:
      if (schema.type === "decimal" || schema.type === "money")
        return unitsReader(schema.scale ?? 0);
      return (value) =>
        typeof value === "bigint" && schema.type !== "int64" ? Number(value) : value;
    case Type.Date:
      // Both kinds of Arrow dates arrive as epoch milliseconds.
      return (value) => (value === null ? null : formatDate(Math.floor(Number(value) / dayMillis)));
    case Type.Timestamp:
      return (value) => (value === null ? null : Math.floor(Number(value)));
    default:
      return (value) => value;
  }
};

const refuse = (name: string, why: string): Result<never> =>
  err(
    fault("pivot/bad-arrow", `The Arrow column ${JSON.stringify(name)} cannot be read. ${why}`, [
      name,
    ]),
  );

const decodeColumn = (field: Field, arrow: ArrowColumn<unknown>, rows: number): Result<Column> => {
  const schema = schemaOf(field);
  if (typeof schema === "string") return refuse(field.name, schema);
  const whole = wholeColumn(schema, field.type, arrow.data, rows);
  if (whole !== undefined) return ok(whole);
  const builder = columnBuilder(schema, rows);
  const read = valueReader(schema, field.type);
  let row = 0;
  for (const value of arrow) {
    const expected = builder.set(row, read(value ?? null));
    if (expected !== undefined) return refuse(field.name, `Row ${row} must be ${expected}.`);
    row += 1;
  }
  return ok(builder.finish());
};

/**
 * An Arrow IPC stream as a data set. Dictionary codes, validity, doubles and days are views of the given bytes,
 * which must not change afterwards. Field metadata `ennead:type` and `ennead:scale` restores our types; without it text,
 * bool, int (up to 32 bits), int64, float, decimal, date and timestamp follow from the Arrow type.
 * Faults: `pivot/bad-arrow` (broken bytes, a type no column holds, a value that does not fit; path [column]) and those
 * of `datasetFromColumns`.
 */
export const datasetFromArrow = (
  bytes: Uint8Array,
  options: DatasetOptions = {},
): Result<Dataset> => {
  try {
    // Arrow aligns its buffers to 8 bytes from the start of the stream; a view into a larger buffer may not be.
    const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
    const refused = refuseStream(aligned);
    if (refused !== undefined) {
      return err(fault("pivot/bad-arrow", `The Arrow stream cannot be read. ${refused}`));
    }
    const table = tableFromIPC(aligned, { useBigInt: true, useDecimalInt: true });
    const rows = table.numRows;
    if (rows > mostRows) {
      return err(fault("pivot/bad-arrow", `The stream claims ${rows} rows.`));
    }
    const columns: Column[] = [];
    for (const [at, field] of table.schema.fields.entries()) {
      const arrow = table.children[at];
      if (arrow === undefined) continue;
      const column = decodeColumn(field, arrow, rows);
      if (!column.ok) return column;
      columns.push(column.value);
    }
    return datasetFromColumns(columns, { ...options, rows });
  } catch (error) {
    // The decoder throws on bytes that are no Arrow; what it says is not for people.
    const reason = error instanceof Error ? error.message : String(error);
    return err(fault("pivot/bad-arrow", "The bytes are no Arrow stream.", [], { reason }));
  }
};
