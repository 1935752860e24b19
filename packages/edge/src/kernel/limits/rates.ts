import type { Route } from "../route.ts";
import type { Rate } from "./gcra.ts";

/** What requests are counted as: reading, changing, running a report, loading in bulk. */
export type RateClass = "read" | "write" | "run" | "bulk";

/** A rate for each class of requests, and for requests that nobody has signed; null is no limit. */
export interface Rates extends Readonly<Record<RateClass, Rate | null>> {
  /** Requests that were not signed in, or with a bad credential, of one address. */
  readonly anonymous: Rate | null;
  /** The same of all callers whose address the host does not tell. */
  readonly unknown: Rate | null;
}

const minute = 60_000;

/** Of one user or key, and of one address before sign-in. */
export const standardRates: Rates = {
  read: { quota: 3000, window: minute },
  write: { quota: 1200, window: minute },
  run: { quota: 300, window: minute },
  bulk: { quota: 60, window: minute },
  anonymous: { quota: 300, window: minute },
  unknown: { quota: 6000, window: minute },
};

/** The rates of a host over the standard ones. Throws on a rate that would allow nothing. */
export const ratesOf = (given: Partial<Rates> = {}): Rates => {
  for (const [name, rate] of Object.entries(given)) {
    if (rate !== null && !(rate.quota >= 1 && rate.window >= 1)) {
      throw new Error(`The rate ${name} allows nothing.`);
    }
  }
  return { ...standardRates, ...given };
};

/** Which bucket a request of the route is taken from. */
export const rateClassOf = ({ limits, method }: Pick<Route, "limits" | "method">): RateClass =>
  limits === "json" ? (method === "GET" ? "read" : "write") : limits;
