import * as v from "valibot";

import { filterSchema } from "../filter/index.ts";
import type { Bucket, PivotSpec, Sort } from "./spec.ts";
import { formula, valueSchema } from "./value-schema.ts";

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const member = v.nullable(v.union([v.string(), v.number(), v.boolean()]));

const pathMember = v.union([member, v.strictObject({ others: v.literal(true) })]);

/** A list of bounded length; its items are looked at only when it is short enough. */
const upTo = <T>(most: number, item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T[]> =>
  v.pipe(v.array(v.unknown()), v.maxLength(most), v.array(item));

/** Members that a sort may list, and edges of bins. */
const mostListed = 10_000;

const direction = v.picklist(["asc", "desc"]);
const written = v.union([v.pipe(v.number(), v.finite()), v.string()]);
const weekStart = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7));

const month = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12));
const nameBy = v.picklist(["start", "end"]);

const bucketSchema: v.GenericSchema<unknown, Bucket> = v.variant("kind", [
  v.strictObject({
    kind: v.literal("date"),
    grain: v.picklist([
      "year",
      "half",
      "quarter",
      "month",
      "week",
      "isoWeek",
      "day",
      "hour",
      "dayOfWeek",
      "monthOfYear",
      "quarterOfYear",
      "hourOfDay",
    ]),
    timeZone: v.exactOptional(v.string()),
    weekStart: v.exactOptional(weekStart),
  }),
  v.strictObject({
    kind: v.literal("bins"),
    edges: v.pipe(upTo(mostListed, written), v.minLength(1)),
  }),
  v.strictObject({ kind: v.literal("step"), size: written, origin: v.exactOptional(written) }),
  v.strictObject({
    kind: v.literal("fiscal"),
    grain: v.picklist(["year", "quarter", "month"]),
    startMonth: month,
    nameBy,
    timeZone: v.exactOptional(v.string()),
  }),
  v.strictObject({
    kind: v.literal("weekYear"),
    grain: v.picklist(["year", "quarter", "period", "week"]),
    endMonth: month,
    endDay: weekStart,
    rule: v.picklist(["last", "nearest"]),
    pattern: v.picklist(["445", "454", "544"]),
    nameBy,
    timeZone: v.exactOptional(v.string()),
  }),
  v.strictObject({
    kind: v.literal("map"),
    groups: upTo(1000, v.strictTuple([name, upTo(mostListed, member)])),
    rest: v.exactOptional(name),
  }),
]);

const sortSchema: v.GenericSchema<unknown, Sort> = v.variant("by", [
  v.strictObject({ by: v.literal("label"), dir: direction }),
  v.strictObject({
    by: v.literal("value"),
    value: v.string(),
    dir: direction,
    path: v.exactOptional(upTo(mostListed, pathMember)),
  }),
  v.strictObject({ by: v.literal("list"), list: upTo(mostListed, member) }),
]);

const dimSchema = v.strictObject({
  name,
  field: v.string(),
  bucket: v.exactOptional(bucketSchema),
  sort: v.exactOptional(sortSchema),
  top: v.exactOptional(
    v.strictObject({
      n: v.number(),
      by: v.string(),
      dir: v.exactOptional(direction),
      ties: v.exactOptional(v.picklist(["label", "include"])),
      others: v.exactOptional(v.boolean()),
    }),
  ),
  fill: v.exactOptional(v.picklist(["range", "all"])),
});

const joinSchema = v.strictObject({
  as: name,
  source: v.string(),
  left: v.string(),
  right: v.string(),
});

const havingSchema = v.strictObject({
  on: v.picklist(["rows", "cols"]),
  level: v.pipe(v.number(), v.integer(), v.minValue(0)),
  value: v.string(),
  op: v.picklist(["=", "!=", "<", "<=", ">", ">="]),
  than: written,
});

/** The shape of a PivotSpec; unknown keys are refused. Filters are checked by the filter room. */
export const pivotSpecSchema: v.GenericSchema<unknown, PivotSpec> = v.strictObject({
  version: v.literal(1),
  source: v.string(),
  joins: v.exactOptional(upTo(10, joinSchema)),
  fields: v.exactOptional(upTo(50, v.strictObject({ name, formula }))),
  filter: v.exactOptional(filterSchema),
  timeZone: v.exactOptional(v.string()),
  weekStart: v.exactOptional(weekStart),
  rows: v.array(dimSchema),
  cols: v.array(dimSchema),
  values: v.array(valueSchema),
  having: v.exactOptional(upTo(20, havingSchema)),
  limits: v.exactOptional(
    v.strictObject({ cells: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))) }),
  ),
});
