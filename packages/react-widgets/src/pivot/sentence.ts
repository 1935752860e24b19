import type { Filter } from "@ennead/core/filter";
import type { PivotSpec } from "@ennead/core/pivot";

import {
  describeCondition,
  describeJoins,
  describeNarrowed,
  describeValue,
  type Words,
} from "./describe.ts";

/** "Sum of Amount by Owner (top 5) and Quarter, only Stage: Won": the report in words, for who only reads it. */
export const reportSentence = (
  spec: PivotSpec,
  conditions: readonly Filter[],
  words: Words,
): string => {
  const { sentenceLead: lead, sentenceAnd: and } = words.strings;
  const listed = (parts: readonly string[]): string =>
    [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter((part) => part !== "").join(and);
  const level = (axis: "rows" | "cols") =>
    spec[axis].map((_, index) => describeNarrowed(spec, axis, index, words));
  const parts = {
    values: spec.values.map((value) => describeValue(value, words)),
    rows: level("rows"),
    cols: level("cols"),
    filters: conditions.map((condition) => describeCondition(condition, words)),
    joins: describeJoins(spec, words),
  };
  return (["values", "rows", "cols", "filters", "joins"] as const)
    .map((well) => (parts[well].length === 0 ? "" : lead[well] + listed(parts[well])))
    .join("");
};
