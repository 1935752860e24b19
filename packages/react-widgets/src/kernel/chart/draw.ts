import { barChart, type ChartTable } from "@ennead/core/chart";
import { BarChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

import { readTheme } from "./theme.ts";

use([BarChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** How numbers are written: beside a bar, and short at the axis. */
export interface ChartFormats {
  readonly format: (value: number, series: number) => string;
  readonly axis: (value: number) => string;
}

export interface ChartHandle {
  readonly show: (table: ChartTable, formats: ChartFormats) => void;
  readonly dispose: () => void;
}

const longest = 40;

/** A name at a length that leaves room for the bars; the table beside the chart has it whole. */
const short = (name: string): string =>
  name.length > longest ? `${name.slice(0, longest - 1)}…` : name;

/**
 * The renderer empties its elements by way of `innerHTML` when it is disposed, which Trusted Types refuse whatever the
 * text. A setter of the elements' own does the same without the parser.
 */
const emptyWithoutMarkup = (element: Element | null): void => {
  if (element === null) return;
  Object.defineProperty(element, "innerHTML", {
    configurable: true,
    set: (markup: string | null) => {
      if (markup) throw new TypeError("a chart never writes markup");
      element.replaceChildren();
    },
  });
};

/**
 * A bar chart inside an element, in its colours and at its size. SVG with text tooltips: the canvas renderer and HTML
 * tooltips need rights that a strict content security policy with Trusted Types does not give.
 */
export const drawBarChart = (place: HTMLElement): ChartHandle => {
  const chart = init(place, null, { renderer: "svg" });
  const view = place.ownerDocument.defaultView;
  const still = view?.matchMedia("(prefers-reduced-motion: reduce)").matches === true;
  const scheme = view?.matchMedia("(prefers-color-scheme: dark)");
  let paint: (() => void) | undefined;
  const repaint = (): void => paint?.();
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(place);
  scheme?.addEventListener("change", repaint);
  return {
    show: (whole, { format, axis }) => {
      const table: ChartTable = {
        ...whole,
        categories: whole.categories.map(short),
        series: whole.series.map((bars) => ({ ...bars, name: short(bars.name) })),
      };
      paint = () => {
        const { series, xAxis, yAxis, ...rest } = barChart(table, readTheme(place));
        chart.setOption(
          {
            ...rest,
            animation: !still,
            xAxis,
            yAxis: { ...yAxis, axisLabel: { ...yAxis.axisLabel, formatter: axis } },
            series: series.map((bars, index) => ({
              ...bars,
              itemStyle: { borderRadius: [3, 3, 0, 0] },
              tooltip: {
                valueFormatter: (value: unknown) =>
                  typeof value === "number" ? format(value, index) : "–",
              },
            })),
          },
          true,
        );
      };
      paint();
    },
    dispose: () => {
      observer.disconnect();
      scheme?.removeEventListener("change", repaint);
      emptyWithoutMarkup(place);
      emptyWithoutMarkup(place.querySelector("svg"));
      chart.dispose();
    },
  };
};
