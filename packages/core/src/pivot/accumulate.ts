// The hot loops. `keys[j]` is the offset of row j's group in `state`, `values[base + j]` its value, `at` the first slot
// of the lane; `| 0` tells the engine that offsets stay 32-bit integers. Every loop counts. Nothing here allocates or
// calls; the tests hold each loop equal to a plain evaluator.

export const count = (state: Float64Array, at: number, keys: Int32Array, n: number): void => {
  for (let j = 0; j < n; j += 1) state[(keys[j]! + at) | 0]! += 1;
};

export const sum = (
  state: Float64Array,
  at: number,
  keys: Int32Array,
  n: number,
  values: Float64Array,
  base: number,
): void => {
  for (let j = 0; j < n; j += 1) {
    const o = (keys[j]! + at) | 0;
    state[o]! += 1;
    state[o + 1]! += values[base + j]!;
  }
};

/** Compensated after Neumaier; the rounding error of each addition is found by Knuth's branch-free two-sum. */
export const compensatedSum = (
  state: Float64Array,
  at: number,
  keys: Int32Array,
  n: number,
  values: Float64Array,
  base: number,
): void => {
  for (let j = 0; j < n; j += 1) {
    const o = (keys[j]! + at) | 0;
    const v = values[base + j]!;
    const s = state[o + 1]!;
    const t = s + v;
    const b = t - s;
    state[o]! += 1;
    state[o + 1] = t;
    state[o + 2]! += s - (t - b) + (v - b);
  }
};

/** Count, mean and sum of squared differences from the mean, after Welford 1962. */
export const moments = (
  state: Float64Array,
  at: number,
  keys: Int32Array,
  n: number,
  values: Float64Array,
  base: number,
): void => {
  for (let j = 0; j < n; j += 1) {
    const o = (keys[j]! + at) | 0;
    const v = values[base + j]!;
    const seen = state[o]! + 1;
    const apart = v - state[o + 1]!;
    const mean = state[o + 1]! + apart / seen;
    state[o] = seen;
    state[o + 1] = mean;
    state[o + 2]! += apart * (v - mean);
  }
};

export const range = (
  state: Float64Array,
  at: number,
  keys: Int32Array,
  n: number,
  values: Float64Array,
  base: number,
): void => {
  for (let j = 0; j < n; j += 1) {
    const o = (keys[j]! + at) | 0;
    const v = values[base + j]!;
    state[o]! += 1;
    if (v < state[o + 1]!) state[o + 1] = v;
    if (v > state[o + 2]!) state[o + 2] = v;
  }
};

/**
 * Four rows at a time: a third faster, as the comparisons of one row no longer wait for the sums of the next. What is
 * left over comes first, and reads where the arrays lie for the rows after it.
 */
export const sumAndRange = (
  state: Float64Array,
  at: number,
  keys: Int32Array,
  n: number,
  values: Float64Array,
  base: number,
): void => {
  if (n === 0) return;
  const head = n & 3 || 4;
  let j = 0;
  do {
    const o = (keys[j]! + at) | 0;
    const v = values[base + j]!;
    state[o]! += 1;
    state[o + 1]! += v;
    if (v < state[o + 2]!) state[o + 2] = v;
    if (v > state[o + 3]!) state[o + 3] = v;
    j += 1;
  } while (j < head);
  for (; j < n; j += 4) {
    const o0 = (keys[j]! + at) | 0;
    const o1 = (keys[j + 1]! + at) | 0;
    const o2 = (keys[j + 2]! + at) | 0;
    const o3 = (keys[j + 3]! + at) | 0;
    const v0 = values[base + j]!;
    const v1 = values[base + j + 1]!;
    const v2 = values[base + j + 2]!;
    const v3 = values[base + j + 3]!;
    state[o0]! += 1;
    state[o0 + 1]! += v0;
    state[o1]! += 1;
    state[o1 + 1]! += v1;
    state[o2]! += 1;
    state[o2 + 1]! += v2;
    state[o3]! += 1;
    state[o3 + 1]! += v3;
    if (v0 < state[o0 + 2]!) state[o0 + 2] = v0;
    if (v0 > state[o0 + 3]!) state[o0 + 3] = v0;
    if (v1 < state[o1 + 2]!) state[o1 + 2] = v1;
    if (v1 > state[o1 + 3]!) state[o1 + 3] = v1;
    if (v2 < state[o2 + 2]!) state[o2 + 2] = v2;
    if (v2 > state[o2 + 3]!) state[o2 + 3] = v2;
    if (v3 < state[o3 + 2]!) state[o3 + 2] = v3;
    if (v3 > state[o3 + 3]!) state[o3 + 3] = v3;
  }
};

/** Four rows at a time, like `sumAndRange`. */
export const compensatedSumAndRange = (
  state: Float64Array,
  at: number,
  keys: Int32Array,
  n: number,
  values: Float64Array,
  base: number,
): void => {
  if (n === 0) return;
  const head = n & 3 || 4;
  let j = 0;
  do {
    const o = (keys[j]! + at) | 0;
    const v = values[base + j]!;
    const s = state[o + 1]!;
    const t = s + v;
    const b = t - s;
    state[o]! += 1;
    state[o + 1] = t;
    state[o + 2]! += s - (t - b) + (v - b);
    if (v < state[o + 3]!) state[o + 3] = v;
    if (v > state[o + 4]!) state[o + 4] = v;
    j += 1;
  } while (j < head);
  for (; j < n; j += 4) {
    const o0 = (keys[j]! + at) | 0;
    const o1 = (keys[j + 1]! + at) | 0;
    const o2 = (keys[j + 2]! + at) | 0;
    const o3 = (keys[j + 3]! + at) | 0;
    const v0 = values[base + j]!;
    const v1 = values[base + j + 1]!;
    const v2 = values[base + j + 2]!;
    const v3 = values[base + j + 3]!;
    const s0 = state[o0 + 1]!;
    const t0 = s0 + v0;
    const b0 = t0 - s0;
    state[o0]! += 1;
    state[o0 + 1] = t0;
    state[o0 + 2]! += s0 - (t0 - b0) + (v0 - b0);
    const s1 = state[o1 + 1]!;
    const t1 = s1 + v1;
    const b1 = t1 - s1;
    state[o1]! += 1;
    state[o1 + 1] = t1;
    state[o1 + 2]! += s1 - (t1 - b1) + (v1 - b1);
    const s2 = state[o2 + 1]!;
    const t2 = s2 + v2;
    const b2 = t2 - s2;
    state[o2]! += 1;
    state[o2 + 1] = t2;
    state[o2 + 2]! += s2 - (t2 - b2) + (v2 - b2);
    const s3 = state[o3 + 1]!;
    const t3 = s3 + v3;
    const b3 = t3 - s3;
    state[o3]! += 1;
    state[o3 + 1] = t3;
    state[o3 + 2]! += s3 - (t3 - b3) + (v3 - b3);
    if (v0 < state[o0 + 3]!) state[o0 + 3] = v0;
    if (v0 > state[o0 + 4]!) state[o0 + 4] = v0;
    if (v1 < state[o1 + 3]!) state[o1 + 3] = v1;
    if (v1 > state[o1 + 4]!) state[o1 + 4] = v1;
    if (v2 < state[o2 + 3]!) state[o2 + 3] = v2;
    if (v2 > state[o2 + 4]!) state[o2 + 4] = v2;
    if (v3 < state[o3 + 3]!) state[o3 + 3] = v3;
    if (v3 > state[o3 + 4]!) state[o3 + 4] = v3;
  }
};
