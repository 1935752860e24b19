/** Chance that is the same for the same seed. */
export interface Chance {
  /** From 0 to 1, without 1. */
  readonly draw: () => number;
  /** A whole number from `least` to `most`, both included. */
  readonly whole: (least: number, most: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  /** Picks by weight. */
  readonly weigh: <T>(from: readonly (readonly [weight: number, what: T])[]) => T;
  readonly happens: (share: number) => boolean;
}

/** mulberry32. */
export const chanceOf = (seed: number): Chance => {
  let state = seed | 0;
  const draw = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const pick = <T>(from: readonly T[]): T => from[Math.floor(draw() * from.length)] as T;
  return {
    draw,
    pick,
    whole: (least, most) => least + Math.floor(draw() * (most - least + 1)),
    weigh: (from) => {
      let left = draw() * from.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, what] of from) {
        left -= weight;
        if (left < 0) return what;
      }
      return pick(from)[1];
    },
    happens: (share) => draw() < share,
  };
};
