/** Jobs that are claimed and run at once in a process, at least and at most. */
const leastClaimed = 16;
const mostClaimed = 256;

/** How long the jobs of one claim should keep the places they are given; milliseconds. */
const aim = 500;

const mostRounds = 64;

/** How much the newest attempt counts. */
const weight = 0.2;

/** How long attempts take, as a process learns it, and how many jobs it claims at once because of that. */
export interface Pace {
  readonly note: (kind: string, took: number) => void;
  /** Jobs of a kind for each free place: one until it is known to be short. */
  readonly rounds: (kind: string) => number;
  /** Jobs of a claim, for so many that run at once. */
  readonly size: (lanes: number) => number;
}

export const pace = (): Pace => {
  const known = new Map<string, number>();
  const all = "";
  const learn = (name: string, took: number): void => {
    const before = known.get(name);
    known.set(name, before === undefined ? took : before + weight * (took - before));
  };
  const rounds = (name: string): number => {
    const took = known.get(name);
    if (took === undefined) return 1;
    return Math.min(Math.max(Math.floor(aim / Math.max(took, 1)), 1), mostRounds);
  };
  return {
    note: (kind, took) => {
      learn(kind, took);
      learn(all, took);
    },
    rounds,
    size: (lanes) => Math.min(Math.max(lanes * rounds(all), leastClaimed), mostClaimed),
  };
};
