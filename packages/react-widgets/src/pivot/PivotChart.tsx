"use client";
import { useMemo, type ReactNode } from "react";

import { Chart } from "../kernel/chart.tsx";
import { chartModel, type PivotMark } from "./chart-model.ts";
import { ChartControls } from "./ChartControls.tsx";
import type { PivotTable } from "./grid-model.tsx";
import type { PivotReportState } from "./usePivotReport.ts";
import { chartOfView } from "./value.ts";

export interface PivotChartProps {
  readonly state: PivotReportState;
  readonly table: PivotTable;
  readonly names: { readonly values: string; readonly rows: string; readonly cols: string };
  /** Called when a mark is pressed, by pointer or with Enter: the cell it stands for. */
  readonly onMark?: ((mark: PivotMark) => void) | undefined;
}

/** The visible leaves of the table as a chart: rows are categories, columns are series. */
export const PivotChart = ({ state, table, names, onMark }: PivotChartProps): ReactNode => {
  const { result, resultSpec, dataset, words, value, actions } = state;
  const { view } = value;
  const settings = useMemo(() => chartOfView(view) ?? ({ type: "bar" } as const), [view]);
  const model = useMemo(
    () =>
      result === undefined
        ? undefined
        : chartModel(result, resultSpec, table, dataset, words, settings.type),
    [result, resultSpec, table, dataset, words, settings.type],
  );
  if (model === undefined) return null;
  return (
    <Chart
      title={words.strings.chartTitle(names.values, names.rows, names.cols)}
      table={model.table}
      settings={settings}
      formats={model.formats}
      onMark={(mark) => {
        const cell = model.cellOf(mark);
        if (cell !== undefined) onMark?.(cell);
      }}
    >
      <ChartControls
        settings={settings}
        series={
          (settings.type === "scatter" ? model.table.groups : model.table.series)?.length ?? 0
        }
        onChange={actions.setChartOptions}
      />
    </Chart>
  );
};
