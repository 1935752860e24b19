/**
 * One column of a table, as a pivot data set has it: `codes` into `dict`, which holds JSON values, or `values` (bool 0 or
 * 1, dates as days, instants as milliseconds, decimals as units at `scale`). `validity` is an Arrow bitmap; absent when
 * nothing is missing.
 */
export interface ExpressionColumn {
  readonly type: string;
  readonly scale?: number;
  readonly codes?: Uint8Array | Uint16Array | Int32Array;
  readonly dict?: readonly (string | number | boolean | null)[];
  readonly values?: Float64Array | Int32Array | BigInt64Array;
  readonly validity?: Uint8Array;
}

/**
 * Values of one node for all rows, or one value for all of them (`step` 0). `missing` holds 1 where there is none. Numbers
 * stand as doubles as long as each is exact, and as 64-bit integers beyond; texts as codes, -1 where there is none.
 */
export type Vector =
  | {
      readonly kind: "number";
      readonly values: Float64Array;
      readonly missing: Uint8Array | undefined;
      readonly step: 0 | 1;
    }
  | {
      readonly kind: "big";
      readonly values: BigInt64Array;
      readonly missing: Uint8Array | undefined;
      readonly step: 0 | 1;
    }
  | {
      readonly kind: "text";
      readonly codes: Int32Array;
      readonly dict: readonly string[];
      readonly step: 0 | 1;
    };

export type Numbers = Extract<Vector, { kind: "number" }>;

export const numbers = (
  values: Float64Array,
  missing: Uint8Array | undefined,
  step: 0 | 1 = 1,
): Numbers => ({ kind: "number", values, missing, step });
