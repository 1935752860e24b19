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

/**
 * Writes the key of each row of a chunk: the sum of member times stride over all levels. Two buffers as long as `keys`.
 * Its loops are its own: a small function of one loop would be put into its callers by the compiler before the last,
 * and stay there at an eighth of the speed. The first rows of the second loop read where the arrays lie, for the others.
 */
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
  if (first === undefined || n === 0) {
    keys.fill(0, 0, n);
    return;
  }
  memberCodes(first, a, n, base, rows);
  const [byA = 1, byB = 1] = strides;
  let j = 0;
  if (second === undefined) {
    for (; j < n; j += 1) keys[j] = Math.imul(a[j]!, byA);
    return;
  }
  memberCodes(second, b, n, base, rows);
  const head = n & 3 || 4;
  do {
    keys[j] = Math.imul(a[j]!, byA) + Math.imul(b[j]!, byB);
    j += 1;
  } while (j < head);
  for (; j < n; j += 4) {
    keys[j] = Math.imul(a[j]!, byA) + Math.imul(b[j]!, byB);
    keys[j + 1] = Math.imul(a[j + 1]!, byA) + Math.imul(b[j + 1]!, byB);
    keys[j + 2] = Math.imul(a[j + 2]!, byA) + Math.imul(b[j + 2]!, byB);
    keys[j + 3] = Math.imul(a[j + 3]!, byA) + Math.imul(b[j + 3]!, byB);
  }
  for (let at = 2; at < levels.length; at += 1) {
    memberCodes(levels[at]!, a, n, base, rows);
    const by = strides[at]!;
    for (let row = 0; row < n; row += 1) keys[row]! += Math.imul(a[row]!, by);
  }
};
