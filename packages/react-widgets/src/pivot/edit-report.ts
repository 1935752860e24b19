import type { AxisTree, Dim, Having, PivotSpec, ShowAs, Value } from "@ennead/core/pivot";

import { change, namesOf, replaced, unique } from "./edit.ts";
import { pathOf } from "./path.ts";
import { isAggregate } from "./spec-kind.ts";
import type { Axis, PivotReportValue, ReportView } from "./value.ts";
import type { ByName, ConditionalFormat, MeasureFormat } from "./view-parts.ts";

/** The name a level has as long as nobody names it. */
const levelName = ({ field, bucket }: Dim): string => {
  if (bucket === undefined) return field;
  if (bucket.kind === "date") return `${field}.${bucket.grain}`;
  return "grain" in bucket ? `${field}.${bucket.kind}.${bucket.grain}` : `${field}.${bucket.kind}`;
};

const withEntry = <T>(parts: ByName<T> | undefined, name: string, part: T | undefined) => {
  const kept = Object.entries(parts ?? {}).filter(([key]) => key !== name);
  // Built from entries, so that a name like __proto__ is one like any other.
  return Object.fromEntries(part === undefined ? kept : [...kept, [name, part]]) as ByName<T>;
};

/** What the reader calls a measure or a level; an empty text takes the name away. */
export const setName = (value: PivotReportValue, name: string, text: string): PivotReportValue => ({
  ...value,
  view: {
    ...value.view,
    names: withEntry(value.view.names, name, text.trim() === "" ? undefined : text.trim()),
  },
});

/** Another description of a level, at its place; a name given by the reader goes with it. */
export const replaceDim = (
  value: PivotReportValue,
  axis: Axis,
  index: number,
  dim: Dim,
): PivotReportValue => {
  const { spec, view } = value;
  const held = spec[axis][index];
  if (held === undefined) return value;
  const others = namesOf(spec).filter((name) => name !== held.name);
  const sameBucket = JSON.stringify(held.bucket) === JSON.stringify(dim.bucket);
  const name = sameBucket ? held.name : unique(levelName(dim), others);
  const next = { ...spec, [axis]: replaced(spec[axis], index, { ...dim, name }) };
  const given = view.names?.[held.name];
  const changed = change(value, next);
  return name === held.name || given === undefined ? changed : setName(changed, name, given);
};

/** Another description of a measure of the same name. */
export const replaceValue = (
  value: PivotReportValue,
  index: number,
  next: Value,
): PivotReportValue =>
  change(value, { ...value.spec, values: replaced(value.spec.values, index, next) });

/** Shows a measure once more, as a share, a running total or a rank, right behind it. */
export const addShown = (
  value: PivotReportValue,
  index: number,
  showAs: ShowAs,
): PivotReportValue => {
  const { spec } = value;
  const of = spec.values[index]?.name;
  if (of === undefined) return value;
  const name = unique(`${of}.${showAs}`, namesOf(spec));
  // Along the rows where there are no columns to go along.
  const along = ["running", "diff", "pctDiff", "rank"].includes(showAs) && spec.cols.length === 0;
  const shown = { name, showAs, of, ...(along ? { axis: "rows" as const } : {}) };
  return change(value, { ...spec, values: spec.values.toSpliced(index + 1, 0, shown) });
};

/** Adds a formula measure, or changes the one at `index`. */
export const setFormula = (
  value: PivotReportValue,
  index: number | null,
  name: string,
  formula: string,
): PivotReportValue => {
  const { spec } = value;
  if (index === null) {
    const made = { name: unique(name, namesOf(spec)), formula };
    return change(value, { ...spec, values: [...spec.values, made] });
  }
  const held = spec.values[index];
  return held === undefined ? value : replaceValue(value, index, { name: held.name, formula });
};

/** Adds a calculated field, or changes the one of that name. */
export const setField = (
  value: PivotReportValue,
  name: string,
  formula: string,
): PivotReportValue => {
  const { fields = [] } = value.spec;
  const at = fields.findIndex((field) => field.name === name);
  const next = at < 0 ? [...fields, { name, formula }] : replaced(fields, at, { name, formula });
  return change(value, { ...value.spec, fields: next });
};

/** Takes a calculated field away; what uses it is shown as missing until the reader takes it out. */
export const removeField = (value: PivotReportValue, name: string): PivotReportValue => {
  const { fields = [], ...rest } = value.spec;
  const kept = fields.filter((field) => field.name !== name);
  return change(value, kept.length === 0 ? rest : { ...rest, fields: kept });
};

/** The conditions on the members of one level; those of the other levels stay. */
export const setHaving = (
  value: PivotReportValue,
  axis: Axis,
  level: number,
  conditions: readonly Having[],
): PivotReportValue => {
  const { having = [], ...rest } = value.spec;
  const next = [...having.filter((one) => one.on !== axis || one.level !== level), ...conditions];
  return change(value, next.length === 0 ? rest : { ...rest, having: next });
};

/** Zone and first day of the week of the whole report; undefined goes back to the company's. */
export const setCalendar = (
  value: PivotReportValue,
  timeZone: string | undefined,
  weekStart: number | undefined,
): PivotReportValue => {
  const { timeZone: _z, weekStart: _w, ...rest } = value.spec;
  const spec: PivotSpec = {
    ...rest,
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(weekStart === undefined ? {} : { weekStart }),
  };
  return { ...value, spec };
};

const withView = (value: PivotReportValue, view: Partial<ReportView>): PivotReportValue => ({
  ...value,
  view: { ...value.view, ...view },
});

export const setHidden = (
  value: PivotReportValue,
  name: string,
  hidden: boolean,
): PivotReportValue => {
  const kept = (value.view.hidden ?? []).filter((held) => held !== name);
  return withView(value, { hidden: hidden ? [...kept, name] : kept });
};

export const setFormat = (
  value: PivotReportValue,
  name: string,
  format: MeasureFormat | undefined,
): PivotReportValue => withView(value, { formats: withEntry(value.view.formats, name, format) });

export const setConditional = (
  value: PivotReportValue,
  name: string,
  format: ConditionalFormat | undefined,
): PivotReportValue => {
  const kept = (value.view.conditional ?? []).filter(({ measure }) => measure !== name);
  return withView(value, { conditional: format === undefined ? kept : [...kept, format] });
};

export const setSingleSubtotals = (value: PivotReportValue, shown: boolean): PivotReportValue =>
  withView(value, { singleSubtotals: shown });

/** Opens an axis down to a level: 1 shows the outermost members alone, all levels show everything. */
export const expandTo = (
  value: PivotReportValue,
  axis: Axis,
  tree: AxisTree,
  level: number,
): PivotReportValue => {
  const closed = tree.nodes
    .filter((node) => node.level >= level && node.level > 0 && node.level < tree.levels.length)
    .map((node) => pathOf(tree, node));
  return withView(value, { collapsed: { ...value.view.collapsed, [axis]: closed } });
};

/** Names that a report already gives: measures, levels, calculated fields. */
export const takenNames = (spec: PivotSpec): readonly string[] => [
  ...namesOf(spec),
  ...(spec.fields ?? []).map(({ name }) => name),
];

/** Measures that levels can be chosen by: aggregates and formulas, not what is shown as something else. */
export const rankingValues = ({ values }: PivotSpec): readonly Value[] =>
  values.filter((value) => isAggregate(value) || "formula" in value);
