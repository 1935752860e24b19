import type { Codes } from "./codes.ts";
import type { ColumnType } from "./column-type.ts";
import type { Member } from "./result.ts";

/**
 * One typed column. Text holds dictionary `codes` into `dict`, whose members differ; so may any other type hold its
 * members in their JSON writing. Numbers usually hold `values`: int and float as doubles, decimal and money as scaled
 * integers (Float64Array up to 2^53 units, BigInt64Array beyond), int64 as BigInt64Array, date as days since 1970-01-01
 * (Int32Array), timestamp as epoch milliseconds (Float64Array), bool as 0 or 1 (Int32Array). Dates and instants lie in
 * the years 1 to 9999.
 * `validity` is an Arrow bitmap, least significant bit first, 1 = has a value; absent when no value is missing. NaN and
 * infinities of a float column stay in `values` and are marked missing.
 */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly scale?: number;
  readonly codes?: Codes;
  readonly dict?: readonly Member[];
  readonly values?: Float64Array | Int32Array | BigInt64Array;
  readonly validity?: Uint8Array;
}

/** Name and type of a column; `scale` is the number of fraction digits of decimal and money. */
export interface ColumnSchema {
  readonly name: string;
  readonly type: ColumnType;
  readonly scale?: number;
}

/** Records as columns. `version` names the state of the data: equal versions have equal cells. */
export interface Dataset {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Column>;
  readonly version: string;
}

export interface DatasetOptions {
  /** Names the state of the data; empty when absent. */
  readonly version?: string;
}
