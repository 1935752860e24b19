import type { SlotKind } from "./lane.ts";
import { mergeMoments } from "./moments.ts";

/** The state of a group that no row has reached: nothing counted, nothing added, no extreme. */
const emptyGroup = (slots: readonly SlotKind[]): Float64Array =>
  Float64Array.from(slots, (kind) =>
    kind === "min" ? Number.POSITIVE_INFINITY : kind === "max" ? Number.NEGATIVE_INFINITY : 0,
  );

/** Empty state for a number of groups, one run of slots after another. */
export const emptyState = (slots: readonly SlotKind[], groups: number): Float64Array => {
  const state = new Float64Array(groups * slots.length);
  const empty = emptyGroup(slots);
  if (groups === 0 || empty.every((slot) => slot === 0)) return state;
  state.set(empty);
  for (let done = empty.length; done < state.length; done *= 2) {
    state.copyWithin(done, 0, Math.min(done, state.length - done));
  }
  return state;
};

/** Joins `count` neighbouring groups into others: the group at slot `from` into the one at `into`, and so on. */
export const foldGroups = (
  state: Float64Array,
  slots: readonly SlotKind[],
  into: number,
  from: number,
  count: number,
): void => {
  const width = slots.length;
  for (let slot = 0; slot < width; slot += 1) {
    let a = into + slot;
    let b = from + slot;
    switch (slots[slot]!) {
      case "add":
        for (let k = 0; k < count; k += 1, a += width, b += width) state[a]! += state[b]!;
        break;
      case "min":
        for (let k = 0; k < count; k += 1, a += width, b += width) {
          if (state[b]! < state[a]!) state[a] = state[b]!;
        }
        break;
      case "max":
        for (let k = 0; k < count; k += 1, a += width, b += width) {
          if (state[b]! > state[a]!) state[a] = state[b]!;
        }
        break;
      case "pair":
        for (let k = 0; k < count; k += 1, a += width, b += width) {
          const s = state[a]!;
          const v = state[b]!;
          const t = s + v;
          const w = t - s;
          state[a] = t;
          state[a + 1]! += s - (t - w) + (v - w) + state[b + 1]!;
        }
        break;
      case "moments":
        for (let k = 0; k < count; k += 1, a += width, b += width) mergeMoments(state, a, b);
        break;
      default:
    }
  }
};

/** Joins each run of `run` neighbouring groups, the first at slot `from`, into one group; those begin at slot `into`. */
export const foldRuns = (
  state: Float64Array,
  slots: readonly SlotKind[],
  into: number,
  from: number,
  runs: number,
  run: number,
): void => {
  const width = slots.length;
  for (let at = 0; at < runs; at += 1) {
    for (let slot = 0; slot < width; slot += 1) {
      const a = into + at * width + slot;
      let b = from + at * run * width + slot;
      const kind = slots[slot]!;
      if (kind === "carried") continue;
      if (kind === "moments") {
        for (let k = 0; k < run; k += 1, b += width) mergeMoments(state, a, b);
        continue;
      }
      let value = state[a]!;
      let carried = 0;
      switch (kind) {
        case "add":
          for (let k = 0; k < run; k += 1, b += width) value += state[b]!;
          break;
        case "min":
          for (let k = 0; k < run; k += 1, b += width) if (state[b]! < value) value = state[b]!;
          break;
        case "max":
          for (let k = 0; k < run; k += 1, b += width) if (state[b]! > value) value = state[b]!;
          break;
        case "pair":
          for (let k = 0; k < run; k += 1, b += width) {
            const v = state[b]!;
            const t = value + v;
            const w = t - value;
            carried += value - (t - w) + (v - w) + state[b + 1]!;
            value = t;
          }
          state[a + 1]! += carried;
          break;
        default:
          kind satisfies never;
      }
      state[a] = value;
    }
  }
};
