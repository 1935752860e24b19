import {
  crossTable,
  type ChartFormats,
  type ChartMark,
  type ChartMeasure,
  type ChartTable,
  type ChartType,
  type CrossResult,
  type RunningGrain,
} from "@ennead/core/chart";
import type {
  AxisTree,
  CellValue,
  Dataset,
  Dim,
  PivotResult,
  PivotSpec,
  ShowAs,
  Value,
} from "@ennead/core/pivot";

import { describeDim, describeValue, type Words } from "./describe.ts";
import { baseOf, isPercent, memberText, memberTexts } from "./format.ts";
import type { PivotTable } from "./grid-model.tsx";
import { pathOf, type PathMember } from "./path.ts";
import { isAggregate, isShown } from "./spec-kind.ts";
import { named, type ByName, type MeasureFormat } from "./view-parts.ts";

/** The cell of a report that a mark of a chart stands for: its members on both axes, outermost first. */
export interface PivotMark {
  readonly row: readonly PathMember[];
  readonly col: readonly PathMember[];
  /** Name of the measure. */
  readonly measure: string;
  /** Index of the node in `PivotResult.rows`; what `PivotResult.cell` takes. */
  readonly rowNode: number;
  readonly colNode: number;
}

export interface PivotChartModel {
  readonly table: ChartTable;
  readonly formats: ChartFormats;
  /** The cell of a mark; undefined for a rest that the chart put together. */
  readonly cellOf: (mark: ChartMark) => PivotMark | undefined;
}

/** Names of the row path from the outermost level on, as the table shows them. */
const categoryLabel = (table: PivotTable, row: number): string => {
  const parts = [table.rowLabel(row)];
  let level = table.layout.rows[row]?.node.level ?? 1;
  for (let at = row - 1; at >= 0 && level > 1; at -= 1) {
    const line = table.layout.rows[at];
    if (line === undefined || line.node.level >= level) continue;
    parts.unshift(table.rowLabel(at));
    level = line.node.level;
  }
  return parts.join(" › ");
};

const sums: ReadonlySet<string> = new Set(["sum", "count", "records"]);
/** Shares of one whole, whichever members they are of. */
const wholes: ReadonlySet<string> = new Set<ShowAs>(["pctGrand", "pctCol"]);

/** Values that add up to those of their parents; all else has a meaning of its own at every total. */
const isAdditive = (value: Value | undefined, words: Words): boolean => {
  if (value === undefined) return false;
  if (isAggregate(value)) return sums.has(value.agg);
  return isShown(value) && wholes.has(value.showAs) && isAdditive(words.valueOf(value.of), words);
};

/** The one currency of an amount, which stands at its axis. */
const unitOf = (value: Value | undefined, dataset: Dataset | undefined): string => {
  const name = value !== undefined && isAggregate(value) ? value.currency : undefined;
  const [only, ...more] = (name === undefined ? undefined : dataset?.columns.get(name)?.dict) ?? [];
  return more.length === 0 && typeof only === "string" ? only : "";
};

/** What an axis counts in: percent, a currency, or plain numbers. Ranks and indexes have no unit. */
const axisUnit = (
  value: Value | undefined,
  given: MeasureFormat | undefined,
  dataset: Dataset | undefined,
  words: Words,
): string => {
  if (isPercent(value, given)) return "%";
  const plain = value !== undefined && isShown(value) && /rank|index/.test(value.showAs);
  return plain ? "" : unitOf(baseOf(value, words), dataset);
};

/** Shares as short as tells two lines of an axis apart. */
const percentAxis =
  ({ percent }: Words["formats"]) =>
  (share: number, step = 0.01): string =>
    percent(share, Math.min(4, Math.max(0, Math.ceil(-Math.log10(step * 100) - 1e-9))));

const running: ReadonlySet<string> = new Set<RunningGrain>([
  "year",
  "half",
  "quarter",
  "month",
  "week",
  "isoWeek",
  "day",
]);

const runningGrain = ({ bucket }: Dim): RunningGrain | undefined =>
  bucket?.kind === "date" && running.has(bucket.grain) ? (bucket.grain as RunningGrain) : undefined;

/** Indexes of the lowest visible rows; of the total where there is no other. */
const lowestRows = ({ layout }: PivotTable): readonly number[] => {
  const lowest = [...layout.rows.keys()].filter((row) => {
    const line = layout.rows[row];
    return line?.kind === "leaf" || (line?.kind === "group" && line.expanded === false);
  });
  return lowest.length === 0 ? [...layout.rows.keys()].slice(-1) : lowest;
};

/** Short, unless that would make two lines of an axis read the same. */
export const axisText =
  ({ compact, number }: Words["formats"]) =>
  (value: number, _measure: number, step?: number): string => {
    const size = Math.abs(value);
    const fine = step !== undefined && step < 10 ** Math.floor(Math.log10(size)) / 10;
    return size >= 1000 && fine ? number(value) : compact(value);
  };

