import type { UserId } from "@ennead/core/kernel";

import {
  raw,
  sql,
  type Row,
  type Statement,
  type TenantDb,
  type TenantScope,
} from "../kernel/index.ts";
import { stampOf } from "./snapshot.ts";

/** Keys with the time of their last use. */
export const keyTable: Statement = raw(
  "api_key k left join api_key_use u on u.company_id = k.company_id and u.key_id = k.id",
);

export const keyColumns: Statement = raw("k.*, u.used_at");

/** The key of an id with its last use; null when the company has none. */
export const readKey = async ({ company, read }: TenantScope, id: string): Promise<Row | null> => {
  const [found] = await read(
    sql`select ${keyColumns} from ${keyTable} where k.company_id = ${company} and k.id = ${id}`,
  );
  return found?.rows[0] ?? null;
};

/** The keys that were made by a key, by one of those, and so on, and that have not been revoked. */
export const readDescendants = async (
  { company, read }: TenantScope,
  id: string,
): Promise<readonly Row[]> => {
  const [found] = await read(
    sql`with recursive made(id) as (
        select k.id from api_key k where k.company_id = ${company} and k.made_by = ${id}
        union select k.id from made join api_key k on k.company_id = ${company} and k.made_by = made.id)
      select k.* from made join api_key k on k.company_id = ${company} and k.id = made.id
      where k.revoked_at is null`,
  );
  return found?.rows ?? [];
};

/** For a batch: the key has not been revoked. */
export const isWorking = ({ company }: TenantScope, id: string): Statement =>
  sql`exists (select 1 from api_key where company_id = ${company} and id = ${id} and revoked_at is null)`;

/** For a batch: of the keys that were made by these, none works that is not among them. */
export const isWhole = ({ company }: TenantScope, ids: readonly string[]): Statement => {
  const list = sql`(select value from json_each(${JSON.stringify(ids)}))`;
  return sql`not exists (select 1 from api_key where company_id = ${company} and made_by in ${list}
    and revoked_at is null and id not in ${list})`;
};

/** How many keys of a user work at this time. */
export const countKeys = async (
  { company, read }: TenantScope,
  user: UserId,
  now: number,
): Promise<number> => {
  const [found] = await read(
    sql`select count(*) as keys from api_key where company_id = ${company} and user_id = ${user}
      and revoked_at is null and expires_at > ${now}`,
  );
  return Number(found?.rows[0]?.["keys"] ?? 0);
};

/**
 * The key of a prefix and the permission stamp of its company, whatever its company: nobody's company is known before it is found. One read in each database,
 * and there is one database unless the host says otherwise.
 */
export const findKey = async (db: TenantDb, prefix: string): Promise<Row | null> => {
  for await (const database of db.all()) {
    const [found] = await database.read([
      sql`select k.*, ${stampOf("k")} from api_key k where prefix = ${prefix}`,
    ]);
    const [row] = found?.rows ?? [];
    if (row !== undefined) return row;
  }
  return null;
};

/** How often a use is written down, in milliseconds. */
export const usedEvery = 60_000;

/** Writes down that a key was used, unless that was done within the last minute. */
export const writeUse = async (
  db: TenantDb,
  { company_id: company, id }: Row,
  now: number,
): Promise<void> => {
  const database = await db.for(String(company) as Parameters<TenantDb["for"]>[0]);
  await database.write([
    sql`insert into api_key_use(company_id, key_id, used_at)
      values (${String(company)}, ${String(id)}, ${now})
      on conflict(company_id, key_id) do update set used_at = excluded.used_at
        where excluded.used_at >= used_at + ${usedEvery}`,
  ]);
};
