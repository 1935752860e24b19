import { drawableOption, type Chart, type ChartTheme } from "@ennead/core/chart";
import { registerChartParts } from "@ennead/core/chart/svg";
import { TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";

import { readTheme } from "./theme.ts";
import { tooltipOption, type TipText } from "./tooltip.ts";
import type { MarkAnchor, MarkPlace } from "./walk.ts";

registerChartParts();
use(TooltipComponent);

/** A chart in the colours and at the size of its place; undefined where there is none. */
export type MakeChart = (
  theme: ChartTheme,
  size: { readonly width: number; readonly height: number },
) => Chart | undefined;

export interface ChartHandle {
  readonly show: (make: MakeChart, tip: TipText) => void;
  /** Marks one item and no other; null none. */
  readonly point: (place: MarkPlace | null) => void;
  readonly dispose: () => void;
}

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

/** Keeps a drawing outside of the page: for paper it is made once, in colours of its own. */
export const drawForPaper = (
  document: Document,
  made: Chart,
  size: { readonly width: number; readonly height: number },
): SVGElement | undefined => {
  const place = document.createElement("div");
  const chart = init(place, null, { renderer: "svg", ...size });
  chart.setOption(drawableOption(made), true);
  chart.getZr().flush();
  const drawn = place.querySelector("svg");
  drawn?.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  const copy = drawn === null ? undefined : (drawn.cloneNode(true) as SVGElement);
  emptyWithoutMarkup(place);
  emptyWithoutMarkup(drawn);
  chart.dispose();
  return copy;
};

/** What the reader's settings may change while a chart is shown. */
const schemes = ["(prefers-color-scheme: dark)", "(forced-colors: active)"];

/**
 * A chart inside an element, in its colours and at its size. SVG with text tooltips: the canvas renderer and HTML
 * tooltips need rights that a strict content security policy with Trusted Types does not give. Nothing moves.
 */
export const drawChart = (
  place: HTMLElement,
  onPress: (place: MarkPlace, anchor: MarkAnchor) => void,
): ChartHandle => {
  const chart = init(place, null, { renderer: "svg" });
  const view = place.ownerDocument.defaultView;
  let paint: (() => void) | undefined;
  const repaint = (): void => paint?.();
  const observer = new ResizeObserver(() => {
    chart.resize();
    // Labels fit a size: another size, other labels.
    repaint();
  });
  observer.observe(place);
  const queries = schemes.flatMap((query) => view?.matchMedia(query) ?? []);
  for (const query of queries) query.addEventListener("change", repaint);
  chart.on("click", ({ seriesIndex, dataIndex, event }) => {
    if (seriesIndex === undefined) return;
    const { left, top } = place.getBoundingClientRect();
    const { offsetX = 0, offsetY = 0 } = event ?? {};
    onPress({ series: seriesIndex, item: dataIndex }, { x: left + offsetX, y: top + offsetY });
  });
  let pointed: MarkPlace | null = null;
  const point = (to: MarkPlace | null): void => {
    if (pointed !== null) {
      const { series: seriesIndex, item: dataIndex } = pointed;
      chart.dispatchAction({ type: "downplay", seriesIndex, dataIndex });
    }
    pointed = to;
    if (to === null) {
      chart.dispatchAction({ type: "hideTip" });
      return;
    }
    const at = { seriesIndex: to.series, dataIndex: to.item };
    chart.dispatchAction({ type: "highlight", ...at });
    chart.dispatchAction({ type: "showTip", ...at });
  };
  return {
    show: (make, tip) => {
      paint = () => {
        const size = { width: chart.getWidth(), height: chart.getHeight() };
        const made = make(readTheme(place), size);
        if (made === undefined) return chart.clear();
        chart.setOption({ ...drawableOption(made), tooltip: tooltipOption(made, tip) }, true);
        if (pointed !== null) point(pointed);
      };
      paint();
    },
    point,
    dispose: () => {
      observer.disconnect();
      for (const query of queries) query.removeEventListener("change", repaint);
      emptyWithoutMarkup(place);
      emptyWithoutMarkup(place.querySelector("svg"));
      chart.dispose();
    },
  };
};
