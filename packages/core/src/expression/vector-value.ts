import type { Vector } from "./column.ts";
import type { ExpressionType } from "./type.ts";
import type { Value } from "./value.ts";

/** The value of a vector at a row, as `rowExpression` would have it. */
export const valueAt = (vector: Vector, type: ExpressionType, row: number): Value => {
  const at = vector.step * row;
  if (vector.kind === "text") {
    const code = vector.codes[at] ?? -1;
    return code < 0 ? null : (vector.dict[code] ?? null);
  }
  if (vector.missing?.[at] === 1) return null;
  const value = vector.values[at] ?? 0;
  switch (type.kind) {
    case "bool":
      return value !== 0;
    case "int":
    case "decimal":
    case "money":
      return BigInt(value);
    default:
      return Number(value);
  }
};

/** Puts values in order of rows together to one vector of a type. */
export const gather = (
  type: ExpressionType,
  rows: number,
  step: 0 | 1,
  valueOf: (row: number) => Value,
): Vector => {
  const count = step === 0 ? 1 : rows;
  if (type.kind === "text") {
    const codes = new Int32Array(count);
    const seen = new Map<string, number>();
    for (let row = 0; row < count; row += 1) {
      const value = valueOf(row);
      if (typeof value !== "string") codes[row] = -1;
      else {
        const code = seen.get(value) ?? seen.size;
        seen.set(value, code);
        codes[row] = code;
      }
    }
    return { kind: "text", codes, dict: [...seen.keys()], step };
  }
  const missing = new Uint8Array(count);
  const narrow = new Float64Array(count);
  let wide: BigInt64Array | undefined;
  for (let row = 0; row < count; row += 1) {
    const value = valueOf(row);
    if (value === null) missing[row] = 1;
    else if (typeof value !== "bigint") narrow[row] = Number(value);
    else {
      const number = Number(value);
      if (wide === undefined && !Number.isSafeInteger(number)) {
        wide = BigInt64Array.from(narrow, (one) => BigInt(one));
      }
      if (wide === undefined) narrow[row] = number;
      else wide[row] = value;
    }
  }
  return wide === undefined
    ? { kind: "number", values: narrow, missing, step }
    : { kind: "big", values: wide, missing, step };
};
