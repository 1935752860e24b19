import type { SlotKind } from "./lane.ts";

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

/** Joins `count` groups into others: group `from + k * step` into `into + k * step`, all positions in slots. */
export const foldGroups = (
  state: Float64Array,
  slots: readonly SlotKind[],
  into: number,
  from: number,
  count: number,
  step: number,
): void => {
  for (const [slot, kind] of slots.entries()) {
    let a = into + slot;
    let b = from + slot;
    switch (kind) {
      case "add":
        for (let k = 0; k < count; k += 1, a += step, b += step) state[a]! += state[b]!;
        break;
      case "min":
        for (let k = 0; k < count; k += 1, a += step, b += step) {
          if (state[b]! < state[a]!) state[a] = state[b]!;
        }
        break;
      case "max":
        for (let k = 0; k < count; k += 1, a += step, b += step) {
          if (state[b]! > state[a]!) state[a] = state[b]!;
        }
        break;
      case "pair":
        for (let k = 0; k < count; k += 1, a += step, b += step) {
          const s = state[a]!;
          const v = state[b]!;
          const t = s + v;
          const w = t - s;
          state[a] = t;
          state[a + 1]! += s - (t - w) + (v - w) + state[b + 1]!;
        }
        break;
      case "carried":
        break;
      default:
        kind satisfies never;
    }
  }
};
