import type { Filter } from "@ennead/core/filter";
import type { PivotSpec } from "@ennead/core/pivot";

import { describeCondition, describeLevel, describeValue, type Words } from "./describe.ts";

/** "Sum of Amount by Owner (top 5) and Quarter, only Stage: Won": the report in words, for who only reads it. */
export const reportSentence = (
  spec: PivotSpec,
  conditions: readonly Filter[],
  words: Words,
): string => {
  const { sentenceLead: lead, sentenceAnd: and } = words.strings;
  const listed = (parts: readonly string[]): string =>
    [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter((part) => part !== "").join(and);
  const parts = {
    values: spec.values.map((value) => describeValue(value, words)),
    rows: spec.rows.map((dim) => describeLevel(dim, words)),
    cols: spec.cols.map((dim) => describeLevel(dim, words)),
    filters: conditions.map((condition) => describeCondition(condition, words)),
  };
  return (["values", "rows", "cols", "filters"] as const)
    .map((well) => (parts[well].length === 0 ? "" : lead[well] + listed(parts[well])))
    .join("");
};
