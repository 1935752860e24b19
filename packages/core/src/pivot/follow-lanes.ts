import { factsOf } from "./column-facts.ts";
import type { Column } from "./dataset.ts";
import type { Lane } from "./lane.ts";
import type { ScanPlan } from "./scan.ts";

/** The lanes of a table over other records, and what the magnitudes of whole numbers added up plainly come to. */
export interface FollowedLanes {
  readonly lanes: readonly Lane[];
  readonly reach: number;
}

/** Reads the lanes off the columns of other records; undefined where only a plan of theirs can tell. */
export type FollowLanes = (
  columnOf: (field: string) => Column,
  rows: number,
) => FollowedLanes | undefined;

/** Far from where a compensated sum leaves the range of doubles, however many deltas follow. */
const mostOfFloats = 1e290;

const isFinite = (column: Column): boolean => !factsOf(column).nonFinite;

const isLike = (column: Column, { type, scale, values }: Column): boolean =>
  column.type === type &&
  column.scale === scale &&
  column.values instanceof Float64Array === values instanceof Float64Array &&
  column.values instanceof Int32Array === values instanceof Int32Array;

/**
 * How a table follows its data without planning each delta anew: where every lane takes a column as it stands, under no
 * condition of its own, a delta's column takes its place. Undefined for other tables. `grouped` are the fields of its axes.
 */
export const followLanes = (
  { byKey, lanes }: ScanPlan,
  grouped: readonly string[],
): FollowLanes | undefined => {
  const requests = [...byKey.values()];
  const isPlain = requests.every(
    ({ request: { where, column, values, validity } }) =>
      where === undefined &&
      (column !== undefined || (values === undefined && validity === undefined)),
  );
  if (!isPlain) return undefined;
  return (columnOf, rows) => {
    if (!grouped.every((field) => isFinite(columnOf(field)))) return undefined;
    const counted = new Map<number, Uint8Array | undefined>();
    const followed: Lane[] = [];
    let reach = 0;
    for (const { request, lane } of requests) {
      const column = request.column === undefined ? undefined : columnOf(request.column.name);
      if (column !== undefined && request.column !== undefined) {
        if (!isLike(column, request.column) || !isFinite(column)) return undefined;
      }
      const validity = column?.validity;
      // Requests that share a count there must count the same rows here.
      if (counted.has(lane.at) && counted.get(lane.at) !== validity) return undefined;
      counted.set(lane.at, validity);
      if (!lanes.includes(lane)) continue;
      const values = lane.values === undefined ? undefined : column?.values;
      if (values instanceof BigInt64Array) return undefined;
      followed.push({ ...lane, validity, values });
      if (column === undefined) continue;
      const most = factsOf(column).maxAbs * rows;
      if (lane.sum === "compensated" && !(most < mostOfFloats)) return undefined;
      if (lane.sum === "plain" && most > reach) reach = most;
    }
    return { lanes: followed, reach };
  };
};
