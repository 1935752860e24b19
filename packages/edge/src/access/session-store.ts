import { sha256, sql, type Statement, type TenantDb } from "../kernel/index.ts";
import { endOf, longestFor, seenEvery, sessionOf, type Session } from "./session.ts";

/** What is stored of a session's secret. */
export const hashSecret = (secret: string): Promise<string> => sha256(secret);

/**
 * The session of a secret that lasts at this time, whatever its company; null without one. One read in each database,
 * none for text that no secret of ours can be.
 */
export const findSession = async (
  db: TenantDb,
  secret: string,
  now: number,
): Promise<Session | null> => {
  if (!/^[0-9a-f]{64}$/.test(secret)) return null;
  const hash = await hashSecret(secret);
  for await (const database of db.all()) {
    const [found] = await database.read([sql`select * from session where hash = ${hash}`]);
    const [row] = found?.rows ?? [];
    if (row === undefined) continue;
    const session = sessionOf(row);
    return now < endOf(session) ? session : null;
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

/** The new session, and the end of those of the company that are over. */
export const beginStatements = (session: Session, hash: string): readonly Statement[] => {
  const { company, id, user, agent, createdAt, seenAt } = session;
  return [
    sql`delete from session where company_id = ${company} and created_at <= ${createdAt - longestFor}`,
    sql`insert into session(company_id, id, hash, user_id, agent, created_at, seen_at)
      values (${company}, ${id}, ${hash}, ${user}, ${agent}, ${createdAt}, ${seenAt})`,
  ];
};

export const endStatement = ({ company, id }: Pick<Session, "company" | "id">): Statement =>
  sql`delete from session where company_id = ${company} and id = ${id}`;

export const endAllStatement = ({ company, user }: Pick<Session, "company" | "user">): Statement =>
  sql`delete from session where company_id = ${company} and user_id = ${user}`;
