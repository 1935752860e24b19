import { bucketDay, bucketInstant, parseDate, parseInstant } from "@ennead/core/calendar";
import { compareDecimals, type Decimal } from "@ennead/core/kernel";
import type { Bucket, Dim, PivotSpec } from "@ennead/core/pivot";

import { aligned, compareCells, decimal, exactTypes, seen, written, type Cell } from "./types.ts";

/** A member and what ascending label order compares: first the `tier`, then the order within it. */
export interface NaiveMember {
  readonly member: Cell;
  readonly tier: number;
  readonly order: Decimal | Cell;
  readonly type: string;
  readonly others?: true;
}

export const compareMembers = (a: NaiveMember, b: NaiveMember): number => {
  if (a.tier !== b.tier) return a.tier - b.tier;
  if (typeof a.order === "object" && a.order !== null) {
    return compareDecimals(a.order, b.order as Decimal);
  }
  return compareCells(a.order, b.order as Cell, a.type);
};

const missing: NaiveMember = { member: null, tier: 1e9, order: 0, type: "int" };
export const othersMember: NaiveMember = { ...missing, tier: 2e9, others: true };

const millis = 86_400_000;
const dateOf = (day: number): Date => new Date(day * millis);
const isoDay = (day: number): number => dateOf(day).getUTCDay() || 7;
const two = (number: number): string => String(number).padStart(2, "0");

/** Months since the fiscal year began, and that year's name. */
const fiscal = (day: number, bucket: Extract<Bucket, { kind: "fiscal" }>): [string, number] => {
  const date = dateOf(day);
  const month = date.getUTCMonth() + 1;
  const started = date.getUTCFullYear() - (month < bucket.startMonth ? 1 : 0);
  const ended = bucket.startMonth === 1 ? started : started + 1;
  const name = bucket.nameBy === "start" ? started : ended;
  const since = (month + 12 - bucket.startMonth) % 12;
  switch (bucket.grain) {
    case "year":
      return [`FY${name}`, name];
    case "quarter":
      return [`FY${name}-Q${1 + Math.trunc(since / 3)}`, name * 100 + Math.trunc(since / 3)];
    default:
      return [`FY${name}-P${two(since + 1)}`, name * 100 + since];
  }
};

/** The last day of the year of weeks that is named after a month of a calendar year: looked for day by day. */
const weekYearEnd = (year: number, bucket: Extract<Bucket, { kind: "weekYear" }>): number => {
  const monthEnd = Date.UTC(year, bucket.endMonth, 0) / millis;
  const tries = bucket.rule === "last" ? [0, -1, -2, -3, -4, -5, -6] : [0, -1, 1, -2, 2, -3, 3];
  return monthEnd + (tries.find((by) => isoDay(monthEnd + by) === bucket.endDay) ?? 0);
};

const weekYear = (day: number, bucket: Extract<Bucket, { kind: "weekYear" }>): [string, number] => {
  const near = dateOf(day).getUTCFullYear();
  const ends = [near - 1, near, near + 1, near + 2].find(
    (year) => weekYearEnd(year, bucket) >= day,
  );
  if (ends === undefined) throw new Error("no year of weeks");
  const name = bucket.nameBy === "start" && bucket.endMonth !== 12 ? ends - 1 : ends;
  const week = 1 + Math.trunc((day - weekYearEnd(ends - 1, bucket) - 1) / 7);
  const periods = [0, 1, 2, 3].flatMap(() => [...bucket.pattern].map(Number));
  const period = periods.findIndex(
    (_, at) => week <= periods.slice(0, at + 1).reduce((sum, weeks) => sum + weeks, 0),
  );
  const own = period < 0 ? 12 : period + 1;
  switch (bucket.grain) {
    case "year":
      return [`FY${name}`, name];
    case "quarter":
      return [`FY${name}-Q${Math.ceil(own / 3)}`, name * 100 + Math.ceil(own / 3)];
    case "period":
      return [`FY${name}-P${two(own)}`, name * 100 + own];
    default:
      return [`FY${name}-W${two(week)}`, name * 100 + week];
  }
};

