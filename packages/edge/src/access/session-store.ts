import { sha256, sql, type Statement, type Sweep, type TenantDb } from "../kernel/index.ts";
import { endOf, idleFor, longestFor, seenEvery, sessionOf, type Session } from "./session.ts";
import { stampOf } from "./snapshot.ts";

/** What is stored of a session's secret. */
export const hashSecret = (secret: string): Promise<string> => sha256(secret);

/** A session, and the permission stamp of its company as it was read with it. */
export interface FoundSession extends Session {
  readonly stamp: number;
}

/**
 * The session of a secret that lasts at this time, whatever its company; null without one. One read in each database,
 * none for text that no secret of ours can be.
 */
export const findSession = async (
  db: TenantDb,
  secret: string,
  now: number,
): Promise<FoundSession | null> => {
  if (!/^[0-9a-f]{64}$/.test(secret)) return null;
  const hash = await hashSecret(secret);
  for await (const database of db.all()) {
    const [found] = await database.read([
      sql`select s.*, ${stampOf("s")} from session s where hash = ${hash}`,
    ]);
    const [row] = found?.rows ?? [];
    if (row === undefined) continue;
    const session = sessionOf(row);
    return now < endOf(session) ? { ...session, stamp: Number(row["stamp"]) } : null;
  }
  return null;
};

/** Writes down that a session goes on, unless that was done within the last minute. */
export const writeSeen = async (
  db: TenantDb,
  { company, id }: Session,
  now: number,
): Promise<void> => {
  const database = await db.for(company);
  await database.write([
    sql`update session set seen_at = ${now} where company_id = ${company} and id = ${id}
      and seen_at <= ${now - seenEvery}`,
  ]);
};

export const beginStatement = (session: Session, hash: string): Statement => {
  const { company, id, user, agent, createdAt, seenAt } = session;
  return sql`insert into session(company_id, id, hash, user_id, agent, created_at, seen_at)
    values (${company}, ${id}, ${hash}, ${user}, ${agent}, ${createdAt}, ${seenAt})`;
};

export const endStatement = ({ company, id }: Pick<Session, "company" | "id">): Statement =>
  sql`delete from session where company_id = ${company} and id = ${id}`;

export const endAllStatement = ({ company, user }: Pick<Session, "company" | "user">): Statement =>
  sql`delete from session where company_id = ${company} and user_id = ${user}`;

const sweptAtOnce = 1000;

/** Removes the sessions that are over: nothing can begin them again. */
export const sweepSessions: Sweep = {
  kind: "access.sweepSessions",
  rule: { cron: "47 * * * *", timeZone: "UTC" },
  portion: async (database, now) => {
    const [gone] = await database.write([
      sql`delete from session where (company_id, id) in (select company_id, id from session
        where created_at <= ${now - longestFor} or seen_at <= ${now - idleFor} limit ${sweptAtOnce})`,
    ]);
    return { swept: 0, complete: (gone?.changes ?? 0) < sweptAtOnce };
  },
};
