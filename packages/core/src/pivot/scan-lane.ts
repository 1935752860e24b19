import {
  compensatedSum,
  compensatedSumAndRange,
  count,
  moments,
  range,
  sum,
  sumAndRange,
} from "./accumulate.ts";
import { chunkRows } from "./chunk.ts";
import type { Lane } from "./lane.ts";
import type { DistinctLane } from "./measure-plan.ts";
import type { PairSet } from "./pair-set.ts";

const accumulate = (
  { at, sum: kind, range: hasRange }: Lane,
  state: Float64Array,
  keys: Int32Array,
  n: number,
  values: Float64Array,
  base: number,
): void => {
  switch (kind) {
    case "none":
      if (hasRange) range(state, at, keys, n, values, base);
      else count(state, at, keys, n);
      return;
    case "plain":
      if (hasRange) sumAndRange(state, at, keys, n, values, base);
      else sum(state, at, keys, n, values, base);
      return;
    case "compensated":
      if (hasRange) compensatedSumAndRange(state, at, keys, n, values, base);
      else compensatedSum(state, at, keys, n, values, base);
      return;
    case "moments":
      moments(state, at, keys, n, values, base);
      return;
    default:
      kind satisfies never;
  }
};

/** Rows and keys of a chunk that have a value and meet the condition, without a branch per row; answers how many. */
export const pick = (
  validity: Uint8Array | undefined,
  where: Uint8Array | undefined,
  keys: Int32Array,
  n: number,
  base: number,
  rows: Int32Array | undefined,
  pickedKeys: Int32Array,
  pickedRows: Int32Array,
): number => {
  let kept = 0;
  if (rows === undefined && where === undefined && validity !== undefined) {
    for (let j = 0; j < n; j += 1) {
      const row = base + j;
      pickedKeys[kept] = keys[j]!;
      pickedRows[kept] = row;
      kept += (validity[row >> 3]! >> (row & 7)) & 1;
    }
    return kept;
  }
  for (let j = 0; j < n; j += 1) {
    const row = rows === undefined ? base + j : rows[j]!;
    pickedKeys[kept] = keys[j]!;
    pickedRows[kept] = row;
    const valid = validity === undefined ? 1 : (validity[row >> 3]! >> (row & 7)) & 1;
    kept += where === undefined ? valid : valid & where[row]!;
  }
  return kept;
};

const gather = (values: Float64Array, rows: Int32Array, n: number, out: Float64Array): void => {
  for (let j = 0; j < n; j += 1) out[j] = values[rows[j]!]!;
};

const gatherInts = (values: Int32Array, rows: Int32Array, n: number, out: Float64Array): void => {
  for (let j = 0; j < n; j += 1) out[j] = values[rows[j]!]!;
};

/** Writes the values of rows `base .. base + n`, or of those that `rows` lists. */
export const gatherValues = (
  values: Float64Array | Int32Array,
  n: number,
  base: number,
  rows: Int32Array | undefined,
  out: Float64Array,
): void => {
  if (rows === undefined) out.set(values.subarray(base, base + n));
  else if (values instanceof Int32Array) gatherInts(values, rows, n, out);
  else gather(values, rows, n, out);
};

const noValues = new Float64Array(0);

/** Buffers of one scan, as long as a chunk. */
export interface Buffers {
  readonly pickedKeys: Int32Array;
  readonly pickedRows: Int32Array;
  readonly values: Float64Array;
}

/** Fresh buffers for chunks of at most that many rows. */
export const scanBuffers = (most: number = chunkRows): Buffers => ({
  pickedKeys: new Int32Array(most),
  pickedRows: new Int32Array(most),
  values: new Float64Array(most),
});

/** Adds a chunk to a lane: rows `base .. base + n`, or those that `rows` lists, each to the group of its key. */
export const scanLane = (
  lane: Lane,
  state: Float64Array,
  keys: Int32Array,
  n: number,
  base: number,
  rows: Int32Array | undefined,
  buffers: Buffers,
): void => {
  const { where, validity, values } = lane;
  const whole = where === undefined && validity === undefined;
  if (whole && rows === undefined && !(values instanceof Int32Array)) {
    accumulate(lane, state, keys, n, values ?? noValues, base);
    return;
  }
  let [laneKeys, laneRows, kept] = [keys, rows, n];
  if (!whole) {
    kept = pick(validity, where, keys, n, base, rows, buffers.pickedKeys, buffers.pickedRows);
    [laneKeys, laneRows] = [buffers.pickedKeys, buffers.pickedRows];
  }
  if (values === undefined) accumulate(lane, state, laneKeys, kept, noValues, 0);
  else {
    gatherValues(values, kept, base, laneRows, buffers.values);
    accumulate(lane, state, laneKeys, kept, buffers.values, 0);
  }
};

/** Adds a chunk to a distinct lane; keys are offsets of groups of `width` slots. */
export const scanDistinct = (
  { where, coding }: DistinctLane,
  pairs: PairSet,
  keys: Int32Array,
  width: number,
  n: number,
  base: number,
  rows: Int32Array | undefined,
  { pickedKeys, pickedRows }: Buffers,
): void => {
  const { codes, validity } = coding;
  const kept = pick(validity, where, keys, n, base, rows, pickedKeys, pickedRows);
  for (let j = 0; j < kept; j += 1) pairs.add(pickedKeys[j]! / width, codes[pickedRows[j]!]!);
};

/** The rows of a chunk that the selection keeps; answers how many. */
const listRows = (selected: Uint8Array, base: number, n: number, rows: Int32Array): number => {
  let kept = 0;
  for (let row = base; row < base + n; row += 1) {
    rows[kept] = row;
    kept += selected[row]!;
  }
  return kept;
};

/** Visits the rows chunk by chunk; `rows` lists those that are selected where not all of the chunk are. */
export const eachChunk = (
  total: number,
  selected: Uint8Array | undefined,
  visit: (n: number, base: number, rows: Int32Array | undefined) => void,
): void => {
  const listed = new Int32Array(selected === undefined ? 0 : Math.min(chunkRows, total));
  for (let base = 0; base < total; base += chunkRows) {
    const n = Math.min(chunkRows, total - base);
    if (selected === undefined) visit(n, base, undefined);
    else {
      const kept = listRows(selected, base, n, listed);
      if (kept === n) visit(n, base, undefined);
      else if (kept > 0) visit(kept, base, listed);
    }
  }
};
