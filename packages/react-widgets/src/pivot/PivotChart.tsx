"use client";
import { useMemo, type ReactNode } from "react";

import { BarChart } from "../kernel/chart.tsx";
import { StatePanel } from "../kernel/state-panel.tsx";
import { chartModel } from "./chart-model.ts";
import type { PivotTable } from "./grid-model.tsx";
import type { PivotReportState } from "./usePivotReport.ts";

export interface PivotChartProps {
  readonly state: PivotReportState;
  readonly table: PivotTable;
  readonly names: { readonly values: string; readonly rows: string; readonly cols: string };
}

/** The visible leaves of the table as bars: rows are categories, columns are series. */
export const PivotChart = ({ state, table, names }: PivotChartProps): ReactNode => {
  const { strings } = state.words;
  const { result } = state;
  const model = useMemo(
    () => (result === undefined ? undefined : chartModel(result, table)),
    [result, table],
  );
  if (model === undefined || model.categories.length === 0) {
    return <StatePanel kind="start" title={strings.chartNothing} />;
  }
  const { categories, series, highest, all, textOf } = model;
  const summary = [
    strings.chartSummary(categories.length, series.length),
    highest === undefined ? "" : strings.chartHighest(highest.label, highest.text),
    all.categories > categories.length ? strings.chartCut(categories.length, all.categories) : "",
    all.series > series.length ? strings.chartSeriesCut(series.length, all.series) : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
  return (
    <BarChart
      title={strings.chartTitle(names.values, names.rows, names.cols)}
      summary={summary}
      categories={categories}
      series={series}
      format={textOf}
    />
  );
};
