import type { Instant } from "@ennead/core/kernel";

import { mondayOf, week } from "./calendar.ts";

/** How much sample data one company gets. */
export interface Volume {
  readonly company: string;
  readonly accounts: number;
  readonly contacts: number;
  readonly leads: number;
  readonly opportunities: number;
}

/** What the generator is asked for; equal plans give equal data. */
export interface Plan {
  readonly seed: number;
  /** First and last instant of the simulated time. */
  readonly from: Instant;
  readonly until: Instant;
  readonly volumes: readonly Volume[];
}

export type SampleSize = "full" | "small" | "none";

const volumes: Readonly<Record<SampleSize, { weeks: number; of: readonly Volume[] }>> = {
  full: {
    weeks: 156,
    of: [
      { company: "tallgrass", accounts: 1880, contacts: 4700, leads: 600, opportunities: 11_400 },
      { company: "kestrel", accounts: 120, contacts: 300, leads: 40, opportunities: 600 },
    ],
  },
  small: {
    weeks: 30,
    of: [
      { company: "tallgrass", accounts: 60, contacts: 150, leads: 20, opportunities: 240 },
      { company: "kestrel", accounts: 10, contacts: 20, leads: 5, opportunities: 40 },
    ],
  },
  none: { weeks: 0, of: [] },
};

/** The sample data of a size that ends on the Monday on or before `now`: three years of it when full. */
export const planOf = (size: SampleSize, now: Instant, seed: number = 20_260): Plan => {
  const until = mondayOf(now);
  return { seed, from: until - volumes[size].weeks * week, until, volumes: volumes[size].of };
};
