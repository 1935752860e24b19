import { err, fault, ok, type Fault, type Instant, type Result } from "@ennead/core/kernel";

import type { Database } from "../db/db.ts";
import { sql, type Statement } from "../db/sql.ts";
import { bucketName } from "./bucket-name.ts";
import { durableLimit } from "./durable-limit.ts";
import type { Rate } from "./gcra.ts";

/** Who tries to sign in, and from where; `ip` undefined when the host does not know. */
export interface SignInAttempt {
  readonly account: string;
  readonly ip: string | undefined;
}

/** Slows guessing down, over all isolates of a database. */
export interface SignInLimit {
  /** Counts an attempt before it is made: `kernel/rate-limited` with `retryAfterMs` when it comes too soon. */
  readonly begin: (attempt: SignInAttempt, now: Instant) => Promise<Result<null, Fault>>;
  /** The attempt was right: it is counted no more, and its address is known to the account for 30 days. */
  readonly succeeded: (attempt: SignInAttempt, now: Instant) => Promise<void>;
}

export interface SignInRules {
  /** Attempts of one address, whatever became of them and for whatever accounts. */
  readonly address: Rate;
  /** Attempts of all addresses together that the host does not know. */
  readonly unknown: Rate;
  /** Failures in a row that cost nothing. */
  readonly free: number;
  /** The longest wait between one address's attempts at one account, in milliseconds. */
  readonly mostWait: number;
}

const minute = 60_000;
const day = 24 * 60 * minute;

const standardRules: SignInRules = {
  address: { quota: 60, window: 10 * minute },
  unknown: { quota: 1200, window: 10 * minute },
  free: 5,
  mostWait: 15 * minute,
};

/** The longest wait where the host tells no address, so that strangers and the owner are one. */
const mostWaitOfAll = 30_000;

/** Failures at one account from anywhere, after which an address that is new to it has one free failure. */
const attacked = 20;

/** How long a failure is remembered. */
const remembered = 60 * minute;

/**
 * Counts a failure in advance, unless the last one's time has not passed: 1, 2, 4 … seconds after the free ones. What is
 * free sets no time, because of two attempts at once the one that looked at its clock first may come second.
 */
const strike = (id: string, now: Instant, free: number, most: number): Statement =>
  sql`insert into rate_bucket(id, tat, strikes, expires_at)
    values (${id}, ${free > 1 ? 0 : now + 1000}, 1, ${now + remembered})
    on conflict(id) do update set
      strikes = iif(expires_at <= ${now}, 1, strikes + 1),
      tat = iif(expires_at <= ${now} or strikes + 1 < ${free}, 0,
        ${now} + min(${most}, 1000 << min(strikes + 1 - ${free}, 20))),
      expires_at = ${now + remembered}
    where tat <= ${now} or tat > ${now + most} or expires_at <= ${now}`;

const tooSoon = (retry: number): Result<never, Fault> =>
  err(
    fault("kernel/rate-limited", "Too many attempts to sign in; wait before the next.", undefined, {
      policy: "login",
      retryAfterMs: Math.ceil(retry),
    }),
  );

const idsOf = async ({ account, ip = "" }: SignInAttempt) => ({
  account: await bucketName("login-account", account),
  pair: await bucketName("login-pair", account, ip),
  known: await bucketName("login-known", account, ip),
});

/**
 * Limits attempts to sign in per address, and per account and address, where waits double with each failure. No account
 * is ever locked: a stranger waits for his own failures. An account that many fail at allows each address fewer, except
 * those from where its owner has signed in.
 */
export const signInLimit = (database: Database, rules: Partial<SignInRules> = {}): SignInLimit => {
  const { address, unknown, free, mostWait } = { ...standardRules, ...rules };
  const addresses = durableLimit(database, "login-address", address);
  const unknowns = durableLimit(database, "login-unknown", unknown);
  return {
    begin: async (attempt, now) => {
      const { ip } = attempt;
      const flood = ip === undefined ? unknowns.take("", now) : addresses.take(ip, now);
      const { allowed, retry } = await flood;
      if (!allowed) return tooSoon(retry);
      const { account, pair, known } = await idsOf(attempt);
      const [seen] = await database.read([
        sql`select max(iif(id = ${known}, 1, 0)) as known, max(iif(id = ${account}, strikes, 0)) as strikes
          from rate_bucket where id in (${known}, ${account}) and expires_at > ${now}`,
      ]);
      const { known: isKnown, strikes } = seen?.rows[0] ?? {};
      const isAttacked = isKnown !== 1 && Number(strikes ?? 0) >= attacked;
      const most = ip === undefined ? mostWaitOfAll : mostWait;
      const [written, , found] = await database.write([
        strike(pair, now, isAttacked ? 1 : free, most),
        sql`insert into rate_bucket(id, tat, strikes, expires_at)
          select ${account}, ${now}, 1, ${now + remembered} where changes() > 0
          on conflict(id) do update set
            strikes = iif(expires_at <= ${now}, 1, strikes + 1), expires_at = ${now + remembered}`,
        sql`select tat from rate_bucket where id = ${pair}`,
      ]);
      if ((written?.changes ?? 0) > 0) return ok(null);
      return tooSoon(Math.max(1, Number(found?.rows[0]?.["tat"] ?? now) - now));
    },
    succeeded: async (attempt, now) => {
      const { account, pair, known } = await idsOf(attempt);
      await database.write([
        sql`update rate_bucket set strikes = max(strikes - 1, 0) where id = ${account}`,
        sql`delete from rate_bucket where id = ${pair}`,
        ...(attempt.ip === undefined
          ? []
          : [
              sql`insert into rate_bucket(id, tat, expires_at) values (${known}, ${now}, ${now + 30 * day})
                on conflict(id) do update set expires_at = excluded.expires_at`,
            ]),
      ]);
    },
  };
};
