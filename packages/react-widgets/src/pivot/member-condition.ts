import {
  bucketDay,
  bucketFiscal,
  bucketWeekYear,
  daysFromCivil,
  formatDate,
  formatInstant,
  instantsOfDays,
  parseDate,
  parseInstant,
  type DayGrain,
} from "@ennead/core/calendar";
import type { Filter, FilterValue } from "@ennead/core/filter";
import type { Bucket, Dim, PivotSpec } from "@ennead/core/pivot";

import type { PivotField } from "./fields.ts";
import type { PathMember } from "./path.ts";

/** Days of a plain date, or milliseconds of an instant; both ends included. */
interface Run {
  readonly field: string;
  readonly kind: "date" | "instant";
  readonly from: number;
  readonly to: number;
}

type Part = { readonly run: Run } | { readonly filters: readonly Filter[] };

type Groups = Extract<Bucket, { kind: "map" }>;

/** Grains whose groups are one run of days each; the others come back every week or year. */
const runs: ReadonlySet<string> = new Set<DayGrain>([
  "year",
  "half",
  "quarter",
  "month",
  "week",
  "isoWeek",
  "day",
]);

const namesDays = (bucket: Bucket, weekStart: number): ((day: number) => string) | undefined => {
  switch (bucket.kind) {
    case "date": {
      if (!runs.has(bucket.grain)) return undefined;
      const options = { weekStart: bucket.weekStart ?? weekStart };
      return (day) => bucketDay(bucket.grain as DayGrain, day, options).label;
    }
    case "fiscal":
      return (day) => bucketFiscal(bucket.grain, day, bucket).label;
    case "weekYear":
      return (day) => bucketWeekYear(bucket.grain, day, bucket).label;
    default:
      return undefined;
  }
};

/**
 * The first and the last day with a name. A name holds its year, and no rule names a day by a year that is not the one
 * before or after it: so few days are asked that no grain needs a reader of its own.
 */
const daysOf = (
  nameOf: (day: number) => string,
  label: string,
): readonly [first: number, last: number] | undefined => {
  const year = Number(/\d{4}/.exec(label)?.[0]);
  if (!Number.isInteger(year)) return undefined;
  let first: number | undefined;
  let last: number | undefined;
  for (let day = daysFromCivil(year - 1, 1, 1); day < daysFromCivil(year + 2, 1, 1); day += 1) {
    if (nameOf(day) !== label) continue;
    first ??= day;
    last = day;
  }
  return first === undefined || last === undefined ? undefined : [first, last];
};

/** `2024-11-03T01-04:00`, an hour of a day in a zone. */
const hourOf = (label: string): number | undefined => {
  const [, day, hour, offset] = /^(\d{4}-\d\d-\d\d)T(\d\d)([+-]\d\d:\d\d)$/.exec(label) ?? [];
  return day === undefined ? undefined : parseInstant(`${day}T${hour}:00:00${offset}`);
};

const runOf = (
  { field: name, bucket }: Dim & { readonly bucket: Bucket },
  label: string,
  field: PivotField,
  zones: { readonly timeZone: string; readonly weekStart: number },
): Run | undefined => {
  const kind = field.kind === "instant" ? "instant" : "date";
  const timeZone = ("timeZone" in bucket ? bucket.timeZone : undefined) ?? zones.timeZone;
  if (bucket.kind === "date" && bucket.grain === "hour") {
    const from = hourOf(label);
    return from === undefined ? undefined : { field: name, kind, from, to: from + 3_599_999 };
  }
  const nameOf = namesDays(bucket, zones.weekStart);
  const days = nameOf && daysOf(nameOf, label);
  if (days === undefined) return undefined;
  const [first, last] = days;
  if (kind === "date") return { field: name, kind, from: first, to: last };
  const instants = instantsOfDays(first, last + 1, timeZone);
  const [from, to] = [instants[0]?.[0], instants.at(-1)?.[1]];
  return from === undefined || to === undefined
    ? undefined
    : { field: name, kind, from, to: to - 1 };
};

const exact: ReadonlySet<string> = new Set(["int64", "decimal", "money"]);

