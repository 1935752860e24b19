import { numbers, type Numbers } from "./column.ts";

// The loops over columns of doubles. A vector with step 0 has one value for all rows. Each loop does with doubles what
// `scalar.ts` does with one value; the tests hold the two equal.

/** Rows without a value in one of the operands; undefined where every row has them all. */
export const anyMissing = (operands: readonly Numbers[], count: number): Uint8Array | undefined => {
  const holes = operands.filter(({ missing }) => missing !== undefined);
  if (holes.length === 0) return undefined;
  const missing = new Uint8Array(count);
  for (const { missing: own, step } of holes) {
    if (own === undefined) continue;
    for (let row = 0; row < count; row += 1) missing[row]! |= own[step * row]!;
  }
  return missing;
};

type Unary = (a: number) => number;
type Binary = (a: number, b: number) => number;

const all = (operands: readonly Numbers[], rows: number): { count: number; step: 0 | 1 } =>
  operands.every(({ step }) => step === 0) ? { count: 1, step: 0 } : { count: rows, step: 1 };

export const unary = (make: Unary, a: Numbers, rows: number): Numbers => {
  const { count, step } = all([a], rows);
  const values = new Float64Array(count);
  for (let row = 0; row < count; row += 1) values[row] = make(a.values[row]!);
  return numbers(values, a.missing, step);
};

export const binary = (make: Binary, a: Numbers, b: Numbers, rows: number): Numbers => {
  const { count, step } = all([a, b], rows);
  const values = new Float64Array(count);
  const [left, right] = [a.step, b.step];
  for (let row = 0; row < count; row += 1) {
    values[row] = make(a.values[left * row]!, b.values[right * row]!);
  }
  return numbers(values, anyMissing([a, b], count), step);
};

/** Marks what is not finite as missing. */
export const onlyFinite = ({ values, missing, step }: Numbers): Numbers => {
  let holes = missing;
  for (let row = 0; row < values.length; row += 1) {
    if (Number.isFinite(values[row])) continue;
    holes = holes === missing ? Uint8Array.from(missing ?? new Uint8Array(values.length)) : holes;
    holes![row] = 1;
    values[row] = 0;
  }
  return numbers(values, holes, step);
};

/** Whether doubles computed out of exact integers are exact themselves: what was rounded is beyond 2^53 - 1. */
export const isExactly = ({ values, missing }: Numbers): boolean => {
  for (let row = 0; row < values.length; row += 1) {
    if (!Number.isSafeInteger(values[row]) && missing?.[row] !== 1) return false;
  }
  return true;
};

/** Truth of each row as 0 or 1; what has no value counts as false. */
export const truths = ({ values, missing, step }: Numbers, rows: number): Uint8Array => {
  const out = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) {
    out[row] = values[step * row] !== 0 && missing?.[step * row] !== 1 ? 1 : 0;
  }
  return out;
};
