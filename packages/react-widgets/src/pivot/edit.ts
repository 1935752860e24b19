import type { ChartType } from "@ennead/core/chart";
import type { Filter } from "@ennead/core/filter";
import type {
  Aggregate,
  AggregateValue,
  Bucket,
  Dim,
  PivotSpec,
  Sort,
  Value,
} from "@ennead/core/pivot";

import type { PivotField } from "./fields.ts";
import { samePath, type PathMember } from "./path.ts";
import { isAggregate, isFormula, isShown } from "./spec-kind.ts";
import { tidySpec } from "./tidy.ts";
import type { Axis, ChartOptions, PivotReportValue, WellPlace } from "./value.ts";

export type Grain = Extract<Bucket, { kind: "date" }>["grain"];

/** Grains from coarse to fine: a date added again goes one finer than where it already is. */
const steps: readonly Grain[] = ["year", "quarter", "month", "week", "day"];

export const dateGrains: readonly Grain[] = [
  "year",
  "half",
  "quarter",
  "month",
  "isoWeek",
  "week",
  "day",
  "quarterOfYear",
  "monthOfYear",
  "dayOfWeek",
];
export const instantGrains: readonly Grain[] = [...dateGrains, "hour", "hourOfDay"];

const ofNumbers: readonly Aggregate[] = [
  "sum",
  "avg",
  "min",
  "max",
  "count",
  "distinct",
  "median",
  "quantile_cont",
  "quantile_disc",
  "mode",
  "first",
  "last",
  "wavg",
  "sd_samp",
  "sd_pop",
  "var_samp",
  "var_pop",
];

/** What can be computed of a field, the usual ones first. */
export const aggregatesOf = (field: PivotField | undefined): readonly Aggregate[] => {
  if (field === undefined) return ["records"];
  if (field.kind === "number") return ofNumbers;
  const others = ["mode", "first", "last"] as const;
  return field.kind === "bool"
    ? ["count", "distinct", ...others]
    : ["count", "distinct", "min", "max", "quantile_disc", ...others];
};

const defaultAggregate = (field: PivotField): Aggregate =>
  field.kind === "number" ? "sum" : field.kind === "text" ? "distinct" : "count";

