// The hot loops. `keys[j]` is the offset of row j's group in `state`, `values[base + j]` its value, `at` the first slot
// of the lane. Every loop counts. Nothing here allocates or calls; the tests hold each loop equal to a plain evaluator.

export const count = (state: Float64Array, at: number, keys: Int32Array, n: number): void => {
  for (let j = 0; j < n; j += 1) state[keys[j]! + at]! += 1;
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
    const o = keys[j]! + at;
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
    const o = keys[j]! + at;
    const v = values[base + j]!;
    const s = state[o + 1]!;
    const t = s + v;
    const b = t - s;
    state[o]! += 1;
    state[o + 1] = t;
    state[o + 2]! += s - (t - b) + (v - b);
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
    const o = keys[j]! + at;
    const v = values[base + j]!;
    state[o]! += 1;
    if (v < state[o + 1]!) state[o + 1] = v;
    if (v > state[o + 2]!) state[o + 2] = v;
  }
};

export const sumAndRange = (
  state: Float64Array,
  at: number,
  keys: Int32Array,
  n: number,
  values: Float64Array,
  base: number,
): void => {
  for (let j = 0; j < n; j += 1) {
    const o = keys[j]! + at;
    const v = values[base + j]!;
    state[o]! += 1;
    state[o + 1]! += v;
    if (v < state[o + 2]!) state[o + 2] = v;
    if (v > state[o + 3]!) state[o + 3] = v;
  }
};

export const compensatedSumAndRange = (
  state: Float64Array,
  at: number,
  keys: Int32Array,
  n: number,
  values: Float64Array,
  base: number,
): void => {
  for (let j = 0; j < n; j += 1) {
    const o = keys[j]! + at;
    const v = values[base + j]!;
    const s = state[o + 1]!;
    const t = s + v;
    const b = t - s;
    state[o]! += 1;
    state[o + 1] = t;
    state[o + 2]! += s - (t - b) + (v - b);
    if (v < state[o + 3]!) state[o + 3] = v;
    if (v > state[o + 4]!) state[o + 4] = v;
  }
};
