import { formatDate, formatInstant } from "../calendar/index.ts";
import { formatUnits } from "../kernel/index.ts";
import { codingOf, ranksOf } from "./coding.ts";
import { rankValuesOf } from "./column-facts.ts";
import type { Column } from "./dataset.ts";
import type { LaneHandle } from "./lane-planner.ts";
import { laneKey, lazily, type Measure, type MeasureContext } from "./measure-plan.ts";
import type { CellValue } from "./result.ts";

/** The writing of an extreme found as a number: of the value itself, or of its rank in label order. */
export const planExtreme = (
  column: Column,
  which: "min" | "max",
  context: MeasureContext,
): Pick<Measure, "read"> => {
  const { planner, where } = context;
  const { type, values, validity, scale = 0 } = column;
  const ranked = type === "text" || values === undefined || values instanceof BigInt64Array;
  const handle: LaneHandle = planner.request({
    key: laneKey(ranked ? "ranks" : "values", context),
    where,
    validity,
    values: ranked ? rankValuesOf(column) : values,
    range: true,
  });
  const places = lazily(handle.places);
  const byRank = lazily(() => {
    const coding = codingOf(column);
    const byCode = ranksOf(coding);
    const codes = new Int32Array(coding.size);
    byCode.forEach((rank, code) => (codes[rank] = code));
    return { codes, coding };
  });
  const write = (value: number): CellValue => {
    if (ranked) {
      const { codes, coding } = byRank();
      const code = codes[value] ?? 0;
      return coding.units === undefined
        ? coding.member(code)
        : formatUnits(coding.units[code] ?? 0n, scale);
    }
    switch (type) {
      case "bool":
        return value !== 0;
      case "date":
        return formatDate(value);
      case "timestamp":
        return formatInstant(value);
      case "decimal":
      case "money":
        return formatUnits(value, scale);
      default:
        return value + 0;
    }
  };
  return {
    read: ({ state, width }, cell) => {
      const at = cell * width;
      const place = places();
      return (state[at + place.count] ?? 0) === 0 ? null : write(state[at + place[which]] ?? 0);
    },
  };
};
