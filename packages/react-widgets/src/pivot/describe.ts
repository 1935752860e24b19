import type { Filter } from "@ennead/core/filter";
import { isAggregate, type Dim, type Value } from "@ennead/core/pivot";

import type { Formats } from "../kernel/intl.ts";
import { conditionField } from "./edit.ts";
import type { PivotField } from "./fields.ts";
import type { Operator, PivotStrings } from "./strings.ts";

export interface Words {
  readonly strings: PivotStrings;
  readonly formats: Formats;
  /** IANA zone in which the report groups instants, and so the one to show them in. */
  readonly timeZone: string;
  readonly fieldOf: (name: string) => PivotField;
  /** Whether the reader can see a field of this name. */
  readonly isKnown: (name: string) => boolean;
}

export const describeDim = (dim: Dim, { strings, fieldOf }: Words): string =>
  strings.dimLabel(
    fieldOf(dim.field).label,
    dim.bucket?.kind === "date" ? strings.grains[dim.bucket.grain] : undefined,
  );

export const describeValue = (value: Value, { strings, fieldOf }: Words): string =>
  isAggregate(value)
    ? strings.valueLabel(value, value.field === undefined ? "" : fieldOf(value.field).label)
    : value.name;

const operand = (value: unknown, field: PivotField, words: Words): string => {
  const { strings, formats } = words;
  if (value === null) return strings.emptyMember;
  if (value === "") return strings.blankText;
  if (typeof value === "boolean") return value ? strings.yes : strings.no;
  if (field.kind === "number") return formats.number(String(value), { max: 20 });
  if (field.kind === "date") return formats.date(String(value));
  if (field.kind === "instant") return formats.instant(String(value), words.timeZone);
  return String(value);
};

const list = (values: readonly unknown[], field: PivotField, words: Words): string => {
  const shown = values.slice(0, 2).map((value) => operand(value, field, words));
  const more = values.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` ${words.strings.andMore(more)}` : "");
};

/** A condition in words: "Stage: Won, Lost", "Amount at least 1,000". */
export const describeCondition = (filter: Filter, words: Words): string => {
  const name = conditionField(filter);
  if (name === undefined) return words.strings.advancedFilter;
  const field = words.fieldOf(name);
  const say = (value: string): string =>
    words.strings.filterLabel(field.label, filter[0] as Operator, value);
  switch (filter[0]) {
    case "in":
    case "notIn":
      return say(list(filter[2], field, words));
    case "between":
      return say(`${operand(filter[2], field, words)} – ${operand(filter[3], field, words)}`);
    case "period": {
      const { grain, offset = 0, count = 1 } = filter[2];
      const key = `${grain}:${offset}:${count}`;
      return `${field.label}: ${words.strings.periods[key] ?? key}`;
    }
    case "isNull":
    case "notNull":
      return say("");
    case "and":
    case "or":
    case "not":
      return words.strings.advancedFilter;
    default:
      return say(operand(filter[2], field, words));
  }
};
