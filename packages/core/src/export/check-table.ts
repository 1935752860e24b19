import * as v from "valibot";

import { fault, shown, type Fault } from "../kernel/index.ts";

const natural = v.pipe(v.number(), v.integer(), v.minValue(0));
const span = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)));
const kind = v.picklist(["member", "others", "subtotal", "total"]);

const cell = v.union([
  v.string(),
  v.number(),
  v.boolean(),
  v.null(),
  v.strictObject({ number: v.picklist(["-0", "NaN", "Infinity", "-Infinity"]) }),
  v.strictObject({ bigint: v.pipe(v.string(), v.regex(/^-?\d+$/)) }),
]);

const column = v.looseObject({
  name: v.string(),
  label: v.string(),
  type: v.picklist(["text", "number", "decimal", "boolean", "date", "datetime"]),
  scale: v.optional(natural),
  currency: v.optional(v.string()),
  percent: v.optional(v.boolean()),
  level: v.optional(natural),
  kind: v.optional(kind),
});

const heading = v.looseObject({ text: v.string(), colSpan: span, rowSpan: span });

const tableSchema = v.looseObject({
  version: v.literal(1),
  title: v.optional(v.string()),
  notes: v.optional(v.array(v.string())),
  columns: v.array(column),
  keys: v.optional(natural),
  headings: v.optional(v.array(v.array(heading))),
  rows: v.array(
    v.union([v.array(cell), v.looseObject({ cells: v.array(cell), level: natural, kind })]),
  ),
});

/** The first thing in a JSON value that no written table has; undefined for a table. */
export const tableFault = (value: unknown): Fault | undefined => {
  const { issues } = v.safeParse(tableSchema, value, { abortEarly: true });
  const issue = issues?.[0];
  if (issue === undefined) return undefined;
  const path = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
  return fault(
    "export/bad-table",
    `${shown(issue.input)} is no part of a table; ${issue.expected ?? "another value"} would be.`,
    path,
  );
};
