import {
  DateUnit,
  tableFromIPC,
  TimeUnit,
  Type,
  type Batch,
  type Column as ArrowColumn,
  type DataType,
  type Field,
} from "@uwdata/flechette";

import { formatDate } from "../../calendar/index.ts";
import { err, fault, formatUnits, ok, type Result } from "../../kernel/index.ts";
import { columnBuilder } from "../column-builder.ts";
import { datasetFromColumns } from "../dataset-from-columns.ts";
import type { Column, ColumnSchema, ColumnType, Dataset, DatasetOptions } from "../dataset.ts";
import { columnTypes, maxScale } from "../schema.ts";
import { allValid, clearValid, isValid } from "../validity.ts";
import { refuseStream } from "./gate.ts";
import { scaleKey, typeKey } from "./metadata.ts";

const dayMillis = 86_400_000;

/** More rows than any of our engines takes; a stream that claims them is broken. */
const mostRows = 2 ** 27;

/** How an Arrow type is read when the field says nothing about ours; undefined for types we have no column for. */
const naturalType = (type: DataType): Omit<ColumnSchema, "name"> | undefined => {
  switch (type.typeId) {
    case Type.Dictionary:
      return naturalType(type.dictionary);
    case Type.Null:
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return { type: "text" };
    case Type.Bool:
      return { type: "bool" };
    case Type.Int:
      return { type: type.bitWidth === 64 ? "int64" : "int" };
    case Type.Float:
      return { type: "float" };
    case Type.Decimal:
      return { type: "decimal", scale: type.scale };
    case Type.Date:
      return { type: "date" };
    case Type.Timestamp:
      return { type: "timestamp" };
    default:
      return undefined;
  }
};

/** Our types that a field of an Arrow type may claim to be in its metadata. */
const mayHold = (arrow: DataType, type: ColumnType): boolean => {
  switch (arrow.typeId) {
    case Type.Dictionary:
      return mayHold(arrow.dictionary, type);
    case Type.Null:
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return true;
    case Type.Int:
      return ["int", "int64", "decimal", "money", "float", "timestamp"].includes(type);
    case Type.Float:
      return ["int", "decimal", "money", "float", "timestamp"].includes(type);
    default:
      return (
        naturalType(arrow)?.type === type || (arrow.typeId === Type.Decimal && type === "money")
      );
  }
};

const schemaOf = (field: Field): ColumnSchema | string => {
  const natural = naturalType(field.type);
  if (natural === undefined) return "It has an Arrow type that no column holds.";
  const claimed = field.metadata?.get(typeKey);
  const type = columnTypes.find((one) => one === claimed) ?? natural.type;
  if (!mayHold(field.type, type)) return `Its Arrow type does not hold a ${type}.`;
  const written = field.metadata?.get(scaleKey);
  const scale = written === undefined ? natural.scale : Number(written);
  if (scale !== undefined && !(Number.isInteger(scale) && scale >= 0 && scale <= maxScale)) {
    return `Its scale is ${scale}; it must be 0 to ${maxScale}.`;
  }
  return { name: field.name, type, ...(scale === undefined ? {} : { scale }) };
};

type Batches = readonly Batch<unknown>[];

const validityOf = (batches: Batches, rows: number): Uint8Array | undefined => {
  if (batches.every(({ nullCount }) => nullCount === 0)) return undefined;
  const [first] = batches;
  if (batches.length === 1 && first !== undefined && first.validity.length >= (rows + 7) >> 3) {
    return first.validity;
  }
  const validity = allValid(rows);
  let at = 0;
  for (const batch of batches) {
    for (let row = 0; row < batch.length; row += 1, at += 1) {
      if (batch.nullCount > 0 && !isValid(batch.validity, row)) clearValid(validity, at);
    }
  }
  return validity;
};

const hasRows = (batches: Batches): boolean =>
  batches.every(({ values, length }) => values !== undefined && values.length >= length);

