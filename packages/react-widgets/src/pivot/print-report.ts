import { chartOf, chartThemes, type ChartSettings } from "@ennead/core/chart";

import { chartStrings } from "../kernel/chart/strings.ts";
import { stringsFor } from "../kernel/strings.ts";
import { chartModel } from "./chart-model.ts";
import type { PivotTable } from "./grid-model.tsx";
import { printTable } from "./print-table.ts";
import { reportSentence } from "./sentence.ts";
import type { PivotReportState } from "./usePivotReport.ts";
import { chartOfView } from "./value.ts";

/** Pixels of a drawing on a page: as wide as A4 and Letter leave beside their margins. */
const paper = { width: 680, height: 380 };

/** The chart of a report for white paper, whatever the colours on screen; undefined where it cannot be drawn. */
const drawingOf = async (
  state: PivotReportState,
  table: PivotTable,
  settings: ChartSettings,
): Promise<SVGElement | undefined> => {
  const { result, resultSpec, dataset, words } = state;
  if (result === undefined) return undefined;
  const { formats } = state.value.view;
  const model = chartModel(result, resultSpec, table, dataset, words, settings.type, formats);
  const { language, direction } = words.formats;
  const { rest, target } = stringsFor(chartStrings, language);
  const look = { theme: chartThemes.light, words: { rest, target }, direction, ...paper };
  const made = chartOf(model.table, settings, look, model.formats);
  if (!made.ok) return undefined;
  const { drawForPaper } = await import("../kernel/chart/draw.ts");
  return drawForPaper(document, made.value, paper);
};

/** Prints what is shown: the chart, when there is one, and every row of the table beneath it. */
export const printReport = async (
  state: PivotReportState,
  table: PivotTable,
  title: string,
): Promise<void> => {
  const { words, spec, filters, value } = state;
  const settings = chartOfView(value.view);
  const drawing = settings === undefined ? undefined : await drawingOf(state, table, settings);
  const { locale, direction } = words.formats;
  printTable(document, table.model, {
    title,
    said: reportSentence(spec, filters.all, words),
    drawing,
    locale,
    direction,
  });
};
