import type { Codes } from "./codes.ts";
import type { Level } from "./level.ts";

// One loop per width of codes: an engine compiles each for its own array and never has to ask which it got.

const set8 = (keys: Int32Array, n: number, codes: Uint8Array, base: number, by: number): void => {
  for (let j = 0; j < n; j += 1) keys[j] = codes[base + j]! * by;
};
const set16 = (keys: Int32Array, n: number, codes: Uint16Array, base: number, by: number): void => {
  for (let j = 0; j < n; j += 1) keys[j] = codes[base + j]! * by;
};
const set32 = (keys: Int32Array, n: number, codes: Int32Array, base: number, by: number): void => {
  for (let j = 0; j < n; j += 1) keys[j] = codes[base + j]! * by;
};
const add8 = (keys: Int32Array, n: number, codes: Uint8Array, base: number, by: number): void => {
  for (let j = 0; j < n; j += 1) keys[j]! += codes[base + j]! * by;
};
const add16 = (keys: Int32Array, n: number, codes: Uint16Array, base: number, by: number): void => {
  for (let j = 0; j < n; j += 1) keys[j]! += codes[base + j]! * by;
};
const add32 = (keys: Int32Array, n: number, codes: Int32Array, base: number, by: number): void => {
  for (let j = 0; j < n; j += 1) keys[j]! += codes[base + j]! * by;
};

const set = (keys: Int32Array, n: number, codes: Codes, base: number, by: number): void => {
  if (codes instanceof Uint8Array) set8(keys, n, codes, base, by);
  else if (codes instanceof Uint16Array) set16(keys, n, codes, base, by);
  else set32(keys, n, codes, base, by);
};

const add = (keys: Int32Array, n: number, codes: Codes, base: number, by: number): void => {
  if (codes instanceof Uint8Array) add8(keys, n, codes, base, by);
  else if (codes instanceof Uint16Array) add16(keys, n, codes, base, by);
  else add32(keys, n, codes, base, by);
};

/**
 * Writes the member of each row of a chunk into `out`: rows `base .. base + n`, or those that `rows` lists. The general
 * path: selections, buckets and missing values.
 */
export const memberCodes = (
  { codes, map, validity, size }: Level,
  out: Int32Array,
  n: number,
  base: number,
  rows: Int32Array | undefined,
): void => {
  if (rows === undefined) set(out, n, codes, base, 1);
  else for (let j = 0; j < n; j += 1) out[j] = codes[rows[j]!]!;
  if (map !== undefined) for (let j = 0; j < n; j += 1) out[j] = map[out[j]!]!;
  if (validity === undefined) return;
  for (let j = 0; j < n; j += 1) {
    const row = rows === undefined ? base + j : rows[j]!;
    if ((validity[row >> 3]! & (1 << (row & 7))) === 0) out[j] = size;
  }
};

/**
 * Writes the key of each row of a chunk: the sum of member times stride over all levels. `scratch` is as long as `keys`.
 */
export const fillKeys = (
  levels: readonly Level[],
  strides: readonly number[],
  keys: Int32Array,
  scratch: Int32Array,
  n: number,
  base: number,
  rows: Int32Array | undefined,
): void => {
  if (levels.length === 0) keys.fill(0, 0, n);
  for (const [at, level] of levels.entries()) {
    const stride = strides[at] ?? 0;
    const direct = rows === undefined && level.map === undefined && level.validity === undefined;
    const codes = direct ? level.codes : scratch;
    const from = direct ? base : 0;
    if (!direct) memberCodes(level, scratch, n, base, rows);
    if (at === 0) set(keys, n, codes, from, stride);
    else add(keys, n, codes, from, stride);
  }
};
