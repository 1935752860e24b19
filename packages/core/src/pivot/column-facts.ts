import { codingOf, ranksOf } from "./coding.ts";
import type { Column } from "./dataset.ts";
import { isValid } from "./validity.ts";

/** What the planner asks of a column once: columns never change. */
export interface ColumnFacts {
  /** The largest magnitude among the values; 0 when there are none. */
  readonly maxAbs: number;
  /** Whether some value is NaN or infinite. */
  readonly nonFinite: boolean;
}

const remember = <T>(make: (column: Column) => T): ((column: Column) => T) => {
  const known = new WeakMap<Column, { readonly value: T }>();
  return (column) => {
    let kept = known.get(column);
    if (kept === undefined) known.set(column, (kept = { value: make(column) }));
    return kept.value;
  };
};

/** Magnitude and finiteness of a Float64Array column. */
export const factsOf: (column: Column) => ColumnFacts = remember(({ values }) => {
  let maxAbs = 0;
  let nonFinite = false;
  if (values instanceof Float64Array) {
    for (let row = 0; row < values.length; row += 1) {
      const size = Math.abs(values[row]!);
      if (size > maxAbs && size < Number.POSITIVE_INFINITY) maxAbs = size;
      if (!(size < Number.POSITIVE_INFINITY)) nonFinite = true;
    }
  }
  return { maxAbs, nonFinite };
});

/** What values are multiplied with where their sum may leave the range of doubles: a power of two, so nothing is rounded. */
export const shrink: number = 2 ** -100;

/** The values of a float column, each made smaller by `shrink`. */
export const shrunkenOf: (column: Column) => Float64Array = remember(({ values }) =>
  Float64Array.from(values as Float64Array, (value) => value * shrink),
);

/** Bits of a limb: sums of limbs stay exact in a double over 2^27 rows. */
const limbBits = 26;
const limbSize = 2 ** limbBits;

/** The exact whole number whose limbs, lowest first, were summed one by one. */
export const fromLimbs = (sums: readonly number[]): bigint =>
  sums.reduceRight((high, sum) => (high << BigInt(limbBits)) + BigInt(sum), 0n);

/**
 * Scaled integers cut into limbs of 26 bits, lowest first, the highest signed: one array per limb. Plain sums of the
 * limbs are exact where a sum of doubles would not be.
 */
export const limbsOf: (column: Column) => readonly Float64Array[] = remember((column) => {
  const { values } = column;
  if (values instanceof Float64Array) {
    const high = values.map((value) => Math.floor(value / limbSize));
    return [values.map((value, row) => value - high[row]! * limbSize), high];
  }
  const { codes, units = [] } = codingOf(column);
  const bits = units.reduce((most, unit) => Math.max(most, unit.toString(2).length), 1) + 1;
  const count = Math.max(1, Math.ceil(bits / limbBits));
  return Array.from({ length: count }, (_, limb) => {
    const shift = BigInt(limb * limbBits);
    const part = units.map((unit) =>
      Number(limb === count - 1 ? unit >> shift : BigInt.asUintN(limbBits, unit >> shift)),
    );
    return Float64Array.from(codes, (code) => part[code] ?? 0);
  });
});

/** The label rank of each row's value, so that minimum and maximum of text and wide numbers are those of small numbers. */
export const rankValuesOf: (column: Column) => Int32Array = remember((column) => {
  const coding = codingOf(column);
  const ranks = ranksOf(coding);
  return Int32Array.from(coding.codes, (code) => ranks[code] ?? 0);
});

/** Codes of each row with the empty member as the last code: what tells currencies apart. */
export const codesWithEmpty: (column: Column) => Int32Array = remember((column) => {
  const { codes, size, validity } = codingOf(column);
  return Int32Array.from(codes, (code, row) => (isValid(validity, row) ? code : size));
});
