import type { Filter } from "@ennead/core/filter";
import type { AggregateValue, Bucket, Dim, Having, PivotSpec, Value } from "@ennead/core/pivot";

import type { Formats } from "../kernel/intl.ts";
import { conditionField } from "./edit.ts";
import type { PivotField } from "./fields.ts";
import { isFormula, isShown } from "./spec-kind.ts";
import type { Operator, PivotStrings } from "./strings.ts";
import { named, type ByName } from "./view-parts.ts";

export interface Words {
  readonly strings: PivotStrings;
  readonly formats: Formats;
  /** IANA zone in which the report groups instants, and so the one to show them in. */
  readonly timeZone: string;
  readonly fields: readonly PivotField[];
  readonly fieldOf: (name: string) => PivotField;
  /** Whether the reader can see a field of this name. */
  readonly isKnown: (name: string) => boolean;
  /** What records of an object are called; its name where the reader cannot see it. */
  readonly objectLabel: (name: string) => string;
  /** A measure of the report by its name. */
  readonly valueOf: (name: string) => Value | undefined;
  /** What the reader calls measures and levels. */
  readonly names: ByName<string> | undefined;
}

const bucketName = (bucket: Bucket, strings: PivotStrings): string => {
  switch (bucket.kind) {
    case "date":
      return strings.grains[bucket.grain];
    case "fiscal":
      return strings.fiscalGrains[bucket.grain];
    case "weekYear":
      return strings.weekGrains[bucket.grain];
    case "bins":
    case "step":
      return strings.bands;
    case "map":
      return strings.groups;
    default:
      return bucket satisfies never;
  }
};

/** A level by the name the reader gave it, or by its field and how it is grouped. */
export const describeDim = (dim: Dim, { strings, fieldOf, names }: Words): string =>
  named(names, dim.name) ??
  strings.dimLabel(
    fieldOf(dim.field).label,
    dim.bucket === undefined ? undefined : bucketName(dim.bucket, strings),
  );

/** The same with what it leaves out: "Owner (top 5)". */
export const describeLevel = (dim: Dim, words: Words): string => {
  const text = describeDim(dim, words);
  const { top } = dim;
  return top === undefined ? text : words.strings.topLabel(text, top.n, top.dir ?? "desc");
};

const aggregateText = (value: AggregateValue, { strings, fieldOf, formats }: Words): string => {
  const field = value.field === undefined ? "" : fieldOf(value.field).label;
  if (value.agg === "quantile_cont" || value.agg === "quantile_disc") {
    return strings.quantileLabel(formats.percent(value.p ?? 0.5), field);
  }
  if (value.agg === "wavg" && value.weight !== undefined) {
    return strings.weightedLabel(field, fieldOf(value.weight).label);
  }
  return strings.valueLabel(value, field);
};

/** A measure by the name the reader gave it, or by what it computes: "Sum of Amount (Stage: Won)". */
export const describeValue = (value: Value, words: Words): string => {
  const { strings, names, valueOf } = words;
  const given = named(names, value.name);
  if (given !== undefined) return given;
  if (isFormula(value)) return value.name;
  if (isShown(value)) {
    const of = valueOf(value.of);
    // A measure shown as itself is a fault that the engine words; its name must not go round in circles here.
    const text = of === undefined || isShown(of) ? value.of : describeValue(of, words);
    return strings.shownLabel(text, strings.showAs[value.showAs]);
  }
  const text = aggregateText(value, words);
  return value.where === undefined
    ? text
    : strings.whereLabel(text, describeCondition(value.where, words));
};

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

const combined = (filter: Filter, words: Words): string => {
  const { strings } = words;
  const parts = (filter.slice(1) as Filter[]).map((part) => {
    const text = describeCondition(part, words);
    return part[0] === "or" && filter[0] !== "not" && filter.length > 2 ? `(${text})` : text;
  });
  if (parts.length === 0) return strings.advancedFilter;
  switch (filter[0]) {
    case "and":
      return strings.all(parts);
    case "or":
      return strings.any(parts);
    default:
      return strings.not(parts.join(", "));
  }
};

const describeHaving = ({ value, op, than }: Having, words: Words): string => {
  const { strings, formats, valueOf } = words;
  const measure = valueOf(value);
  const text = measure === undefined ? value : describeValue(measure, words);
  return strings.filterLabel(text, op, formats.number(String(than), { max: 20 }));
};

/** A level of an axis with all that takes members out of it: "Owner (top 5) (Sum of Amount at least 1,000)". */
export const describeNarrowed = (
  spec: PivotSpec,
  axis: "rows" | "cols",
  index: number,
  words: Words,
): string => {
  const dim = spec[axis][index];
  if (dim === undefined) return "";
  const text = describeLevel(dim, words);
  const rules = (spec.having ?? []).filter(({ on, level }) => on === axis && level === index);
  if (rules.length === 0) return text;
  const said = rules.map((rule) => describeHaving(rule, words));
  return words.strings.whereLabel(text, words.strings.all(said));
};

/** The objects that a report looks up records in, each once. */
export const describeJoins = (
  { joins = [] }: PivotSpec,
  { objectLabel }: Words,
): readonly string[] => [...new Set(joins.map(({ source }) => objectLabel(source)))];

/** A condition in words: "Stage: Won, Lost", "Amount at least 1,000". */
export const describeCondition = (filter: Filter, words: Words): string => {
  // A free condition is its writer's own text.
  if (filter[0] === "expr") return filter[1];
  const name = conditionField(filter);
  if (name === undefined) return combined(filter, words);
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
