import {
  compensatedSum,
  compensatedSumAndRange,
  count,
  range,
  sum,
  sumAndRange,
} from "./accumulate.ts";
import type { AxisCoder } from "./axis-coder.ts";
import { fillKeys } from "./keys.ts";
import type { Lane, SlotKind } from "./lane.ts";
import type { DistinctLane } from "./measure.ts";
import { NumberIndex } from "./number-index.ts";
import { PairSet } from "./pair-set.ts";
import { emptyState } from "./slots.ts";

/** Rows that are worked on at a time: their keys and values stay in the nearest cache. */
const chunkRows = 4096;

/** Slots of a dense state beyond which groups are hashed: 128 MB. */
const mostDenseSlots = 2 ** 24;

export interface ScanPlan {
  readonly rows: number;
  readonly rowAxis: AxisCoder;
  readonly colAxis: AxisCoder;
  /** 1 for each row that the report's filter keeps; all rows where absent. */
  readonly selected: Uint8Array | undefined;
  readonly lanes: readonly Lane[];
  readonly slots: readonly SlotKind[];
  readonly distinct: readonly DistinctLane[];
  /** The slot that counts records. */
  readonly records: number;
}

/** The groups that have records: `leaf` numbers refer to `rowKeys` and `colKeys`, `place` to groups of `state`. */
export interface Groups {
  readonly layout: "dense" | "hashed";
  readonly state: Float64Array;
  readonly rowKeys: Float64Array;
  readonly colKeys: Float64Array;
  readonly place: Int32Array;
  readonly rowLeaf: Int32Array;
  readonly colLeaf: Int32Array;
  /** Distinct values by place, one set per distinct lane. */
  readonly pairs: readonly PairSet[];
  readonly selected: number;
}

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
    default:
      kind satisfies never;
  }
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

/** Rows and keys of a chunk that have a value and meet the condition, without a branch per row; answers how many. */
const pick = (
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

const noValues = new Float64Array(0);

/** Buffers of one scan. */
interface Buffers {
  readonly pickedKeys: Int32Array;
  readonly pickedRows: Int32Array;
  readonly values: Float64Array;
}

const scanLane = (
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
    if (laneRows === undefined) buffers.values.set(values.subarray(base, base + n));
    else if (values instanceof Int32Array) gatherInts(values, laneRows, kept, buffers.values);
    else gather(values, laneRows, kept, buffers.values);
    accumulate(lane, state, laneKeys, kept, buffers.values, 0);
  }
};

