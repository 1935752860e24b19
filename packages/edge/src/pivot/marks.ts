import type { CellMark, ColumnMarks, TableCell, TableLine } from "@ennead/core/export";
import { isObject, type JsonObject } from "@ennead/core/kernel";
import type { AxisTree, PivotResult } from "@ennead/core/pivot";

/** What makes cells of a measure stand out, as views say it. Bars are for screens: no file has them. */
type Rule =
  | { readonly kind: "scale" }
  | {
      readonly kind: "threshold" | "icon";
      readonly low: number;
      readonly high: number;
      readonly reverse: boolean;
    };

const ruleOf = (view: JsonObject | null, measure: string): Rule | undefined => {
  const all = view?.["conditional"];
  const found = (Array.isArray(all) ? all : []).find(
    (one) => isObject(one) && one["measure"] === measure,
  ) as JsonObject | undefined;
  const { kind, low, high, reverse } = found ?? {};
  if (kind === "scale") return { kind };
  if ((kind !== "threshold" && kind !== "icon") || typeof low !== "number") return undefined;
  return typeof high === "number" ? { kind, low, high, reverse: reverse === true } : undefined;
};

/** Dark on light whatever the colours of the page around it are. */
const tones = {
  bad: { color: "#b3261e", fill: "#fdeceb" },
  middle: { color: "#7a5200", fill: "#fff6e0" },
  good: { color: "#0b6b3a", fill: "#e8f5ee" },
} as const;
const signs = { bad: "▼", middle: "●", good: "▲" } as const;
const order = ["bad", "middle", "good"] as const;

const steps = 10;

/** From white to a clear blue on which black can be read. */
const shade = (share: number): CellMark => {
  const part = (to: number): string =>
    Math.round(255 - (255 - to) * share)
      .toString(16)
      .padStart(2, "0");
  return { fill: `#${part(150)}${part(190)}${part(245)}`, color: "#111111" };
};

const numberOf = (cell: TableCell): number | undefined => {
  if (cell === null || cell === "" || typeof cell === "boolean") return undefined;
  const number = Number(cell);
  return Number.isFinite(number) ? number : undefined;
};

const isMember = (tree: AxisTree, at: number): boolean => {
  const node = tree.nodes[at];
  return node?.level === tree.levels.length && node.kind !== "others";
};

/** The least and the greatest innermost cell: totals and Others are of another size. */
const rangeOf = (result: PivotResult, measure: number): readonly [number, number] => {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  result.eachCell((row, col) => {
    if (!isMember(result.rows, row) || !isMember(result.cols, col)) return;
    const value = numberOf(result.cell(row, col, measure));
    if (value === undefined) return;
    [least, most] = [Math.min(least, value), Math.max(most, value)];
  });
  return [least, most];
};

const toned = (
  value: number,
  { low, high, reverse }: Exclude<Rule, { readonly kind: "scale" }>,
): number => {
  const tone = value >= high ? 2 : value < low ? 0 : 1;
  return reverse ? 2 - tone : tone;
};

/** How innermost cells of a measure stand out in files, as they do on the screen; undefined where none does. */
export const marksOf = (
  result: PivotResult,
  measure: number,
  view: JsonObject | null,
): ColumnMarks | undefined => {
  const rule = ruleOf(view, result.measures[measure]?.name ?? "");
  if (rule === undefined) return undefined;
  const innermost = ({ kind, level }: TableLine): boolean =>
    kind === "member" && level === Math.max(0, result.rows.levels.length - 1);
  if (rule.kind !== "scale") {
    const hasSign = rule.kind === "icon";
    return {
      palette: order.map((tone) => ({
        ...tones[tone],
        ...(hasSign ? { sign: signs[tone] } : { bold: true }),
      })),
      at: (cell, line) => {
        const value = numberOf(cell);
        return value === undefined || !(innermost(line) || line.kind === "others")
          ? undefined
          : toned(value, rule);
      },
    };
  }
  let range: readonly [number, number] | undefined;
  return {
    palette: Array.from({ length: steps + 1 }, (_, step) => shade(step / steps)),
    at: (cell, line) => {
      const value = numberOf(cell);
      if (value === undefined || !innermost(line)) return undefined;
      range ??= rangeOf(result, measure);
      const [least, most] = range;
      if (least > most) return undefined;
      const share = most === least ? 0.5 : (value - least) / (most - least);
      return Math.round(Math.min(1, Math.max(0, share)) * steps);
    },
  };
};