const stepOf = (value: Decimal, size: Decimal, origin: Decimal): [string, Decimal] => {
  const { units, scale } = aligned([value, size, origin]);
  const [at = 0n, step = 1n, from = 0n] = units;
  let low = from + ((at - from) / step) * step;
  while (low > at) low -= step;
  while (low + step <= at) low += step;
  const label = (one: bigint): string => written({ units: one, scale });
  return [`[${label(low)},${label(low + step)})`, { units: low, scale }];
};

/** A value of a field as its member without a bucket. */
export const plainMember = (value: Cell, type: string): NaiveMember => {
  if (value === null) return missing;
  if (exactTypes.has(type)) {
    const read = decimal(value);
    return { member: written(read), tier: 0, order: read, type };
  }
  const member = typeof value === "number" ? value + 0 : value;
  return { member, tier: 0, order: member, type };
};

const timeMember = ([member, order]: [string, number]): NaiveMember => ({
  member,
  tier: 0,
  order,
  type: "int",
});

/** The group of a local day, in a bucket of dates. */
export const dayMember = (day: number, bucket: Bucket, weekStart: number): NaiveMember => {
  if (bucket.kind === "fiscal") return timeMember(fiscal(day, bucket));
  if (bucket.kind === "weekYear") return timeMember(weekYear(day, bucket));
  if (bucket.kind !== "date" || bucket.grain === "hour" || bucket.grain === "hourOfDay") {
    throw new Error("no bucket of days");
  }
  const found = bucketDay(bucket.grain, day, { weekStart: bucket.weekStart ?? weekStart });
  return timeMember([found.label, found.key]);
};

const localDay = (instant: number, zone: string): number =>
  parseDate(bucketInstant("day", instant, zone).label) ?? 0;

const edgeName = (edge: Decimal | undefined, open: string): string =>
  edge === undefined ? open : written(edge);

const namedMember = (label: string, tier: number): NaiveMember => ({
  member: label,
  tier,
  order: 0,
  type: "int",
});

/** The member of a record on a level. */
export const memberOf = (
  raw: Cell | undefined,
  dim: Dim,
  type: string,
  spec: Pick<PivotSpec, "timeZone" | "weekStart">,
): NaiveMember => {
  const value = seen(raw, { type: type as "text" });
  const { bucket } = dim;
  if (value === null) return missing;
  if (bucket === undefined) return plainMember(value, type);
  switch (bucket.kind) {
    case "date":
    case "fiscal":
    case "weekYear": {
      const { weekStart = 1 } = spec;
      const zone = bucket.timeZone ?? spec.timeZone ?? "UTC";
      if (type === "date") return dayMember(parseDate(String(value)) ?? 0, bucket, weekStart);
      const instant = parseInstant(String(value)) ?? 0;
      if (bucket.kind !== "date") return dayMember(localDay(instant, zone), bucket, weekStart);
      const found = bucketInstant(bucket.grain, instant, zone, {
        weekStart: bucket.weekStart ?? weekStart,
      });
      return { member: found.label, tier: 0, order: found.key, type: "int" };
    }
    case "bins": {
      const edges = bucket.edges.map(decimal);
      const at = edges.filter((edge) => compareDecimals(edge, decimal(value)) <= 0).length;
      const label = `[${edgeName(edges[at - 1], "-inf")},${edgeName(edges[at], "inf")})`;
      return { member: label, tier: 0, order: at, type: "int" };
    }
    case "step": {
      const [label, low] = stepOf(
        decimal(value),
        decimal(bucket.size),
        decimal(bucket.origin ?? 0),
      );
      return { member: label, tier: 0, order: low, type: "decimal" };
    }
    case "map": {
      const own = plainMember(value, type);
      const group = bucket.groups.findIndex(([, members]) =>
        members.some((one) => one !== null && plainMember(one, type).member === own.member),
      );
      if (group >= 0) return namedMember(bucket.groups[group]?.[0] ?? "", group);
      // A rest, or a member, that is called like a group is that group.
      const called = bucket.rest ?? own.member;
      const same = bucket.groups.findIndex(([label]) => label === called);
      if (same >= 0) return namedMember(bucket.groups[same]?.[0] ?? "", same);
      if (bucket.rest !== undefined) return namedMember(bucket.rest, bucket.groups.length);
      return { ...own, tier: bucket.groups.length };
    }
    default:
      return bucket satisfies never;
  }
};
