import {
  crossTable,
  type ChartFormats,
  type ChartMark,
  type ChartMeasure,
  type ChartTable,
  type RunningGrain,
} from "@ennead/core/chart";
import {
  isAggregate,
  type AxisNode,
  type Dataset,
  type Dim,
  type Member,
  type PivotResult,
  type PivotSpec,
  type Value,
} from "@ennead/core/pivot";

import { describeDim, describeValue, type Words } from "./describe.ts";
import { memberText } from "./format.ts";
import type { PivotTable } from "./grid-model.tsx";

/** The cell of a report that a mark of a chart stands for: its members on both axes, outermost first. */
export interface PivotMark {
  readonly row: readonly Member[];
  readonly col: readonly Member[];
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

/** Values that add up to those of their parents; all else has a meaning of its own at every total. */
const isAdditive = (value: Value | undefined): boolean =>
  value !== undefined &&
  isAggregate(value) &&
  (value.agg === "sum" || value.agg === "count" || value.agg === "records");

/** The one currency of an amount, which stands at its axis. */
const unitOf = (value: Value | undefined, dataset: Dataset | undefined): string => {
  const name = value !== undefined && isAggregate(value) ? value.currency : undefined;
  const [only, ...more] = (name === undefined ? undefined : dataset?.columns.get(name)?.dict) ?? [];
  return more.length === 0 && typeof only === "string" ? only : "";
};

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

/** The lowest visible rows and columns of a table, without totals, as what a chart shows. */
export const chartModel = (
  result: PivotResult,
  spec: PivotSpec,
  table: PivotTable,
  dataset: Dataset | undefined,
  words: Words,
): PivotChartModel => {
  const { layout, model } = table;
  const lineOf = new Map(
    lowestRows(table).map((row) => [layout.rows[row]?.node.index ?? 0, row] as const),
  );
  const columns = [...layout.columns.keys()];
  const leaves = columns.filter((col) => layout.columns[col]?.kind === "leaf");
  const columnOf = new Map(
    (leaves.length === 0 ? columns : leaves).map((col) => {
      const { node, measure } = layout.columns[col] ?? { node: { index: 0 }, measure: 0 };
      return [`${node.index}:${measure}`, col] as const;
    }),
  );
  const measures = result.measures.map(({ name }): ChartMeasure => {
    const value = spec.values.find((other) => other.name === name);
    return {
      name: value === undefined ? name : describeValue(value, words),
      unit: unitOf(value, dataset),
      additive: isAdditive(value),
    };
  });
  const [dim, ...inner] = spec.rows;
  const grain = dim === undefined || inner.length > 0 ? undefined : runningGrain(dim);
  const colLabel = (index: number): string => {
    const path: string[] = [];
    let node: AxisNode | undefined = result.cols.nodes[index];
    while (node !== undefined && node.level > 0) {
      path.unshift(memberText(node, spec.cols[node.level - 1], words));
      node = result.cols.nodes[node.parent];
    }
    return path.join(" › ");
  };
  const cross = crossTable(result, {
    rows: [...lineOf.keys()],
    cols: [...new Set([...columnOf.keys()].map((key) => Number(key.split(":")[0])))],
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
  const { number, compact, percent } = words.formats;
  const formats: ChartFormats = {
    value: (value, series, category) => {
      const origin = cross.series[series];
      const col = origin && columnOf.get(`${origin.col}:${origin.measure}`);
      const row = lineOf.get(cross.rows[category] ?? -1);
      const text = row === undefined || col === undefined ? "" : model.cell(row, col).text;
      return text === "" ? number(value) : text;
    },
    axis: compact,
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
        row: result.rows.nodes[rowNode]?.path ?? [],
        col: result.cols.nodes[origin.col]?.path ?? [],
        measure: result.measures[origin.measure]?.name ?? "",
        rowNode,
        colNode: origin.col,
      };
    },
  };
};
