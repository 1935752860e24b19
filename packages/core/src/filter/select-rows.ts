import { conditionOf, type Bound, type Condition, type Leaf, type Test } from "./condition.ts";
import type { FilterFacts, FilterFieldType } from "./field-type.ts";
import type { Filter } from "./filter.ts";
import { keyOfCell } from "./key.ts";
import { matcherOf } from "./matcher.ts";
import { nextDown, nextUp } from "./neighbour.ts";
import { unitTest } from "./units.ts";

/**
 * One typed column: `codes` into `dict`, or `values` (bool 0 or 1, date days since 1970-01-01, timestamp epoch
 * milliseconds, decimal and money units at `scale`). `validity` is an Arrow bitmap; absent when nothing is missing.
 */
export interface FilterColumn {
  readonly type: FilterFieldType;
  readonly scale?: number;
  readonly codes?: Uint8Array | Uint16Array | Int32Array;
  readonly dict?: readonly (string | number | boolean | null)[];
  readonly values?: Float64Array | Int32Array | BigInt64Array;
  readonly validity?: Uint8Array;
}

/** Columns of equal length; a pivot Dataset is one. */
export interface FilterTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, FilterColumn>;
}

/** Sets `out[i]` to 0 where row `i` has no value. */
const clearMissing = (out: Uint8Array, validity: Uint8Array): void => {
  for (let row = 0; row < out.length; row += 1) {
    out[row]! &= validity[row >> 3]! >> (row & 7);
  }
};

/** Rows that have a value, as 1. */
const present = (column: FilterColumn, rows: number): Uint8Array => {
  const out = new Uint8Array(rows).fill(1);
  if (column.validity !== undefined) clearMissing(out, column.validity);
  if (column.type === "float" && column.values instanceof Float64Array) {
    const { values } = column;
    for (let row = 0; row < rows; row += 1) if (!Number.isFinite(values[row])) out[row] = 0;
  }
  return out;
};

const scanCodes = (
  codes: Uint8Array | Uint16Array | Int32Array,
  hits: Uint8Array,
  out: Uint8Array,
): void => {
  for (let row = 0; row < out.length; row += 1) out[row] = hits[codes[row]!]!;
};

const scanRange = (
  values: Float64Array | Int32Array,
  low: number,
  high: number,
  out: Uint8Array,
): void => {
  for (let row = 0; row < out.length; row += 1) {
    const value = values[row]!;
    out[row] = value >= low && value <= high ? 1 : 0;
  }
};

const scanBigRange = (values: BigInt64Array, low: bigint, high: bigint, out: Uint8Array): void => {
  for (let row = 0; row < out.length; row += 1) {
    const value = values[row]!;
    out[row] = value >= low && value <= high ? 1 : 0;
  }
};

const scanSet = <T extends number | bigint>(
  values: { readonly [row: number]: T },
  members: ReadonlySet<T>,
  out: Uint8Array,
): void => {
  for (let row = 0; row < out.length; row += 1) out[row] = members.has(values[row]!) ? 1 : 0;
};

const exactTypes: ReadonlySet<FilterFieldType> = new Set(["int64", "decimal", "money"]);
const [leastBig, mostBig] = [-(2n ** 63n), 2n ** 63n - 1n];
const most = Number.MAX_VALUE;

/** The least double that is not below the integer, and the greatest that is not above it. */
const doubleAbove = (units: bigint): number =>
  BigInt(Number(units)) >= units ? Number(units) : nextUp(Number(units));
const doubleBelow = (units: bigint): number =>
  BigInt(Number(units)) <= units ? Number(units) : nextDown(Number(units));

const lowDouble = (bound: Bound | undefined): number =>
  bound === undefined ? -most : bound.closed ? Number(bound.key) : nextUp(Number(bound.key));
const highDouble = (bound: Bound | undefined): number =>
  bound === undefined ? most : bound.closed ? Number(bound.key) : nextDown(Number(bound.key));

