import type { Clock, CompanyId, Instant, RandomBytes } from "@ennead/core/kernel";

import { DatabaseError, type Database, type Row } from "../db/db.ts";
import { sql, type Statement } from "../db/sql.ts";
import { enqueueStatements } from "../jobs/enqueue-statements.ts";
import { enqueue } from "../jobs/new-job.ts";
import type { Follow } from "./follow.ts";
import { followed } from "./read-feed.ts";
import { rollCall } from "./roll-call.ts";

/** What a drain has done. */
export interface Drained {
  /** Jobs that followers were given. */
  readonly jobs: number;
  /** Whether every follower stood at the head of every log. */
  readonly complete: boolean;
}

export interface FeedDrain {
  /**
   * Gives followers what happened since they were last given something, for about `budget` milliseconds. Any number of
   * processes may drain beside each other.
   */
  readonly work: (database: Database, now: Instant, budget: number) => Promise<Drained>;
}

/** Events that one job is given at most. */
const portion = 1000;

const companiesAtOnce = 100;

/** How often all companies are gone through, besides once at the start of a process. */
const rollCallEvery = 3_600_000;

/** Stretch of the log that a follower is to be given next. */
interface Step {
  readonly follow: Follow;
  readonly known: boolean;
  readonly after: number;
  readonly through: number;
  readonly matches: boolean;
}

const stepOf = (follow: Follow, row: Row | undefined): Step => ({
  follow,
  known: row?.["known"] === 1,
  after: Number(row?.["after"] ?? 0),
  through: Number(row?.["through"] ?? 0),
  matches: row?.["matches"] === 1,
});

/** Where a follower stands, how far its next portion reaches, and whether anything in it is for him. */
const stand = (company: CompanyId, follow: Follow): Statement =>
  sql`with at as materialized (
      select coalesce((select seq from feed_cursor where company_id = ${company}
        and follower = ${follow.name}), 0) as seq),
    stretch as materialized (
      select at.seq as after, max(at.seq, min(at.seq + ${portion},
        coalesce((select max(seq) from audit_event where company_id = ${company}), 0))) as through from at)
    select after, through,
      exists(select 1 from feed_cursor where company_id = ${company} and follower = ${follow.name}) as known,
      exists(select 1 from audit_event e where e.company_id = ${company}
        and e.seq > stretch.after and e.seq <= stretch.through and ${followed(follow)}) as matches
    from stretch`;

/** Moves a cursor, or refuses the whole batch when another drain has moved it. */
const move = (
  company: CompanyId,
  { follow, known, after, through }: Step,
): readonly Statement[] => [
  ...(known
    ? []
    : [
        sql`insert into feed_cursor(company_id, follower, seq) values (${company}, ${follow.name}, 0)
          on conflict(company_id, follower) do nothing`,
      ]),
  sql`select iif((select seq from feed_cursor where company_id = ${company}
    and follower = ${follow.name}) = ${after}, 1, json('STALE'))`,
  sql`update feed_cursor set seq = ${through} where company_id = ${company} and follower = ${follow.name}`,
];

/**
 * Takes the wake row away where no follower lacks a change. It runs with the other statements of its batch, so a writer
 * comes before it, and is seen, or after it, and writes the row again.
 */
const rest = (company: CompanyId, follows: readonly Follow[]): Statement =>
  sql`delete from feed_wake where company_id = ${company}
    and not exists (select 1 from json_each(${JSON.stringify(follows.map(({ name }) => name))}) f
      where exists (select 1 from audit_event e where e.company_id = ${company} and e.op is not null
        and e.seq > coalesce((select c.seq from feed_cursor c where c.company_id = ${company}
          and c.follower = f.value), 0)))`;

const isOvertaken = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.kind === "refused" || error.kind === "busy");

/** Companies whose log may hold something new, in order, after a given one. */
const awake = async (database: Database, after: string): Promise<readonly CompanyId[]> => {
  const [found] = await database.read([
    sql`select company_id from feed_wake where company_id > ${after}
      order by company_id limit ${companiesAtOnce}`,
  ]);
  return (found?.rows ?? []).map((row) => String(row["company_id"]) as CompanyId);
};

/** The drain of the log to these followers. */
export const feedDrain = ({
  follows,
  clock,
  random,
}: {
  readonly follows: readonly Follow[];
  readonly clock: Clock;
  readonly random: RandomBytes;
}): FeedDrain => {
  const called = new WeakMap<Database, Instant>();
  // A drain goes on where the last one stopped, so that a company late in the order is not always the one left out.
  const stopped = new WeakMap<Database, string>();

  /** One portion for each follower of a company. */
  const turn = async (database: Database, company: CompanyId, now: Instant): Promise<number> => {
    const stands = await database.read(follows.map((follow) => stand(company, follow)));
    const steps = follows.map((follow, at) => stepOf(follow, stands[at]?.rows[0]));
    const moving = steps.filter(({ known, after, through }) => !known || through > after);
    const jobs = moving.flatMap(({ follow, matches, after, through }) =>
      matches ? [enqueue(follow.job, { after, through })] : [],
    );
    await database.write([
      ...moving.flatMap((step) => move(company, step)),
      ...enqueueStatements(company, now, random, jobs),
      rest(company, follows),
    ]);
    return jobs.length;
  };

  return {
    work: async (database, now, budget) => {
      const start = clock();
      const isOver = (): boolean => clock() - start >= budget;
      if ((called.get(database) ?? -Infinity) <= now - rollCallEvery) {
        await rollCall(database, follows);
        called.set(database, now);
      }
      let jobs = 0;
      let place = stopped.get(database) ?? "";
      // Rounds over all companies that are awake, until a whole round from the first one finds none.
      let fromStart = place === "";
      for (;;) {
        const companies = await awake(database, place);
        if (companies.length === 0) {
          if (fromStart && place === "") {
            stopped.delete(database);
            return { jobs, complete: true };
          }
          place = "";
          fromStart = true;
          continue;
        }
        for (const company of companies) {
          // A file answers without leaving the turn of the event loop: others get theirs.
          await new Promise((resolve) => {
            setTimeout(resolve, 0);
          });
          if (isOver()) {
            stopped.set(database, place);
            return { jobs, complete: false };
          }
          place = company;
          try {
            jobs += await turn(database, company, now);
          } catch (error) {
            // Another drain was faster, or a writer held the file: the next round sees what is left.
            if (isOvertaken(error)) continue;
            // The next drain begins with the companies after it, so that one that fails keeps nobody waiting for ever.
            stopped.set(database, company);
            throw error;
          }
        }
      }
    },
  };
};
