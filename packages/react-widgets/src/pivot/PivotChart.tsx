"use client";
import { useMemo, useState, type ReactNode } from "react";

import { Chart } from "../kernel/chart.tsx";
import type { MarkAnchor } from "../kernel/chart/walk.ts";
import { useEnnead, useStrings } from "../kernel/context.ts";
import { chartModel, type PivotMark } from "./chart-model.ts";
import { ChartControls } from "./ChartControls.tsx";
import { describeCondition, describeValue } from "./describe.ts";
import { drillStrings } from "./drill-strings.ts";
import type { OpenDrill } from "./DrillArea.tsx";
import { pathText } from "./format.ts";
import type { PivotTable } from "./grid-model.tsx";
import { MarkMenu } from "./MarkMenu.tsx";
import { cellConditions } from "./member-condition.ts";
import type { PivotReportState } from "./usePivotReport.ts";
import { chartOfView } from "./value.ts";

export interface PivotChartProps {
  readonly state: PivotReportState;
  readonly table: PivotTable;
  readonly names: { readonly values: string; readonly rows: string; readonly cols: string };
  readonly onDrill: OpenDrill;
}

interface Pressed {
  readonly mark: PivotMark;
  readonly at: MarkAnchor;
}

/** The visible leaves of the table as a chart: rows are categories, columns are series. A mark acts like its cell. */
export const PivotChart = ({ state, table, names, onDrill }: PivotChartProps): ReactNode => {
  const { result, resultSpec, dataset, words, value, actions, filters } = state;
  const { announce } = useEnnead();
  const text = useStrings(drillStrings);
  const { view } = value;
  const [pressed, setPressed] = useState<Pressed | null>(null);
  const settings = useMemo(() => chartOfView(view) ?? ({ type: "bar" } as const), [view]);
  const model = useMemo(
    () =>
      result === undefined
        ? undefined
        : chartModel(result, resultSpec, table, dataset, words, settings.type, view.formats),
    [result, resultSpec, table, dataset, words, settings.type, view.formats],
  );
  if (model === undefined || result === undefined) return null;

  const menuOf = ({ mark, at }: Pressed): ReactNode => {
    const { row, col, measure } = mark;
    const path = pathText(result, resultSpec, mark.rowNode, mark.colNode, words);
    const held = resultSpec.values.find(({ name }) => name === measure);
    const conditions = cellConditions(resultSpec, row, col, words.fieldOf);
    const filter = (): void => {
      if (conditions === undefined) return;
      filters.add(conditions);
      const said = conditions.map((condition) => describeCondition(condition, words));
      announce(words.strings.said.added(said.join(", "), "filters", filters.all.length));
    };
    const able = conditions !== undefined && conditions.length > 0;
    const place = { row, col, measure };
    return (
      <MarkMenu
        key={`${at.x}:${at.y}`}
        label={[
          held === undefined ? words.strings.recordCount : describeValue(held, words),
          path === "" ? text.total : path,
        ].join(" · ")}
        at={at}
        items={[
          {
            label: text.filterBy,
            act: able ? filter : undefined,
            why: able ? undefined : conditions === undefined ? text.noFilter : text.noFilterTotal,
          },
          { label: text.showRecords, act: () => onDrill(place, "records") },
          { label: text.why, act: () => onDrill(place, "why") },
        ]}
        onClose={() => setPressed(null)}
      />
    );
  };
  return (
    <>
      <Chart
        title={words.strings.chartTitle(names.values, names.rows, names.cols)}
        table={model.table}
        settings={settings}
        formats={model.formats}
        onMark={(mark, at) => {
          const cell = model.cellOf(mark);
          if (cell !== undefined) setPressed({ mark: cell, at });
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
      {pressed === null ? null : menuOf(pressed)}
    </>
  );
};