/** Whether a double says something about integers that 64 bits can hold. */
const fitsDouble = (units: bigint): boolean => BigInt(Number(units)) === units;

const scanExact = (
  column: FilterColumn,
  test: Test & { kind: "set" | "range" },
  out: Uint8Array,
): void => {
  const { values, scale = 0 } = column;
  const { members, low, high } = unitTest(test, scale);
  if (values instanceof BigInt64Array) {
    if (members !== undefined) scanSet<bigint>(values, new Set(members), out);
    else scanBigRange(values, low ?? leastBig, high ?? mostBig, out);
  } else if (values !== undefined && members !== undefined) {
    scanSet<number>(values, new Set(members.filter(fitsDouble).map(Number)), out);
  } else if (values !== undefined) {
    const from = low === undefined ? -most : doubleAbove(low);
    scanRange(values, from, high === undefined ? most : doubleBelow(high), out);
  }
};

const selectLeaf = (column: FilterColumn, { type, test }: Leaf, rows: number): Uint8Array => {
  if (test.kind === "null") {
    const out = present(column, rows);
    for (let row = 0; row < rows; row += 1) out[row]! ^= 1;
    return out;
  }
  const out = new Uint8Array(rows);
  const { codes, dict, values, validity } = column;
  if (codes !== undefined && dict !== undefined) {
    const matches = matcherOf(test);
    const hits = Uint8Array.from(dict, (member) => {
      const key = keyOfCell(type, member);
      return key !== undefined && matches(key) ? 1 : 0;
    });
    scanCodes(codes, hits, out);
  } else if (test.kind !== "set" && test.kind !== "range") {
    return out;
  } else if (exactTypes.has(type) || values instanceof BigInt64Array) {
    scanExact(column, test, out);
  } else if (values !== undefined && test.kind === "range") {
    scanRange(values, lowDouble(test.low), highDouble(test.high), out);
  } else if (values !== undefined && test.kind === "set") {
    if (test.keys.length === 1) scanRange(values, Number(test.keys[0]), Number(test.keys[0]), out);
    else scanSet<number>(values, new Set(test.keys.map(Number)), out);
  }
  if (validity !== undefined) clearMissing(out, validity);
  return out;
};

/**
 * The rows a checked filter keeps, as one byte each: 1 kept, 0 not. Conditions on dictionary columns are decided once per
 * member. Throws TypeError where the filter was not checked against these columns.
 */
export const selectRows = (filter: Filter, table: FilterTable, facts: FilterFacts): Uint8Array => {
  const { rows, columns } = table;
  const select = (condition: Condition): Uint8Array => {
    switch (condition.kind) {
      case "leaf": {
        const column = columns.get(condition.field);
        return column === undefined ? new Uint8Array(rows) : selectLeaf(column, condition, rows);
      }
      case "expression": {
        const answer = facts.expressions?.column(condition.expression, table, facts);
        const out = Uint8Array.from(answer?.values ?? new Uint8Array(rows), Number);
        if (answer?.validity !== undefined) clearMissing(out, answer.validity);
        return out;
      }
      case "not": {
        const out = select(condition.part);
        for (let row = 0; row < rows; row += 1) out[row]! ^= 1;
        return out;
      }
      case "and": {
        const out = new Uint8Array(rows).fill(1);
        for (const part of condition.parts) {
          const next = select(part);
          for (let row = 0; row < rows; row += 1) out[row]! &= next[row]!;
        }
        return out;
      }
      case "or": {
        const out = new Uint8Array(rows);
        for (const part of condition.parts) {
          const next = select(part);
          for (let row = 0; row < rows; row += 1) out[row]! |= next[row]!;
        }
        return out;
      }
      default:
        return condition satisfies never;
    }
  };
  return select(
    conditionOf(
      filter,
      (field) => columns.get(field)?.type,
      facts,
      (field) => columns.get(field)?.scale,
    ),
  );
};
