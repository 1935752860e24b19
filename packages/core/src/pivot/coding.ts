import { formatDate, formatInstant } from "../calendar/index.ts";
import { compareCodePoints } from "../filter/index.ts";
import { formatDecimal, parseDecimal, unitsAt } from "../kernel/index.ts";
import { narrowest, type Codes } from "./codes.ts";
import type { Column } from "./dataset.ts";
import { NumberIndex } from "./number-index.ts";
import type { Member } from "./result.ts";
import { isValid } from "./validity.ts";

/**
 * A column as codes into its distinct values. Rows that `validity` calls missing have a code without meaning.
 * `numbers` or `units` hold the distinct values where the type is not text: doubles, scaled integers, days, epoch
 * milliseconds; `units` where doubles would not be exact.
 */
export interface Coding {
  readonly codes: Codes;
  readonly size: number;
  readonly validity: Uint8Array | undefined;
  readonly numbers?: Float64Array;
  readonly units?: readonly bigint[];
  /** The members by code where they are a list already: codings of one list have equal codes. */
  readonly dict?: readonly Member[];
  readonly member: (code: number) => Member;
  /** Ascending label order of two codes. */
  readonly compare: (a: number, b: number) => number;
}

const memberOf = ({ type, scale = 0 }: Column): ((value: number) => Member) => {
  switch (type) {
    case "bool":
      return (value) => value !== 0;
    case "date":
      return formatDate;
    case "timestamp":
      return formatInstant;
    case "decimal":
    case "money":
      return (value) => formatDecimal({ units: BigInt(value), scale });
    default:
      return (value) => value;
  }
};

const ofText = (
  codes: Codes,
  dict: readonly Member[],
  validity: Uint8Array | undefined,
): Coding => {
  const text = dict as readonly string[];
  return {
    codes,
    size: dict.length,
    validity,
    dict,
    member: (code) => text[code] ?? "",
    compare: (a, b) => compareCodePoints(text[a] ?? "", text[b] ?? ""),
  };
};

const ofUnits = (
  codes: Codes,
  units: readonly bigint[],
  scale: number,
  validity: Uint8Array | undefined,
): Coding => ({
  codes,
  size: units.length,
  validity,
  units,
  member: (code) => formatDecimal({ units: units[code] ?? 0n, scale }),
  compare: (a, b) => {
    const [left = 0n, right = 0n] = [units[a], units[b]];
    return left < right ? -1 : left > right ? 1 : 0;
  },
});

const ofBigInts = (values: BigInt64Array, column: Column): Coding => {
  const codes = new Int32Array(values.length);
  const seen = new Map<bigint, number>();
  for (let row = 0; row < values.length; row += 1) {
    if (!isValid(column.validity, row)) continue;
    const value = values[row] ?? 0n;
    let code = seen.get(value);
    if (code === undefined) seen.set(value, (code = seen.size));
    codes[row] = code;
  }
  return ofUnits(narrowest(codes, seen.size), [...seen.keys()], column.scale ?? 0, column.validity);
};

const ofNumbers = (column: Column, codes: Codes, numbers: Float64Array): Coding => {
  const member = memberOf(column);
  return {
    codes,
    size: numbers.length,
    validity: column.validity,
    numbers,
    member: (code) => member(numbers[code] ?? 0),
    compare: (a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0),
  };
};

/** Days and bools: a table over the range instead of a hash, when the range is not much longer than the column. */
const byRange = (values: Int32Array, column: Column): Coding | undefined => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < values.length; row += 1) {
    if (!isValid(column.validity, row)) continue;
    const value = values[row]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high < low) return ofNumbers(column, new Uint8Array(values.length), new Float64Array(0));
  const range = high - low + 1;
  if (range > Math.max(0x10000, values.length * 4)) return undefined;
  const codeOf = new Int32Array(range).fill(-1);
  for (let row = 0; row < values.length; row += 1) {
    if (isValid(column.validity, row)) codeOf[values[row]! - low] = 0;
  }
  const numbers: number[] = [];
  for (let at = 0; at < range; at += 1) {
    if (codeOf[at] === 0) codeOf[at] = numbers.push(at + low) - 1;
  }
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    if (isValid(column.validity, row)) codes[row] = codeOf[values[row]! - low]!;
  }
  return ofNumbers(column, narrowest(codes, numbers.length), Float64Array.from(numbers));
};

const byHash = (values: Float64Array | Int32Array, column: Column): Coding => {
  const index = new NumberIndex(1024);
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    // Adding zero turns -0 into 0: they are one member.
    if (isValid(column.validity, row)) codes[row] = index.add(values[row]! + 0);
  }
  return ofNumbers(column, narrowest(codes, index.size), index.keys());
};

const encode = (column: Column): Coding => {
  const { codes, dict, values, validity, type, scale = 0 } = column;
  if (codes !== undefined && dict !== undefined) {
    if (type === "text") return ofText(codes, dict, validity);
    const units = dict.map((member) => {
      const decimal = parseDecimal(String(member));
      return (decimal === undefined ? undefined : unitsAt(decimal, scale)) ?? 0n;
    });
    return ofUnits(codes, units, scale, validity);
  }
  if (values instanceof BigInt64Array) return ofBigInts(values, column);
  if (values instanceof Int32Array) return byRange(values, column) ?? byHash(values, column);
  return byHash(values ?? new Float64Array(), column);
};

// Columns never change, so their coding is made once and kept as long as the column is.
const known = new WeakMap<Column, Coding>();

/** The coding of a column, made once per column. */
export const codingOf = (column: Column): Coding => {
  let coding = known.get(column);
  if (coding === undefined) {
    coding = encode(column);
    known.set(column, coding);
  }
  return coding;
};

/** The position of each code in ascending label order, made once per coding. */
export const ranksOf = (coding: Coding): Float64Array => {
  const kept = knownRanks.get(coding);
  if (kept !== undefined) return kept;
  const order = Int32Array.from({ length: coding.size }, (_, code) => code).toSorted(
    coding.compare,
  );
  const ranks = new Float64Array(coding.size);
  order.forEach((code, rank) => (ranks[code] = rank));
  knownRanks.set(coding, ranks);
  return ranks;
};

const knownRanks = new WeakMap<Coding, Float64Array>();
