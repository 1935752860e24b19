import { fault, type JsonObject, type Result } from "../kernel/index.ts";
import type { Chart, ChartLook, ChartNote, ChartSettings } from "./chart.ts";
import {
  baseOption,
  colorAt,
  fillAt,
  legendHeight,
  legendOption,
  longestName,
  mutedStyle,
  titleHeight,
  titleOption,
} from "./look.ts";
import { distinctNames, literal } from "./names.ts";
import {
  measuresOf,
  valueAt,
  type ChartFormats,
  type ChartMark,
  type ChartTable,
} from "./table.ts";

const mostSlices = 12;

interface Slice {
  readonly mark: ChartMark;
  readonly name: string;
  readonly value: number;
  readonly isOthers: boolean;
}

/** The values of the first series; of a table with one category its series, so that both layouts make a pie. */
const slicesOf = (table: ChartTable): Slice[] => {
  const across = table.categories.length <= 1 && table.series.length > 1;
  const others = new Set(table.others);
  const places: ChartMark[] = across
    ? table.series.map((_, series) => ({ series, category: 0 }))
    : table.categories.map((_, category) => ({ series: 0, category }));
  return places.flatMap((mark) => {
    const value = valueAt(table, mark.series, mark.category);
    // A slice of nothing is not there to be seen, and its label would only cover that of another.
    if (value === null || value === 0) return [];
    const run = table.series[mark.series];
    const name = across ? (run?.name ?? "") : (table.categories[mark.category] ?? "");
    const isOthers = across ? run?.isOthers === true : others.has(mark.category);
    return [{ mark, name, value, isOthers }];
  });
};

/** Shares of a whole as a ring. Refused where the values are no shares: negative, or many that do not add up. */
export const pieChart = (
  table: ChartTable,
  settings: ChartSettings,
  look: ChartLook,
  formats: ChartFormats,
): Result<Chart> => {
  const { theme } = look;
  const slices = slicesOf(table);
  const negative = slices.find(({ value }) => value < 0);
  if (negative !== undefined) {
    return {
      ok: false,
      error: fault(
        "chart/negative-slice",
        `A pie shows parts of a whole, and "${negative.name.slice(0, 80)}" is below zero; a bar chart shows it.`,
        ["series", negative.mark.series, "values", negative.mark.category],
      ),
    };
  }
  const additive = measuresOf(table)[table.series[0]?.measure ?? 0]?.additive !== false;
  if (slices.length > mostSlices && !additive) {
    return {
      ok: false,
      error: fault(
        "chart/too-many-slices",
        `A pie shows at most ${mostSlices} values of a measure that does not add up, and there are ${slices.length}; a bar chart shows them.`,
      ),
    };
  }
  const notes: ChartNote[] = [];
  const across = table.categories.length <= 1 && table.series.length > 1;
  if (!across && table.series.length > 1) {
    notes.push({ code: "first-only", all: table.series.length });
  }
  // The largest stay, in the order of the table; Others joins the rest, which comes last.
  const shown =
    slices.length <= mostSlices
      ? slices
      : (() => {
          const kept = new Set(
            slices
              .filter(({ isOthers }) => !isOthers)
              .toSorted((a, b) => b.value - a.value)
              .slice(0, mostSlices - 1),
          );
          const rest = slices.filter((slice) => !kept.has(slice));
          const joined = rest.reduce((sum, { value }) => sum + value, 0);
          notes.push({ code: "slices-joined", shown: kept.size, all: slices.length });
          return [
            ...slices.filter((slice) => kept.has(slice)),
            {
              mark: { series: -1, category: -1, value: joined },
              name: look.words?.rest ?? "Rest",
              value: joined,
              isOthers: true,
            },
          ];
        })();
  const total = shown.reduce((sum, { value }) => sum + value, 0);
  const names = distinctNames(
    shown.map(({ name }) => name),
    longestName,
  );
  const legend = settings.legend === true;
  const top = table.title === undefined ? 12 : titleHeight + 4;
  const height = look.height ?? 400;
  const room = height - top - (legend ? legendHeight : 12);
  const center = top + room / 2;
  const radius = Math.max(20, Math.min(room * 0.42, (look.width ?? 800) * 0.3));
  const data = shown.map(({ value, isOthers }, at): JsonObject => {
    const name = names[at] ?? "";
    const share = total > 0 ? formats.percent(value / total) : "";
    return {
      name,
      value,
      itemStyle: fillAt(look, at, isOthers ? theme.others : colorAt(theme, at)),
      label: { formatter: `${literal(name)}\n${literal(share)}` },
    };
  });
  const option: JsonObject = {
    ...baseOption(look),
    ...titleOption(table.title, look),
    ...(legend ? legendOption(names, look) : {}),
    series: [
      {
        type: "pie",
        id: "series-0",
        name: literal(table.series[0]?.name ?? ""),
        radius: [Math.round(radius * 0.58), Math.round(radius)],
        center: ["50%", Math.round(center)],
        clockwise: look.direction !== "rtl",
        startAngle: 90,
        selectedMode: false,
        emphasis: { scale: false },
        itemStyle: { borderColor: theme.background, borderWidth: 2 },
        label: { ...mutedStyle(look), color: theme.text, lineHeight: 15, overflow: "none" },
        labelLine: { length: 10, length2: 8, lineStyle: { color: theme.mutedText } },
        data,
      },
    ],
  };
  return {
    ok: true,
    value: { type: "pie", option, axes: [], marks: [shown.map(({ mark }) => mark)], notes },
  };
};
