import * as v from "valibot";

import { filterSchema } from "../filter/index.ts";
import type { Value } from "./spec.ts";

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** Longest formula; the expression room refuses it with a better word, so that it is told where. */
export const formula: v.GenericSchema<unknown, string> = v.pipe(v.string(), v.maxLength(20_000));

const aggregate = v.strictObject({
  name,
  agg: v.picklist([
    "records",
    "count",
    "sum",
    "avg",
    "min",
    "max",
    "distinct",
    "median",
    "quantile_cont",
    "quantile_disc",
    "mode",
    "first",
    "last",
    "wavg",
    "var_samp",
    "var_pop",
    "sd_samp",
    "sd_pop",
  ]),
  field: v.exactOptional(v.string()),
  where: v.exactOptional(filterSchema),
  currency: v.exactOptional(v.string()),
  p: v.exactOptional(v.number()),
  weight: v.exactOptional(v.string()),
  orderBy: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(8))),
});

const computed = v.strictObject({ name, formula });

const shown = v.strictObject({
  name,
  showAs: v.picklist([
    "pctRow",
    "pctCol",
    "pctGrand",
    "pctParentRow",
    "pctParentCol",
    "index",
    "running",
    "diff",
    "pctDiff",
    "rank",
  ]),
  of: v.string(),
  axis: v.exactOptional(v.picklist(["rows", "cols"])),
  level: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  dir: v.exactOptional(v.picklist(["asc", "desc"])),
});

/** One measure: what it has tells its kind, so that a fault speaks of that kind alone. */
export const valueSchema: v.GenericSchema<unknown, Value> = v.lazy((input) => {
  if (typeof input === "object" && input !== null) {
    if (Object.hasOwn(input, "formula")) return computed;
    if (Object.hasOwn(input, "showAs")) return shown;
  }
  return aggregate;
}) as v.GenericSchema<unknown, Value>;
