import type { PivotSpec } from "@ennead/core/pivot";

import { describeCondition, describeLevel, describeValue, type Words } from "../describe.ts";
import { conditionField, conditionsOf, fieldAt } from "../edit.ts";
import type { Well } from "../value.ts";

/** One chip of a well. */
export interface WellEntry {
  readonly id: string;
  readonly index: number;
  readonly text: string;
  readonly field: string | undefined;
  /** The reader cannot see this field, or it is gone. */
  readonly missing: boolean;
}

/** What stands in a well, in order. Names are unique within rows, columns and values; conditions go by their place. */
export const entriesOf = (spec: PivotSpec, well: Well, words: Words): readonly WellEntry[] => {
  const missing = (field: string | undefined): boolean =>
    field !== undefined && !words.isKnown(field);
  if (well === "filters") {
    return conditionsOf(spec).map((condition, index) => {
      const field = conditionField(condition);
      const text = describeCondition(condition, words);
      return { id: `${index}:${text}`, index, text, field, missing: missing(field) };
    });
  }
  if (well === "values") {
    return spec.values.map((value, index) => ({
      id: value.name,
      index,
      text: describeValue(value, words),
      field: fieldAt(spec, { well, index }),
      missing: missing(fieldAt(spec, { well, index })),
    }));
  }
  return spec[well].map((dim, index) => ({
    id: dim.name,
    index,
    text: describeLevel(dim, words),
    field: dim.field,
    missing: missing(dim.field),
  }));
};
