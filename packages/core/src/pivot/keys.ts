import type { Level } from "./level.ts";

/**
 * Writes the member of each row of a chunk into `out`: rows `base .. base + n`, or those that `rows` lists. Copying whole
 * runs of narrow codes is native and ten times as fast as any loop of ours.
 */
export const memberCodes = (
  { codes, map, validity, size }: Level,
  out: Int32Array,
  n: number,
  base: number,
  rows: Int32Array | undefined,
): void => {
  if (rows === undefined) out.set(codes.subarray(base, base + n));
  else for (let j = 0; j < n; j += 1) out[j] = codes[rows[j]!]!;
  if (map !== undefined) for (let j = 0; j < n; j += 1) out[j] = map[out[j]!]!;
  if (validity === undefined) return;
  for (let j = 0; j < n; j += 1) {
    const row = rows === undefined ? base + j : rows[j]!;
    if ((validity[row >> 3]! & (1 << (row & 7))) === 0) out[j] = size;
  }
};

const setOne = (keys: Int32Array, n: number, a: Int32Array, byA: number): void => {
  for (let j = 0; j < n; j += 1) keys[j] = Math.imul(a[j]!, byA);
};

const setTwo = (
  keys: Int32Array,
  n: number,
  a: Int32Array,
  byA: number,
  b: Int32Array,
  byB: number,
): void => {
  for (let j = 0; j < n; j += 1) keys[j] = Math.imul(a[j]!, byA) + Math.imul(b[j]!, byB);
};

const addOne = (keys: Int32Array, n: number, a: Int32Array, byA: number): void => {
  for (let j = 0; j < n; j += 1) keys[j]! += Math.imul(a[j]!, byA);
};

/** Writes the key of each row of a chunk: the sum of member times stride over all levels. Two buffers as long as `keys`. */
export const fillKeys = (
  levels: readonly Level[],
  strides: readonly number[],
  keys: Int32Array,
  [a, b]: readonly [Int32Array, Int32Array],
  n: number,
  base: number,
  rows: Int32Array | undefined,
): void => {
  const [first, second] = levels;
  if (first === undefined) {
    keys.fill(0, 0, n);
    return;
  }
  memberCodes(first, a, n, base, rows);
  if (second === undefined) setOne(keys, n, a, strides[0]!);
  else {
    memberCodes(second, b, n, base, rows);
    setTwo(keys, n, a, strides[0]!, b, strides[1]!);
  }
  for (let at = 2; at < levels.length; at += 1) {
    memberCodes(levels[at]!, a, n, base, rows);
    addOne(keys, n, a, strides[at]!);
  }
};
