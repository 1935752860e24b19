import { init, setPlatformAPI } from "echarts/core";

import type { Chart } from "../chart.ts";
import { drawableOption } from "../drawable-option.ts";
import { registerChartParts } from "./components.ts";
import { measureText } from "./measure-text.ts";

export interface SvgOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Begins every id in the drawing; give each its own where several stand in one document. `chart` unless given. */
  readonly id?: string;
}

// ECharts measures texts by way of one function for all charts of a page, and remembers widths by font. A family of this
// name marks the texts of a file; it is taken out of the drawing, and all other texts are measured as before.
const mark = "ennead-file";

let pen: { font: string; measureText: (text: string) => { width: number } } | null | undefined;

/** As ECharts does: by a canvas where the page has one. */
const measureOnPage = (text: string, font: string): { width: number } => {
  if (pen === undefined) {
    const page = (
      globalThis as { readonly document?: { createElement: (name: string) => unknown } }
    ).document;
    const canvas = page?.createElement("canvas") as
      | { getContext: (kind: "2d") => typeof pen }
      | undefined;
    pen = canvas?.getContext("2d") ?? null;
  }
  if (pen === null || pen === undefined) return measureText(text, font);
  if (pen.font !== font) pen.font = font;
  return pen.measureText(text);
};

let isReady = false;

const getReady = (): void => {
  if (isReady) return;
  isReady = true;
  registerChartParts();
  setPlatformAPI({
    measureText: (text, font = "12px sans-serif") =>
      font.includes(mark) ? measureText(text, font) : measureOnPage(text, font),
  });
};

/** Every font family of the option marked, wherever it stands. */
const marked = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(marked);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === "fontFamily" && typeof value === "string" ? `${mark}, ${value}` : marked(value),
    ]),
  );
};

const tag = /<[a-z][^>]*>/g;
const counted = /\bzr\d+-/g;
const classes = /(<style[^>]*>)[\s\S]*?(<\/style>)/g;

/**
 * A chart as an SVG text, byte for byte the same in a browser, Node and Deno: texts are measured by a table, nothing
 * moves, ids do not count on. There is no script, no link, no style sheet and no HTML in it, and names are escaped.
 */
export const renderChartSvg = (
  chart: Chart,
  { width, height, id = "chart" }: SvgOptions,
): string => {
  getReady();
  const drawing = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    drawing.setOption(marked(drawableOption(chart)) as Record<string, unknown>);
    return drawing
      .renderToSVGString({ useViewBox: true })
      .replaceAll(classes, "")
      .replaceAll(tag, (open) =>
        open
          .replaceAll(`${mark}, `, "")
          .replaceAll(counted, `${id}-`)
          .replaceAll(/ class="[^"]*"/g, ""),
      );
  } finally {
    drawing.dispose();
  }
};
