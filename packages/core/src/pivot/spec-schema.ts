import * as v from "valibot";

import { filterSchema } from "../filter/index.ts";
import type { Bucket, PivotSpec, Sort } from "./spec.ts";

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const member = v.nullable(v.union([v.string(), v.number(), v.boolean()]));

/** A list of bounded length; its items are looked at only when it is short enough. */
const upTo = <T>(most: number, item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T[]> =>
  v.pipe(v.array(v.unknown()), v.maxLength(most), v.array(item));

/** Members that a sort may list, and edges of bins. */
const mostListed = 10_000;

const direction = v.picklist(["asc", "desc"]);
const written = v.union([v.pipe(v.number(), v.finite()), v.string()]);
const weekStart = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7));

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
]);

const sortSchema: v.GenericSchema<unknown, Sort> = v.variant("by", [
  v.strictObject({ by: v.literal("label"), dir: direction }),
  v.strictObject({
    by: v.literal("value"),
    value: v.string(),
    dir: direction,
    path: v.exactOptional(upTo(mostListed, member)),
  }),
  v.strictObject({ by: v.literal("list"), list: upTo(mostListed, member) }),
]);

const dimSchema = v.strictObject({
  name,
  field: v.string(),
  bucket: v.exactOptional(bucketSchema),
  sort: v.exactOptional(sortSchema),
});

const valueSchema = v.strictObject({
  name,
  agg: v.picklist(["records", "count", "sum", "avg", "min", "max", "distinct"]),
  field: v.exactOptional(v.string()),
  where: v.exactOptional(filterSchema),
  currency: v.exactOptional(v.string()),
});

/** The shape of a PivotSpec; unknown keys are refused. Filters are checked by the filter room. */
export const pivotSpecSchema: v.GenericSchema<unknown, PivotSpec> = v.strictObject({
  version: v.literal(1),
  source: v.string(),
  filter: v.exactOptional(filterSchema),
  timeZone: v.exactOptional(v.string()),
  weekStart: v.exactOptional(weekStart),
  rows: v.array(dimSchema),
  cols: v.array(dimSchema),
  values: v.array(valueSchema),
  limits: v.exactOptional(
    v.strictObject({ cells: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))) }),
  ),
});
