import {
  bucketDay,
  bucketFiscal,
  bucketWeekYear,
  dayOf,
  type TimeBucket,
} from "../calendar/index.ts";
import { nextUp } from "../filter/index.ts";
import {
  compareDecimals,
  formatDecimal,
  parseDecimal,
  unitsAt,
  type Decimal,
} from "../kernel/index.ts";
import type { Coding } from "./coding.ts";
import type { ColumnType } from "./column-type.ts";
import { instantGroups } from "./instant-groups.ts";
import type { Grouping } from "./level.ts";
import { mapGroups } from "./map-groups.ts";
import type { Bucket } from "./spec.ts";

/** What a bucket needs besides the value: the report's zone and week, where the bucket names none itself. */
export interface BucketContext {
  readonly type: ColumnType;
  readonly scale: number;
  readonly timeZone: string;
  readonly weekStart: number;
}

const decimalOf = (written: number | string): Decimal =>
  parseDecimal(String(written)) ?? { units: 0n, scale: 0 };

/** A distinct value as an exact decimal. A double counts as its shortest writing, the number a person reads. */
const exactValue = ({ units, numbers }: Coding, { type, scale }: BucketContext) =>
  type === "float"
    ? (code: number): Decimal => decimalOf(numbers?.[code] ?? 0)
    : (code: number): Decimal => ({ units: units?.[code] ?? BigInt(numbers?.[code] ?? 0), scale });

const ceilUnits = ({ units, scale }: Decimal, target: number): bigint => {
  if (target >= scale) return units * 10n ** BigInt(target - scale);
  const divisor = 10n ** BigInt(scale - target);
  const quotient = units / divisor;
  return quotient * divisor < units ? quotient + 1n : quotient;
};

/** The least double whose shortest writing is not below the decimal. */
const doubleAtOrAbove = (edge: Decimal): number => {
  const nearest = Number(formatDecimal(edge));
  if (!Number.isFinite(nearest)) return nearest;
  return compareDecimals(decimalOf(nearest), edge) < 0 ? nextUp(nearest) : nearest;
};

const bins = (
  edges: readonly (number | string)[],
  coding: Coding,
  { type, scale }: BucketContext,
): Grouping => {
  const exact = edges.map(decimalOf);
  const names = exact.map(formatDecimal);
  const label = (key: number): string =>
    `[${key === 0 ? "-inf" : names[key - 1]},${key === names.length ? "inf" : names[key]})`;
  const labels = Array.from({ length: edges.length + 1 }, (_, key) => label(key));
  // A scaled integer is at or above an edge when it is at or above the edge's ceiling: no rounding takes part.
  const { units } = coding;
  const floors = exact.map((edge) => ceilUnits(edge, scale));
  const bounds = type === "float" ? exact.map(doubleAtOrAbove) : floors.map(Number);
  const above = (code: number, edge: number): boolean =>
    units === undefined
      ? (coding.numbers?.[code] ?? 0) >= (bounds[edge] ?? 0)
      : (units[code] ?? 0n) >= (floors[edge] ?? 0n);
  const key = (code: number): number => {
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (above(code, middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { key, label: (code) => labels[key(code)] ?? "" };
};

const floorDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
};

/** Steps of scaled integers as long as all of the arithmetic stays exact in doubles. */
const smallSteps = (
  size: Decimal,
  origin: Decimal,
  { numbers }: Coding,
  { type, scale }: BucketContext,
): ((code: number) => number) | undefined => {
  if (numbers === undefined || type === "float") return undefined;
  const common = Math.max(size.scale, origin.scale, scale);
  const factor = 10 ** (common - scale);
  const step = Number(unitsAt(size, common));
  const from = Number(unitsAt(origin, common));
  const most = numbers.reduce((far, number) => Math.max(far, Math.abs(number)), 0);
  if (most * factor + Math.abs(from) + step > Number.MAX_SAFE_INTEGER) return undefined;
  return (code) => {
    const units = (numbers[code] ?? 0) * factor - from;
    const steps = Math.floor(units / step);
    // The quotient may have been rounded up to the next whole number.
    return steps * step > units ? steps - 1 : steps;
  };
};

const steps = (
  size: Decimal,
  origin: Decimal,
  coding: Coding,
  context: BucketContext,
): Grouping => {
  const valueOf = exactValue(coding, context);
  const exact = (code: number): { steps: bigint; step: bigint; from: bigint; scale: number } => {
    const value = valueOf(code);
    const scale = Math.max(size.scale, origin.scale, value.scale);
    const step = unitsAt(size, scale) ?? 1n;
    const from = unitsAt(origin, scale) ?? 0n;
    return { steps: floorDivide((unitsAt(value, scale) ?? 0n) - from, step), step, from, scale };
  };
  return {
    key: smallSteps(size, origin, coding, context) ?? ((code) => exact(code).steps),
    label: (code) => {
      const { steps: count, step, from, scale } = exact(code);
      const low = formatDecimal({ units: from + count * step, scale });
      return `[${low},${formatDecimal({ units: from + (count + 1n) * step, scale })})`;
    },
  };
};

/** Years of other calendars than the civil one, of dates or of the local dates of instants. */
const ofDays = (
  bucket: Extract<Bucket, { kind: "fiscal" | "weekYear" }>,
  { numbers = new Float64Array() }: Coding,
  { type, timeZone }: BucketContext,
): Grouping => {
  const zone = bucket.timeZone ?? timeZone;
  const days =
    type === "timestamp" ? Float64Array.from(numbers, (instant) => dayOf(instant, zone)) : numbers;
  const groupOf = (code: number): TimeBucket => bucketOfDay(bucket, days[code] ?? 0);
  return { key: (code) => groupOf(code).key, label: (code) => groupOf(code).label };
};

/** The group of a day in a fiscal year or a year of weeks. */
export const bucketOfDay = (
  bucket: Extract<Bucket, { kind: "fiscal" | "weekYear" }>,
  day: number,
): TimeBucket =>
  bucket.kind === "fiscal"
    ? bucketFiscal(bucket.grain, day, bucket)
    : bucketWeekYear(bucket.grain, day, bucket);

/** The grouping of a column's distinct values by a checked bucket. */
export const bucketOf = (bucket: Bucket, coding: Coding, context: BucketContext): Grouping => {
  switch (bucket.kind) {
    case "date": {
      const { grain, timeZone = context.timeZone, weekStart = context.weekStart } = bucket;
      const numbers = coding.numbers ?? new Float64Array();
      if (context.type === "timestamp") return instantGroups(grain, numbers, timeZone, weekStart);
      // Hours of plain dates are refused when the spec is checked.
      const dayGrain = grain === "hour" || grain === "hourOfDay" ? "day" : grain;
      return {
        key: (code) => bucketDay(dayGrain, numbers[code] ?? 0, { weekStart }).key,
        label: (code) => bucketDay(dayGrain, numbers[code] ?? 0, { weekStart }).label,
      };
    }
    case "bins":
      return bins(bucket.edges, coding, context);
    case "step":
      return steps(decimalOf(bucket.size), decimalOf(bucket.origin ?? 0), coding, context);
    case "fiscal":
    case "weekYear":
      return ofDays(bucket, coding, context);
    case "map":
      return mapGroups(bucket, coding, context.type);
    default:
      return bucket satisfies never;
  }
};
