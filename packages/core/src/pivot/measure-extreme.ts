import { valuesByRank, writeNumber } from "./cell-value.ts";
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
  const { type, values, validity } = column;
  const ranked = type === "text" || values === undefined || values instanceof BigInt64Array;
  const handle: LaneHandle = planner.request({
    key: laneKey(ranked ? "ranks" : "values", context),
    where,
    validity,
    values: ranked ? rankValuesOf(column) : values,
    range: true,
    ...(ranked ? {} : { column }),
  });
  const places = lazily(handle.places);
  const byRank = lazily(() => valuesByRank(column));
  const number = writeNumber(column);
  const write = (value: number): CellValue => (ranked ? byRank().cell(value) : number(value));
  return {
    read: ({ state, width }, cell) => {
      const at = cell * width;
      const place = places();
      return (state[at + place.count] ?? 0) === 0 ? null : write(state[at + place[which]] ?? 0);
    },
  };
};
