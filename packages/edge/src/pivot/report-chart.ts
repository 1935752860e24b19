import {
  chartOf,
  chartThemes,
  chartTypes,
  crossTable,
  describeNote,
  type ChartFormats,
  type ChartSettings,
} from "@ennead/core/chart";
import { isObject, type JsonObject } from "@ennead/core/kernel";
import { isAggregate, type AxisNode, type AxisTree } from "@ennead/core/pivot";

import type { Answered } from "./run.ts";

const additive: ReadonlySet<string> = new Set(["sum", "count", "records"]);

const labelOf = (node: AxisNode | undefined): string => {
  if (node === undefined) return "";
  if (node.kind === "others") return "Others";
  return node.isNull ? "(blank)" : node.label;
};

/** Names from the outermost level on. */
const pathLabel =
  ({ nodes }: AxisTree) =>
  (index: number): string => {
    const parts: string[] = [];
    for (let node = nodes[index]; node !== undefined && node.level > 0; node = nodes[node.parent]) {
      parts.unshift(labelOf(node));
    }
    return parts.join(" › ");
  };

/** What a view says of its chart; null when it shows a table. Foreign settings are left to the chart's own checks. */
const settingsOf = (view: JsonObject | null): ChartSettings | null => {
  const type = chartTypes.find((one) => one === view?.["chart"]);
  if (type === undefined) return null;
  const options = view?.["chartOptions"];
  return { ...(isObject(options) ? options : {}), type } as ChartSettings;
};

const formatsFor = (locale: string): ChartFormats => {
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const short = new Intl.NumberFormat(locale, {
    notation: "compact",
    maximumSignificantDigits: 4,
  });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  return {
    value: (value) => plain.format(value),
    axis: (value) => short.format(value),
    percent: (share) => percent.format(share),
  };
};

/** Charts as SVG, and what a reader of them must know. */
export interface DrawnCharts {
  readonly charts: readonly string[];
  readonly notes: readonly string[];
}

export const noCharts: DrawnCharts = { charts: [], notes: [] };

/** The chart that a view shows of a result, for a file; none where it shows a table, and a note where it cannot be drawn. */
export const reportCharts = async (
  { spec, result }: Answered,
  view: JsonObject | null,
  locale: string,
): Promise<DrawnCharts> => {
  const settings = settingsOf(view);
  if (settings === null) return noCharts;
  const { table } = crossTable(result, {
    rowLabel: pathLabel(result.rows),
    colLabel: pathLabel(result.cols),
    measures: result.measures.map(({ name }) => {
      const value = spec.values.find((one) => one.name === name);
      return {
        name,
        additive: value !== undefined && isAggregate(value) && additive.has(value.agg),
      };
    }),
  });
  const size = { width: 800, height: 400 };
  const look = { theme: chartThemes.light, patterns: false, ...size };
  const chart = chartOf(table, settings, look, formatsFor(locale));
  if (!chart.ok) return { charts: [], notes: [chart.error.message] };
  const { renderChartSvg } = await import("@ennead/core/chart/svg");
  return {
    charts: [renderChartSvg(chart.value, size)],
    notes: chart.value.notes.map((note) => describeNote(note)),
  };
};