export const unique = (wanted: string, taken: readonly string[]): string => {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted} ${number}`)) number += 1;
  return `${wanted} ${number}`;
};

export const namesOf = (spec: PivotSpec): string[] =>
  [...spec.rows, ...spec.cols, ...spec.values].map(({ name }) => name);

const nextGrain = (spec: PivotSpec, field: string): Grain => {
  const used = [...spec.rows, ...spec.cols]
    .filter((dim) => dim.field === field)
    .map((dim) => (dim.bucket?.kind === "date" ? steps.indexOf(dim.bucket.grain) : steps.length));
  return steps[Math.min(Math.max(...used, -1) + 1, steps.length - 1)] ?? "day";
};

const withGrain = (dim: Dim, grain: Grain | null): Dim => {
  const { bucket: _, ...rest } = dim;
  return grain === null ? rest : { ...rest, bucket: { kind: "date", grain } };
};

const newDim = (spec: PivotSpec, field: PivotField): Dim => {
  const dated = field.kind === "date" || field.kind === "instant";
  const grain = dated ? nextGrain(spec, field.name) : null;
  const name = grain === null ? field.name : `${field.name}.${grain}`;
  return withGrain({ name: unique(name, namesOf(spec)), field: field.name }, grain);
};

const measure = (field: PivotField, agg: Aggregate, name: string): Value => ({
  name,
  agg,
  field: field.name,
  ...(agg !== "count" && agg !== "distinct" && field.currency !== undefined
    ? { currency: field.currency }
    : {}),
});

const newValue = (spec: PivotSpec, field: PivotField, agg: Aggregate): Value =>
  measure(field, agg, unique(`${field.name}.${agg}`, namesOf(spec)));

/** The conditions that all must hold, one by one. */
export const conditionsOf = (spec: PivotSpec): readonly Filter[] => {
  if (spec.filter === undefined) return [];
  return spec.filter[0] === "and" ? (spec.filter.slice(1) as Filter[]) : [spec.filter];
};

const several: ReadonlySet<string> = new Set(["and", "or", "not", "expr"]);

/** The field a plain condition is about; undefined for and, or, not and free conditions. */
export const conditionField = (filter: Filter): string | undefined =>
  several.has(filter[0]) ? undefined : String(filter[1]);

export const withConditions = (spec: PivotSpec, conditions: readonly Filter[]): PivotSpec => {
  const { filter: _, ...rest } = spec;
  const [first, ...others] = conditions;
  if (first === undefined) return rest;
  return { ...rest, filter: others.length === 0 ? first : ["and", first, ...others] };
};

const withSort = (dim: Dim, sort: Sort | undefined): Dim => {
  const { sort: _, ...rest } = dim;
  return sort === undefined ? rest : { ...rest, sort };
};

export const change = (value: PivotReportValue, next: PivotSpec): PivotReportValue => ({
  ...value,
  spec: tidySpec(value.spec, next),
});

const inserted = <T>(list: readonly T[], index: number, item: T): T[] => [
  ...list.slice(0, index),
  item,
  ...list.slice(index),
];
const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);
export const replaced = <T>(list: readonly T[], index: number, item: T): T[] =>
  list.map((held, at) => (at === index ? item : held));

/** Puts a field into a well, at an index or at its end. Filters are added by `setCondition`. */
export const addField = (
  value: PivotReportValue,
  field: PivotField,
  well: Axis | "values",
  index: number = Number.MAX_SAFE_INTEGER,
  agg: Aggregate = defaultAggregate(field),
): PivotReportValue => {
  const { spec } = value;
  if (well !== "values") {
    return change(value, { ...spec, [well]: inserted(spec[well], index, newDim(spec, field)) });
  }
  // The plain record count is only there until the reader has chosen a value.
  const [only, ...more] = spec.values;
  const held =
    more.length === 0 && only !== undefined && isAggregate(only) && only.agg === "records"
      ? []
      : spec.values;
  return change(value, {
    ...spec,
    values: inserted(held, index, newValue({ ...spec, values: held }, field, agg)),
  });
};

export const addRecordCount = (value: PivotReportValue): PivotReportValue =>
  change(value, {
    ...value.spec,
    values: [
      ...value.spec.values,
      { name: unique("records", namesOf(value.spec)), agg: "records" },
    ],
  });

export const removeAt = (value: PivotReportValue, { well, index }: WellPlace): PivotReportValue => {
  const { spec } = value;
  if (well === "filters") {
    return change(value, withConditions(spec, without(conditionsOf(spec), index)));
  }
  return change(value, { ...spec, [well]: without<Dim | Value>(spec[well], index) });
};

export const fieldAt = (spec: PivotSpec, { well, index }: WellPlace): string | undefined => {
  if (well === "values") {
    const value = spec.values[index];
    return value !== undefined && isAggregate(value) ? value.field : undefined;
  }
  if (well !== "filters") return spec[well][index]?.field;
  const condition = conditionsOf(spec)[index];
  return condition === undefined ? undefined : conditionField(condition);
};

/** Moves an entry within its well, or into another, where it becomes what that well holds of its field. */
export const moveTo = (
  value: PivotReportValue,
  from: WellPlace,
  to: { readonly well: Axis | "values"; readonly index?: number },
  fieldOf: (name: string) => PivotField,
): PivotReportValue => {
  const { spec } = value;
  const index = to.index ?? Number.MAX_SAFE_INTEGER;
  if (from.well === to.well) {
    const list = spec[to.well] as readonly (Dim | Value)[];
    const item = list[from.index];
    if (item === undefined) return value;
    const at = index > from.index ? index - 1 : index;
    return change(value, { ...spec, [to.well]: inserted(without(list, from.index), at, item) });
  }
  const name = fieldAt(spec, from);
  if (name === undefined) return value;
  if (from.well === "filters") return addField(value, fieldOf(name), to.well, index);
  if (from.well !== "values" && to.well !== "values") {
    const dim = spec[from.well][from.index];
    if (dim === undefined) return value;
    return change(value, {
      ...spec,
      [from.well]: without(spec[from.well], from.index),
      [to.well]: inserted(spec[to.well], index, dim),
    });
  }
  return addField(removeAt(value, from), fieldOf(name), to.well, index);
};

/** Whether some other part of the report asks for a measure by its name; formulas are not looked into. */
const isAsked = ({ values, rows, cols, having = [] }: PivotSpec, name: string): boolean =>
  values.some((value) => isFormula(value) || (isShown(value) && value.of === name)) ||
  [...rows, ...cols].some(({ top }) => top?.by === name) ||
  having.some(({ value }) => value === name);

/** What an aggregate cannot do without: a share, a weight, an order. */
const partsOf = (
  agg: Aggregate,
  field: PivotField,
  fields: readonly PivotField[],
): Pick<AggregateValue, "p" | "weight" | "orderBy"> => {
  switch (agg) {
    case "quantile_cont":
    case "quantile_disc":
      return { p: 0.9 };
    case "wavg": {
      const weight = fields.find(({ kind, name }) => kind === "number" && name !== field.name);
      return { weight: (weight ?? field).name };
    }
    case "first":
    case "last": {
      const dated = fields.find(({ kind }) => kind === "date" || kind === "instant");
      return { orderBy: [(dated ?? field).name] };
    }
    default:
      return {};
  }
};

/** Computes another aggregate of the same field. The name stays where something asks for it. */
export const setAggregate = (
  value: PivotReportValue,
  index: number,
  agg: Aggregate,
  field: PivotField,
  fields: readonly PivotField[] = [],
): PivotReportValue => {
  const { spec } = value;
  const held = spec.values[index];
  if (held === undefined || !isAggregate(held) || held.agg === agg) return value;
  const wanted = unique(
    `${field.name}.${agg}`,
    namesOf(spec).filter((taken) => taken !== held.name),
  );
  const name = isAsked(spec, held.name) ? held.name : wanted;
  const renamed = (dims: readonly Dim[]): Dim[] =>
    dims.map((dim) =>
      dim.sort?.by === "value" && dim.sort.value === held.name
        ? { ...dim, sort: { ...dim.sort, value: name } }
        : dim,
    );
  return change(value, {
    ...spec,
    rows: renamed(spec.rows),
    cols: renamed(spec.cols),
    values: replaced(spec.values, index, {
      ...measure(field, agg, name),
      ...partsOf(agg, field, fields),
      ...(held.where === undefined ? {} : { where: held.where }),
    }),
  });
};

export const setGrain = (
  value: PivotReportValue,
  axis: Axis,
  index: number,
  grain: Grain | null,
): PivotReportValue => {
  const { spec } = value;
  const dim = spec[axis][index];
  if (dim === undefined) return value;
  const others = namesOf(spec).filter((name) => name !== dim.name);
  const name = unique(grain === null ? dim.field : `${dim.field}.${grain}`, others);
  return change(value, {
    ...spec,
    [axis]: replaced(spec[axis], index, { ...withGrain(dim, grain), name }),
  });
};

/** Sorts one level by label. */
export const sortByLabel = (
  value: PivotReportValue,
  axis: Axis,
  index: number,
  dir: "asc" | "desc",
): PivotReportValue => {
  const dim = value.spec[axis][index];
  if (dim === undefined) return value;
  const sorted = withSort(dim, dir === "asc" ? undefined : { by: "label", dir });
  return change(value, { ...value.spec, [axis]: replaced(value.spec[axis], index, sorted) });
};

/** Sorts every level of an axis by a value at a path of the other axis; null goes back to labels. */
export const sortByValue = (
  value: PivotReportValue,
  axis: Axis,
  name: string,
  path: readonly PathMember[],
  dir: "asc" | "desc" | null,
): PivotReportValue => {
  const sort: Sort | undefined =
    dir === null
      ? undefined
      : { by: "value", value: name, dir, ...(path.length === 0 ? {} : { path }) };
  return change(value, {
    ...value.spec,
    [axis]: value.spec[axis].map((dim) => withSort(dim, sort)),
  });
};

/** How an axis is sorted by that value at that path; null when it is not. */
export const valueSortOf = (
  spec: PivotSpec,
  axis: Axis,
  name: string,
  path: readonly PathMember[],
): "asc" | "desc" | null => {
  const sort = spec[axis][0]?.sort;
  if (sort?.by !== "value" || sort.value !== name) return null;
  return JSON.stringify(sort.path ?? []) === JSON.stringify(path) ? sort.dir : null;
};

/** Adds a condition, or replaces the one at `index`. */
export const setCondition = (
  value: PivotReportValue,
  condition: Filter,
  index: number | null,
): PivotReportValue => {
  const held = conditionsOf(value.spec);
  const next = index === null ? [...held, condition] : replaced(held, index, condition);
  return change(value, withConditions(value.spec, next));
};

/** Closes an open node, opens a closed one. */
export const toggleNode = (
  value: PivotReportValue,
  axis: Axis,
  path: readonly PathMember[],
): PivotReportValue => {
  const held = value.view.collapsed?.[axis] ?? [];
  const rest = held.filter((other) => !samePath(other, path));
  const next = rest.length === held.length ? [...held, path] : rest;
  return {
    ...value,
    view: { ...value.view, collapsed: { ...value.view.collapsed, [axis]: next } },
  };
};

export const setTotals = (
  value: PivotReportValue,
  kind: "totals" | "subtotals",
  axis: Axis,
  shown: boolean,
): PivotReportValue => ({
  ...value,
  view: { ...value.view, [kind]: { ...value.view[kind], [axis]: shown } },
});

export const setChart = (value: PivotReportValue, chart: ChartType | null): PivotReportValue => {
  const { chart: _, ...rest } = value.view;
  return { ...value, view: chart === null ? rest : { ...rest, chart } };
};

export const setChartOptions = (
  value: PivotReportValue,
  options: ChartOptions,
): PivotReportValue => ({
  ...value,
  view: { ...value.view, chartOptions: { ...value.view.chartOptions, ...options } },
});

/** The report without every part whose field the reader cannot see. */
export const withoutMissing = (
  value: PivotReportValue,
  isKnown: (field: string) => boolean,
): PivotReportValue => {
  const { spec } = value;
  const next = withConditions(
    spec,
    conditionsOf(spec).filter((condition) => {
      const field = conditionField(condition);
      return field === undefined || isKnown(field);
    }),
  );
  return change(value, {
    ...next,
    rows: spec.rows.filter(({ field }) => isKnown(field)),
    cols: spec.cols.filter(({ field }) => isKnown(field)),
    values: spec.values.filter((_, index) => {
      const field = fieldAt(spec, { well: "values", index });
      return field === undefined || isKnown(field);
    }),
  });
};
