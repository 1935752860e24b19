/** Repeatable randomness: the same seed gives the same sample data on every machine. */
export interface Random {
  /** A double in [0, 1). */
  readonly next: () => number;
  /** An integer from `min` to `max`, both included. */
  readonly int: (min: number, max: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  /** One item, the n-th with the n-th weight; weights need not add to 1. */
  readonly weighted: <T>(list: readonly T[], weights: readonly number[]) => T;
  /** Standard normal, by Box and Muller. */
  readonly normal: () => number;
  /** A stream of its own for `label`: adding draws to one stream leaves the others as they were. */
  readonly fork: (label: string) => Random;
}

/** FNV-1a over the UTF-16 code units, mixed with a seed. */
const hash = (seed: number, text: string): number => {
  let value = (2166136261 ^ seed) >>> 0;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 16777619) >>> 0;
  }
  return value;
};

/** mulberry32 (T. Ettinger): 32 bits of state, enough for sample data and nothing else. */
const mulberry32 = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

export const createRandom = (seed: number): Random => {
  const next = mulberry32(seed);
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(list: readonly T[]): T => {
    const item = list[int(0, list.length - 1)];
    if (item === undefined) throw new Error("cannot pick from an empty list");
    return item;
  };
  const weighted = <T>(list: readonly T[], weights: readonly number[]): T => {
    let rest = next() * weights.reduce((sum, weight) => sum + weight, 0);
    for (const [at, item] of list.entries()) {
      rest -= weights[at] ?? 0;
      if (rest < 0) return item;
    }
    return pick(list.slice(-1));
  };
  return {
    next,
    int,
    pick,
    weighted,
    chance: (probability) => next() < probability,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    fork: (label) => createRandom(hash(seed, label)),
  };
};
