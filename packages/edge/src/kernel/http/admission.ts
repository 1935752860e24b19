import type { Principal } from "@ennead/core/access";
import type { Fault, Result } from "@ennead/core/kernel";

import { DatabaseError, type Database } from "../db/db.ts";
import { durableLimit } from "../limits/durable-limit.ts";
import { limitHeaders } from "../limits/limit-headers.ts";
import { allowed, type Limiter, type Looked } from "../limits/limiter.ts";
import { rateClassOf, type RateClass, type Rates } from "../limits/rates.ts";
import { shares, type Shares } from "../limits/shares.ts";
import type { RequestMetrics } from "../observe/request-metrics.ts";
import type { Route } from "../route.ts";
import type { Exchange } from "./exchange.ts";

export interface AdmissionOptions {
  readonly limiter: Limiter;
  readonly rates: Rates;
  /** Classes that are counted in the database as well, over all isolates. */
  readonly durable: readonly RateClass[];
  readonly metrics: RequestMetrics;
}

/** Whether a request is one too many. What it finds stands in the headers of the answer, whatever that is. */
export interface Admission {
  /**
   * A request that was not signed in, by its nature or because its credential is none. A good credential is always
   * heard: an address may be that of a whole office, or of a proxy, and strangers must not keep all behind it out.
   */
  readonly unsigned: (exchange: Exchange) => Result<null, Fault>;
  readonly signedIn: (
    exchange: Exchange,
    route: Route,
    principal: Principal,
    database: Database,
  ) => Promise<Result<null, Fault>>;
}

/** How many callers hold a share of a limit in the database. */
const mostHolders = 20_000;

export const admission = ({ limiter, rates, durable, metrics }: AdmissionOptions): Admission => {
  const costly = new Map<RateClass, Shares>();
  for (const kind of durable) {
    const rate = rates[kind];
    if (rate !== null) costly.set(kind, shares(rate, mostHolders));
  }
  const told = (exchange: Exchange, looked: Looked | null): Result<null, Fault> => {
    if (looked !== null) {
      Object.assign(exchange.headers, limitHeaders(looked.policy, looked.rate, looked.verdict));
    }
    const may = allowed(looked);
    if (!may.ok && looked !== null) metrics.limited(looked.policy);
    return may;
  };
  return {
    unsigned: (exchange) => told(exchange, limiter.knocked(exchange.ip, exchange.now)),
    signedIn: async (exchange, route, { company, actor, kind, credential = "" }, database) => {
      const { now } = exchange;
      // Sessions of one user share his bucket; each of his keys has its own, and all of them one more.
      const isKey = kind === "apiKey";
      const owner = `${company} ${actor}`;
      const caller = isKey ? `${owner} ${credential}` : owner;
      const policy = rateClassOf(route);
      const may = told(exchange, limiter.take(policy, caller, now));
      // What a key is refused by itself, it does not take from the others.
      const together = may.ok && isKey ? limiter.takeOfAll(policy, owner, now) : null;
      if (together?.verdict.allowed === false) return told(exchange, together);
      const rate = rates[policy];
      const share = costly.get(policy);
      if (!may.ok || rate === null || share === undefined) return may;
      try {
        const refused = await share.take(durableLimit(database, policy, rate), caller, now);
        return refused === null ? may : told(exchange, { policy, rate, verdict: refused });
      } catch (error) {
        // A database that cannot count does not keep anybody from reading; the limit in memory holds.
        if (error instanceof DatabaseError) return may;
        throw error;
      }
    },
  };
};