const pathTo = (tree: AxisTree, index: number): readonly PathMember[] => {
  const node = tree.nodes[index];
  return node === undefined ? [] : pathOf(tree, node);
};

/**
 * The lowest visible rows and columns of a table, without totals, as what a chart shows. A gauge shows the grand total,
 * a pie the totals of its rows: one value per measure, and one per row.
 */
export const chartModel = (
  result: PivotResult,
  spec: PivotSpec,
  table: PivotTable,
  dataset: Dataset | undefined,
  words: Words,
  type: ChartType = "bar",
  given?: ByName<MeasureFormat>,
): PivotChartModel => {
  const { layout, model } = table;
  const lineOf = new Map(
    lowestRows(table).map((row) => [layout.rows[row]?.node.index ?? 0, row] as const),
  );
  const shownRows = type === "gauge" ? [0] : [...lineOf.keys()];
  for (const [row, { node, kind }] of layout.rows.entries()) {
    if (kind === "total") lineOf.set(node.index, row);
  }
  const columns = [...layout.columns.keys()];
  const leaves = columns.filter((col) => layout.columns[col]?.kind === "leaf");
  const nodeOf = (col: number): number => layout.columns[col]?.node.index ?? 0;
  const columnOf = new Map(
    columns.map((col) => [`${nodeOf(col)}:${layout.columns[col]?.measure ?? 0}`, col] as const),
  );
  const inTotal = type === "gauge" || type === "pie";
  const shownCols = inTotal
    ? [0]
    : [...new Set((leaves.length === 0 ? columns : leaves).map(nodeOf))];
  // Measures that are calculated and not shown are in no column, and so in no chart.
  const all = [...new Set(layout.columns.map(({ measure }) => measure))];
  const kindOf = (measure: number | undefined): string => {
    const name = result.measures[measure ?? -1]?.name ?? "";
    const value = spec.values.find((other) => other.name === name);
    const unit = axisUnit(value, named(given, name), dataset, words);
    return `${isAdditive(value, words)} ${unit}`;
  };
  // A gauge takes the second measure as target of the first, which only one of its kind can be: no average of a sum.
  const alone = type === "gauge" && kindOf(all[0]) !== kindOf(all[1]);
  const shown = alone ? all.slice(0, 1) : all;
  const held = shown.map((at) => {
    const { name = "" } = result.measures[at] ?? {};
    const value = spec.values.find((other) => other.name === name);
    return { name, value, format: named(given, name) };
  });
  const measures = held.map(({ name, value, format }): ChartMeasure => ({
    name: value === undefined ? name : describeValue(value, words),
    unit: axisUnit(value, format, dataset, words),
    additive: isAdditive(value, words),
  }));
  const inPercent = held.map(({ value, format }) => isPercent(value, format));
  const [dim, ...inner] = spec.rows;
  const grain = dim === undefined || inner.length > 0 ? undefined : runningGrain(dim);
  const colLabel = (index: number): string =>
    memberTexts(result.cols, spec.cols, index, words).join(" › ");
  const { rows, cols } = result;
  const cell = (row: number, col: number, measure: number): CellValue =>
    result.cell(row, col, shown[measure] ?? 0);
  const drawn: CrossResult = { rows, cols, cell, measures: held };
  const cross = crossTable(drawn, {
    rows: shownRows,
    cols: shownCols,
    rowLabel: (node) => categoryLabel(table, lineOf.get(node) ?? -1),
    colLabel,
    measures,
    axis: spec.rows.map((level) => describeDim(level, words)).join(" › "),
    ...(grain === undefined ? {} : { grain }),
    placeLabel: (member) => {
      const base = result.rows.nodes[0];
      const path = [member];
      return base === undefined
        ? member
        : memberText({ ...base, kind: "member", isNull: false, path, label: member }, dim, words);
    },
  });
  const { number, percent } = words.formats;
  const ofNumbers = axisText(words.formats);
  const ofShares = percentAxis(words.formats);
  const formats: ChartFormats = {
    value: (value, series, category) => {
      const origin = cross.series[series];
      const col = origin && columnOf.get(`${origin.col}:${shown[origin.measure] ?? 0}`);
      const row = lineOf.get(cross.rows[category] ?? -1);
      const text = row === undefined || col === undefined ? "" : model.cell(row, col).text;
      if (text !== "") return text;
      return inPercent[origin?.measure ?? 0] === true ? percent(value) : number(value);
    },
    axis: (value, measure, step) =>
      inPercent[measure] === true ? ofShares(value, step) : ofNumbers(value, measure, step),
    percent: (share) => percent(share, 0),
  };
  return {
    table: cross.table,
    formats,
    cellOf: ({ series, category }) => {
      const origin = cross.series[series];
      const rowNode = cross.rows[category];
      if (origin === undefined || rowNode === undefined || rowNode === null) return undefined;
      return {
        row: pathTo(result.rows, rowNode),
        col: pathTo(result.cols, origin.col),
        measure: held[origin.measure]?.name ?? "",
        rowNode,
        colNode: origin.col,
      };
    },
  };
};
