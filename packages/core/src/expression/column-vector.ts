import { numbers, type ExpressionColumn, type Vector } from "./column.ts";
import type { ExpressionType } from "./type.ts";
import { valueOf } from "./value.ts";
import { gather } from "./vector-value.ts";

const missingOf = (validity: Uint8Array | undefined, rows: number): Uint8Array | undefined => {
  if (validity === undefined) return undefined;
  const missing = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) {
    missing[row] = ((validity[row >> 3] ?? 0) >> (row & 7)) & 1 ? 0 : 1;
  }
  return missing;
};

/** Doubles where every integer fits one. */
const narrowed = (
  values: BigInt64Array,
  missing: Uint8Array | undefined,
): Float64Array | undefined => {
  const narrow = new Float64Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = Number(values[row]);
    if (!Number.isSafeInteger(value) && missing?.[row] !== 1) return undefined;
    narrow[row] = value;
  }
  return narrow;
};

const textVector = (
  codes: NonNullable<ExpressionColumn["codes"]>,
  dict: readonly unknown[],
  missing: Uint8Array | undefined,
): Vector => ({
  kind: "text",
  codes: Int32Array.from(codes, (code, row) => (missing?.[row] === 1 ? -1 : code)),
  dict: dict.map(String),
  step: 1,
});

const kinds: Readonly<Record<string, ExpressionType["kind"]>> = {
  int64: "int",
  money: "decimal",
  timestamp: "instant",
};

/** The members of a dictionary that are not texts, or that are missing: exact numbers beyond 64 bits have no value. */
const memberVector = (
  { type, scale = 0 }: ExpressionColumn,
  codes: NonNullable<ExpressionColumn["codes"]>,
  dict: readonly unknown[],
  missing: Uint8Array | undefined,
): Vector => {
  const own = { kind: kinds[type] ?? type, scale } as ExpressionType;
  const members = dict.map((member) => valueOf(own, member));
  return gather(own, codes.length, 1, (row) =>
    missing?.[row] === 1 ? null : (members[codes[row] ?? 0] ?? null),
  );
};

/** A column as a vector. */
export const vectorOf = (column: ExpressionColumn, rows: number): Vector => {
  const { codes, dict, values, validity } = column;
  const missing = missingOf(validity, rows);
  if (codes !== undefined && dict !== undefined) {
    return column.type === "text" && !dict.includes(null)
      ? textVector(codes, dict, missing)
      : memberVector(column, codes, dict, missing);
  }
  if (values instanceof BigInt64Array) {
    const narrow = narrowed(values, missing);
    return narrow === undefined
      ? { kind: "big", values, missing, step: 1 }
      : numbers(narrow, missing);
  }
  const floats = values instanceof Float64Array ? values : Float64Array.from(values ?? []);
  if (column.type !== "float") return numbers(floats, missing);
  const none = missing ?? new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) if (!Number.isFinite(floats[row])) none[row] = 1;
  return numbers(floats, none);
};