const scanDistinct = (
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

const stridesOf = (plan: ScanPlan): readonly number[] => {
  const levels = [...plan.rowAxis.levels, ...plan.colAxis.levels];
  const strides = Array.from<number>({ length: levels.length });
  let stride = plan.slots.length;
  for (let at = levels.length - 1; at >= 0; at -= 1) {
    strides[at] = stride;
    stride *= levels[at]?.cardinality ?? 1;
  }
  return strides;
};

const eachChunk = (
  { rows, selected }: ScanPlan,
  visit: (n: number, base: number, rows: Int32Array | undefined) => void,
): void => {
  const listed = new Int32Array(chunkRows);
  for (let base = 0; base < rows; base += chunkRows) {
    const n = Math.min(chunkRows, rows - base);
    if (selected === undefined) visit(n, base, undefined);
    else {
      const kept = listRows(selected, base, n, listed);
      if (kept === n) visit(n, base, undefined);
      else if (kept > 0) visit(kept, base, listed);
    }
  }
};

const scanDense = (plan: ScanPlan, product: number): Groups => {
  const { lanes, slots, distinct, rowAxis, colAxis } = plan;
  const width = slots.length;
  const state = emptyState(slots, product);
  const pairs = distinct.map(({ coding }) => new PairSet(product, coding.size));
  const levels = [...rowAxis.levels, ...colAxis.levels];
  const strides = stridesOf(plan);
  const keys = new Int32Array(chunkRows);
  const buffers: Buffers = {
    pickedKeys: new Int32Array(chunkRows),
    pickedRows: new Int32Array(chunkRows),
    values: new Float64Array(chunkRows),
  };
  let selected = 0;
  eachChunk(plan, (n, base, rows) => {
    selected += n;
    fillKeys(levels, strides, keys, buffers.pickedKeys, n, base, rows);
    for (const lane of lanes) scanLane(lane, state, keys, n, base, rows, buffers);
    for (const [at, lane] of distinct.entries()) {
      scanDistinct(lane, pairs[at]!, keys, width, n, base, rows, buffers);
    }
  });
  return { ...denseGroups(plan, state, product), pairs, selected };
};

/** Numbers the keys that were seen (0, others -1) in ascending order, in place; answers the keys. */
const numberKeys = (seen: Int32Array): Float64Array => {
  const keys: number[] = [];
  for (let key = 0; key < seen.length; key += 1) {
    if (seen[key] === 0) seen[key] = keys.push(key) - 1;
  }
  return Float64Array.from(keys);
};

const denseGroups = (
  { rowAxis, colAxis, slots, records }: ScanPlan,
  state: Float64Array,
  product: number,
): Omit<Groups, "pairs" | "selected"> => {
  const width = slots.length;
  const cols = colAxis.product;
  const rowNumber = new Int32Array(rowAxis.product).fill(-1);
  const colNumber = new Int32Array(cols).fill(-1);
  let found = 0;
  for (let place = 0; place < product; place += 1) {
    if (state[place * width + records] === 0) continue;
    found += 1;
    rowNumber[Math.floor(place / cols)] = 0;
    colNumber[place % cols] = 0;
  }
  const rowKeys = numberKeys(rowNumber);
  const colKeys = numberKeys(colNumber);
  const [place, rowLeaf, colLeaf] = [
    new Int32Array(found),
    new Int32Array(found),
    new Int32Array(found),
  ];
  let group = 0;
  for (const row of rowKeys) {
    for (const col of colKeys) {
      const at = row * cols + col;
      if (state[at * width + records] === 0) continue;
      place[group] = at;
      rowLeaf[group] = rowNumber[row]!;
      colLeaf[group] = colNumber[col]!;
      group += 1;
    }
  }
  return { layout: "dense", state, rowKeys, colKeys, place, rowLeaf, colLeaf };
};

const scanHashed = (plan: ScanPlan): Groups => {
  const { lanes, slots, distinct, rowAxis, colAxis } = plan;
  const width = slots.length;
  const [rowIndex, colIndex, groups] = [
    new NumberIndex(1024),
    new NumberIndex(1024),
    new NumberIndex(1024),
  ];
  const pairs = distinct.map(({ coding }) => new PairSet(Number.POSITIVE_INFINITY, coding.size));
  const colsAtMost = plan.rows + 1;
  let state = emptyState(slots, 1024);
  const rowKeys = new Float64Array(chunkRows);
  const colKeys = new Float64Array(chunkRows);
  const keys = new Int32Array(chunkRows);
  const buffers: Buffers = {
    pickedKeys: new Int32Array(chunkRows),
    pickedRows: new Int32Array(chunkRows),
    values: new Float64Array(chunkRows),
  };
  let selected = 0;
  eachChunk(plan, (n, base, rows) => {
    selected += n;
    rowAxis.fillKeys(rowKeys, buffers.pickedKeys, n, base, rows);
    colAxis.fillKeys(colKeys, buffers.pickedKeys, n, base, rows);
    for (let j = 0; j < n; j += 1) {
      const pair = rowIndex.add(rowKeys[j]!) * colsAtMost + colIndex.add(colKeys[j]!);
      keys[j] = groups.add(pair) * width;
    }
    if (groups.size * width > state.length) {
      const grown = emptyState(slots, groups.size * 2);
      grown.set(state);
      state = grown;
    }
    for (const lane of lanes) scanLane(lane, state, keys, n, base, rows, buffers);
    for (const [at, lane] of distinct.entries()) {
      scanDistinct(lane, pairs[at]!, keys, width, n, base, rows, buffers);
    }
  });
  const pairKeys = groups.keys();
  return {
    layout: "hashed",
    state,
    rowKeys: rowIndex.keys(),
    colKeys: colIndex.keys(),
    place: Int32Array.from(pairKeys, (_, group) => group),
    rowLeaf: Int32Array.from(pairKeys, (pair) => Math.floor(pair / colsAtMost)),
    colLeaf: Int32Array.from(pairKeys, (pair) => pair % colsAtMost),
    pairs,
    selected,
  };
};

/** One pass over the rows: every group of row leaf and column leaf with the states of all lanes. */
export const scan = (plan: ScanPlan): Groups => {
  const product = plan.rowAxis.product * plan.colAxis.product;
  const dense =
    product <= Math.max(4 * plan.rows, 2 ** 20) && product * plan.slots.length <= mostDenseSlots;
  return dense ? scanDense(plan, product) : scanHashed(plan);
};