/** All values of the batches in one array of the wanted kind, the batch's own where it is that already. */
const joined = <T extends Float64Array | Int32Array | BigInt64Array>(
  batches: Batches,
  rows: number,
  Kind: { new (length: number): T },
): T => {
  const [first] = batches;
  if (batches.length === 1 && first?.values instanceof Kind) {
    return first.values.subarray(0, rows) as T;
  }
  const all = new Kind(rows);
  let at = 0;
  for (const { values, length } of batches) {
    // Both arrays hold numbers, or both hold bigints: the callers ask for the kind that fits the Arrow type.
    (all as Float64Array).set(values.subarray(0, length) as Float64Array, at);
    at += length;
  }
  return all;
};

/** 64-bit integers as doubles, read as two halves: a BigInt per row would cost ten times as much. */
const wordsAsNumbers = (values: BigInt64Array): Float64Array => {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < numbers.length; row += 1) {
    numbers[row] = (words[row * 2 + 1]! | 0) * 2 ** 32 + words[row * 2]!;
  }
  return numbers;
};

/** Columns whose arrays are taken over as they are, or converted as a whole. Undefined where rows are read one by one. */
const wholeColumn = (
  schema: ColumnSchema,
  arrow: DataType,
  batches: Batches,
  rows: number,
): Column | undefined => {
  if (!hasRows(batches)) return undefined;
  const validity = validityOf(batches, rows);
  const column = { ...schema, ...(validity === undefined ? {} : { validity }) };
  const { type } = schema;
  if (arrow.typeId === Type.Dictionary) {
    const dictionaries = batches.map(
      (batch) => (batch as Batch<unknown> & { dictionary?: ArrowColumn<unknown> }).dictionary,
    );
    const [first] = dictionaries;
    const { signed, bitWidth } = arrow.indices;
    if (first === undefined || dictionaries.some((one) => one !== first)) return undefined;
    if (type !== "text" || bitWidth === 64) return undefined;
    const [only] = batches;
    const values = only?.values;
    const direct =
      batches.length === 1 &&
      (values instanceof Int32Array || (!signed && bitWidth <= 16)) &&
      (values instanceof Uint8Array ||
        values instanceof Uint16Array ||
        values instanceof Int32Array);
    const codes = direct ? values.subarray(0, rows) : joined(batches, rows, Int32Array);
    return { ...column, codes, dict: [...first] as string[] };
  }
  const double = arrow.typeId === Type.Float && arrow.precision > 0;
  const small = arrow.typeId === Type.Int && arrow.bitWidth <= 32;
  const big = arrow.typeId === Type.Int && arrow.bitWidth === 64 && arrow.signed;
  switch (type) {
    case "date":
      return arrow.typeId === Type.Date && arrow.unit === DateUnit.DAY
        ? { ...column, values: joined(batches, rows, Int32Array) }
        : undefined;
    case "timestamp":
      return arrow.typeId === Type.Timestamp && arrow.unit === TimeUnit.MILLISECOND
        ? { ...column, values: wordsAsNumbers(joined(batches, rows, BigInt64Array)) }
        : undefined;
    case "int":
    case "float":
    case "decimal":
    case "money":
      if (double || small) return { ...column, values: joined(batches, rows, Float64Array) };
      return big && (type === "decimal" || type === "money")
        ? { ...column, values: joined(batches, rows, BigInt64Array) }
        : undefined;
    case "int64":
      return big ? { ...column, values: joined(batches, rows, BigInt64Array) } : undefined;
    default:
      return undefined;
  }
};

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

/** The first row with a value that is no whole number, where only whole numbers may be. */
const firstFraction = ({ type, values, validity }: Column): number => {
  if (type === "float" || type === "timestamp" || !(values instanceof Float64Array)) return -1;
  return values.findIndex((value, row) => !Number.isSafeInteger(value) && isValid(validity, row));
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
  if (whole !== undefined) {
    const fraction = firstFraction(whole);
    return fraction < 0
      ? ok(whole)
      : refuse(field.name, `Row ${fraction} holds no exact whole number.`);
  }
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
