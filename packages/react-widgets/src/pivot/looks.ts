import type { AxisTree, CellValue, PivotResult } from "@ennead/core/pivot";

import type { ConditionalFormat } from "./view-parts.ts";

export type Tone = "good" | "middle" | "bad";

/** What a cell looks like besides its text. */
export type Look =
  | { readonly kind: "scale"; /** 0 the least to 1 the greatest. */ readonly share: number }
  | {
      readonly kind: "bar";
      /** Where the bar begins and how long it is, as shares of the cell from its start. */
      readonly from: number;
      readonly length: number;
      readonly negative: boolean;
    }
  | { readonly kind: "threshold" | "icon"; readonly tone: Tone };

const numberOf = (value: CellValue): number | undefined => {
  if (value === null || typeof value === "boolean" || value === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
};

const isMember = (tree: AxisTree, at: number): boolean => {
  const node = tree.nodes[at];
  return node?.level === tree.levels.length && node.kind !== "others";
};

/** The least and the greatest innermost cell: totals and Others are of another size and would flatten everything else. */
const rangeOf = (result: PivotResult, measure: number): readonly [number, number] | undefined => {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  result.eachCell((row, col) => {
    if (!isMember(result.rows, row) || !isMember(result.cols, col)) return;
    const value = numberOf(result.cell(row, col, measure));
    if (value === undefined) return;
    if (value < least) least = value;
    if (value > most) most = value;
  });
  return least > most ? undefined : [least, most];
};

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

const barOf = (value: number, least: number, most: number): Look => {
  const [from, to] = [Math.min(0, least), Math.max(0, most)];
  const width = to - from;
  const share = (at: number): number => (width === 0 ? 0 : clamp((at - from) / width));
  const [zero, end] = [share(0), share(value)];
  return {
    kind: "bar",
    from: Math.min(zero, end),
    length: Math.abs(end - zero),
    negative: value < 0,
  };
};

const toneOf = (
  value: number,
  {
    low,
    high,
    reverse,
  }: { readonly low: number; readonly high: number; readonly reverse?: boolean },
): Tone => {
  const tone = value >= high ? "good" : value < low ? "bad" : "middle";
  if (reverse !== true || tone === "middle") return tone;
  return tone === "good" ? "bad" : "good";
};

/** How innermost cells of a measure stand out; undefined for values that are no numbers. */
export const looksOf = (
  result: PivotResult,
  measure: number,
  format: ConditionalFormat,
): ((value: CellValue) => Look | undefined) => {
  let range: readonly [number, number] | undefined;
  let ranged = false;
  return (cell) => {
    const value = numberOf(cell);
    if (value === undefined) return undefined;
    if (format.kind === "threshold" || format.kind === "icon") {
      return { kind: format.kind, tone: toneOf(value, format) };
    }
    if (!ranged) {
      range = rangeOf(result, measure);
      ranged = true;
    }
    if (range === undefined) return undefined;
    const [least, most] = range;
    if (format.kind === "bar") return barOf(value, least, most);
    return { kind: "scale", share: most === least ? 0.5 : clamp((value - least) / (most - least)) };
  };
};