/** `[0,10)`, without its open end. */
const bandOf = (
  name: string,
  label: string,
  { type }: PivotField,
): readonly Filter[] | undefined => {
  const [, from, to] = /^\[(-inf|[^,]+),(inf|[^,]+)\)$/.exec(label) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const number = (text: string): FilterValue => (exact.has(type) ? text : Number(text));
  return [
    ...(from === "-inf" ? [] : [[">=", name, number(from)] as const]),
    ...(to === "inf" ? [] : [["<", name, number(to)] as const]),
  ];
};

/** The members of a group; the rest is everything that no other group names, without the empty member. */
const groupOf = (name: string, label: FilterValue, { groups, rest }: Groups): readonly Filter[] => {
  const own = groups.filter(([group]) => group === label).flatMap(([, members]) => members);
  const known = groups.flatMap(([, members]) => members);
  if (rest === label) {
    const elsewhere = known.filter((member) => !own.includes(member));
    return [
      ["notNull", name],
      ...(elsewhere.length === 0 ? [] : [["notIn", name, elsewhere] as const]),
    ];
  }
  const itself = rest === undefined && !known.includes(label) ? [label] : [];
  return [["in", name, [...own, ...itself]]];
};

const plainOf = (name: string, member: FilterValue, { kind }: PivotField): Part | undefined => {
  switch (kind) {
    case "text":
    case "bool":
      return { filters: [["in", name, [member]]] };
    case "number":
      return { filters: [["=", name, member]] };
    case "date":
    case "instant": {
      const read = kind === "date" ? parseDate : parseInstant;
      const at = read(String(member));
      return at === undefined ? undefined : { run: { field: name, kind, from: at, to: at } };
    }
    default:
      return kind satisfies never;
  }
};

const partOf = (
  dim: Dim,
  member: PathMember,
  field: PivotField,
  spec: PivotSpec,
): Part | undefined => {
  const { field: name, bucket } = dim;
  if (member === null) return { filters: [["isNull", name]] };
  // The rest of a top list is what the list leaves; a condition would change the list.
  if (typeof member === "object") return undefined;
  if (bucket === undefined) return plainOf(name, member, field);
  if (bucket.kind === "map") return { filters: groupOf(name, member, bucket) };
  if (bucket.kind === "bins" || bucket.kind === "step") {
    const filters = bandOf(name, String(member), field);
    return filters === undefined ? undefined : { filters };
  }
  const zones = { timeZone: spec.timeZone ?? "UTC", weekStart: spec.weekStart ?? 1 };
  const run = runOf({ ...dim, bucket }, String(member), field, zones);
  return run === undefined ? undefined : { run };
};

/** Runs of one field as what they have in common: a quarter within its year is the quarter. */
const narrowed = (all: readonly Run[]): readonly Run[] => {
  const byField = new Map<string, Run>();
  for (const run of all) {
    const held = byField.get(run.field) ?? run;
    const [from, to] = [Math.max(held.from, run.from), Math.min(held.to, run.to)];
    byField.set(run.field, { ...run, from, to });
  }
  return [...byField.values()];
};

const between = ({ field, kind, from, to }: Run): Filter => {
  const write = kind === "date" ? formatDate : formatInstant;
  return ["between", field, write(from), write(to)];
};

/**
 * Conditions that leave the records of a cell, one for each field its members are of; none at the grand total. Undefined
 * where no condition says it: the rest of a top list, and groups that come back, like weekdays.
 */
export const cellConditions = (
  spec: PivotSpec,
  row: readonly PathMember[],
  col: readonly PathMember[],
  fieldOf: (name: string) => PivotField,
): readonly Filter[] | undefined => {
  const steps = [
    ...row.map((member, at) => [spec.rows[at], member] as const),
    ...col.map((member, at) => [spec.cols[at], member] as const),
  ];
  const parts = steps.map(([dim, member]) =>
    dim === undefined ? undefined : partOf(dim, member, fieldOf(dim.field), spec),
  );
  if (!parts.every((part) => part !== undefined)) return undefined;
  const plain = parts.flatMap((part) => ("filters" in part ? part.filters : []));
  const ranges = narrowed(parts.flatMap((part) => ("run" in part ? [part.run] : [])));
  return [...plain, ...ranges.map(between)];
};
