import {
  batchType,
  bool,
  Column as ArrowColumn,
  columnFromArray,
  dateDay,
  dictionary,
  Endianness,
  field,
  float64,
  int32,
  int64,
  Table,
  tableToIPC,
  timestamp,
  TimeUnit,
  uint16,
  uint8,
  utf8,
  Version,
  type Batch,
  type DataType,
  type Field,
  type TypedArray,
} from "@uwdata/flechette";

import type { Codes } from "../codes.ts";
import type { Column, Dataset } from "../dataset.ts";
import { isValid } from "../validity.ts";
import { scaleKey, typeKey } from "./metadata.ts";

const noBytes = new Uint8Array(0);

/** A column of one batch over arrays that are already in Arrow's layout. */
const arrowColumn = (
  type: DataType,
  values: TypedArray,
  { validity }: Column,
  rows: number,
  members?: ArrowColumn<unknown>,
): ArrowColumn<unknown> => {
  let nullCount = 0;
  if (validity !== undefined) {
    for (let row = 0; row < rows; row += 1) if (!isValid(validity, row)) nullCount += 1;
  }
  const Kind = batchType(type) as new (
    options: ConstructorParameters<typeof Batch>[0],
  ) => Batch<unknown> & { setDictionary?: (column: ArrowColumn<unknown>) => void };
  const batch = new Kind({
    length: rows,
    nullCount,
    type,
    validity: nullCount === 0 || validity === undefined ? noBytes : validity,
    values,
  });
  if (members !== undefined) batch.setDictionary?.(members);
  return new ArrowColumn([batch], type);
};

const bitsOf = (values: ArrayLike<number | bigint>): Uint8Array => {
  const bits = new Uint8Array((values.length + 7) >> 3);
  for (let row = 0; row < values.length; row += 1) {
    if (Number(values[row]) !== 0) bits[row >> 3]! |= 1 << (row & 7);
  }
  return bits;
};

const dictionaryColumn = (column: Column, codes: Codes, rows: number): ArrowColumn<unknown> => {
  // A dictionary without members would be left out of the stream, and its column could not be read.
  const { dict = [] } = column;
  const members = columnFromArray(dict.length === 0 ? [""] : [...dict], utf8(), {
    maxBatchRows: Number.POSITIVE_INFINITY,
  });
  const index =
    codes instanceof Uint8Array ? uint8() : codes instanceof Uint16Array ? uint16() : int32();
  return arrowColumn(dictionary(members.type, index), codes, column, rows, members);
};

/** NaN and infinities are values to Arrow: only what is missing beside them is null, and whoever reads decides anew. */
const withNonFinite = (column: Column): Column => {
  const { type, values, validity } = column;
  if (type !== "float" || validity === undefined || !(values instanceof Float64Array))
    return column;
  const all = validity.slice();
  for (let row = 0; row < values.length; row += 1) {
    if (!Number.isFinite(values[row])) all[row >> 3]! |= 1 << (row & 7);
  }
  return { ...column, validity: all };
};

const encodeColumn = (column: Column, rows: number): ArrowColumn<unknown> => {
  const { type, codes, values = new Float64Array(rows) } = column;
  if (codes !== undefined) return dictionaryColumn(column, codes, rows);
  switch (type) {
    case "bool":
      return arrowColumn(bool(), bitsOf(values), column, rows);
    case "date":
      return arrowColumn(dateDay(), values, column, rows);
    case "timestamp": {
      const millis = new BigInt64Array(rows);
      for (let row = 0; row < rows; row += 1) millis[row] = BigInt(values[row] ?? 0);
      return arrowColumn(timestamp(TimeUnit.MILLISECOND, "UTC"), millis, column, rows);
    }
    case "text":
    case "int":
    case "float":
    case "decimal":
    case "money":
    case "int64":
      return arrowColumn(
        values instanceof BigInt64Array ? int64() : float64(),
        values,
        column,
        rows,
      );
    default:
      return type satisfies never;
  }
};

const encodeField = ({ name, type, scale, validity }: Column, arrow: DataType): Field =>
  field(
    name,
    arrow,
    validity !== undefined,
    new Map([
      [typeKey, type],
      ...(scale === undefined ? [] : [[scaleKey, String(scale)] as const]),
    ]),
  );

/**
 * The data set as an Arrow IPC stream of one record batch. Text is a dictionary of utf8, int and float are doubles,
 * decimal and money their scaled units as doubles or 64-bit integers; each field's metadata names the type
 * (`ennead:type`) and scale (`ennead:scale`). Lone surrogates in text become U+FFFD, as UTF-8 has none.
 */
export const arrowFromDataset = (dataset: Dataset): Uint8Array => {
  const columns = [...dataset.columns.values()].map(withNonFinite);
  const arrow = columns.map((column) => encodeColumn(column, dataset.rows));
  const fields = columns.map((column, at) => encodeField(column, arrow[at]!.type));
  const schema = { version: Version.V5, endianness: Endianness.Little, fields, metadata: null };
  return tableToIPC(new Table(schema, arrow), { format: "stream" }) ?? noBytes;
};
