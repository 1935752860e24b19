import type { Member } from "./result.ts";

export type ColumnType =
  | "text"
  | "bool"
  | "int"
  | "int64"
  | "decimal"
  | "money"
  | "float"
  | "date"
  | "timestamp";

/**
 * One typed column. Text, and any column worth grouping by, holds dictionary `codes` into `dict`; numbers hold `values`:
 * int and float as doubles, decimal and money as scaled integers (Float64Array up to 2^53 units, BigInt64Array beyond),
 * int64 as BigInt64Array, date as days since 1970-01-01 (Int32Array), timestamp as epoch milliseconds, bool as 0 or 1.
 * `validity` is an Arrow bitmap, least significant bit first, 1 = has a value; absent when no value is missing.
 */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly scale?: number;
  readonly codes?: Uint8Array | Uint16Array | Int32Array;
  readonly dict?: readonly Member[];
  readonly values?: Float64Array | Int32Array | BigInt64Array;
  readonly validity?: Uint8Array;
}

/** Records as columns. `version` names the state of the data: equal versions have equal cells. */
export interface Dataset {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Column>;
  readonly version: string;
}
