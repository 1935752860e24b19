import type { Chart } from "@ennead/core/chart";

import type { MarkPlace } from "./walk.ts";

/** What a tip says of a mark: its name and its value. */
export type TipText = (place: MarkPlace) => readonly [name: string, value: string];

interface TipParams {
  readonly seriesIndex?: number;
  readonly dataIndex?: number;
}

const mostLines = 12;

/** A name may hold what a tip would read as a style: `{style|text}`. A word joiner, which has no width, prevents it. */
const plain = (text: string): string => text.replaceAll("{", "{\u2060");

/**
 * The tip of a chart, drawn as text. An HTML tip would need rights that a strict content security policy does not give.
 */
export const tooltipOption = (
  { option, type }: Chart,
  tip: TipText,
): Readonly<Record<string, unknown>> => {
  const together = type === "line" || type === "area";
  const line = (params: TipParams): string => {
    const { seriesIndex: series = 0, dataIndex: item = 0 } = params;
    const [name, value] = tip({ series, item });
    return `${plain(name)}: ${plain(value)}`;
  };
  return {
    trigger: together ? "axis" : "item",
    renderMode: "richText",
    confine: true,
    transitionDuration: 0,
    backgroundColor: option["backgroundColor"],
    borderColor: (option["textStyle"] as { readonly color?: string }).color,
    borderWidth: 1,
    padding: [6, 9],
    textStyle: option["textStyle"],
    axisPointer: { type: "line" },
    formatter: (params: TipParams | readonly TipParams[]): string => {
      const all = Array.isArray(params) ? (params as readonly TipParams[]) : [params as TipParams];
      const lines = all.slice(0, mostLines).map(line);
      return all.length > mostLines ? [...lines, "…"].join("\n") : lines.join("\n");
    },
  };
};
