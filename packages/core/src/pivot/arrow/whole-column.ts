import {
  DateUnit,
  TimeUnit,
  Type,
  type Batch,
  type Column as ArrowColumn,
  type DataType,
} from "@uwdata/flechette";

import type { Column, ColumnSchema } from "../dataset.ts";
import { allValid, clearValid, isValid } from "../validity.ts";

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
export const wholeColumn = (
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
