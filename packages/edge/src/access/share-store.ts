import {
  shareRank,
  type ShareColumns,
  type ShareLevel,
  type ShareTarget,
} from "@ennead/core/access";
import type { Instant } from "@ennead/core/kernel";

import {
  sql,
  type HeldShare,
  type Row,
  type Statement,
  type TenantScope,
} from "../kernel/index.ts";
import { shareOf } from "./share.ts";

/** The share table as scopes in SQL ask it. */
export const shareColumns: ShareColumns = {
  table: "record_share",
  byRecord: "indexed by record_share_record",
  byTarget: "indexed by record_share_target",
  company: "company_id",
  object: "object",
  record: "record_id",
  target: "target",
  level: "level",
  expiresAt: "expires_at",
};

const listed = (values: readonly string[]): Statement =>
  sql`(select value from json_each(${JSON.stringify(values)}))`;

/** The shares of these records, in order of id. */
export const sharesStatement = (
  { company }: TenantScope,
  object: string,
  ids: readonly string[],
): Statement => sql`select * from record_share indexed by record_share_record
  where company_id = ${company} and object = ${object} and record_id in ${listed(ids)} order by id`;

/** Rows of `record_share` by record. */
export const sharesByRecord = (rows: readonly Row[]): ReadonlyMap<string, readonly HeldShare[]> => {
  const all = new Map<string, HeldShare[]>();
  for (const row of rows) {
    const share = shareOf(row);
    const list = all.get(share.recordId);
    if (list === undefined) all.set(share.recordId, [share]);
    else list.push(share);
  }
  return all;
};

/** Ids of the records that one of these targets has at a level at least, at this moment. */
export const sharedIds = async (
  { company, read }: TenantScope,
  object: string,
  targets: readonly ShareTarget[],
  level: ShareLevel,
  now: Instant,
): Promise<readonly string[]> => {
  const [found] = await read(
    sql`select distinct record_id from record_share indexed by record_share_target
      where company_id = ${company} and object = ${object} and target in ${listed(targets)} and level >= ${shareRank[level]}
      and (expires_at is null or expires_at > ${now}) order by record_id`,
  );
  return (found?.rows ?? []).map((row) => String(row["record_id"]));
};

/** How many shares name a target. */
export const countSharesTo = async (
  { company, read }: TenantScope,
  target: string,
): Promise<number> => {
  const [found] = await read(
    sql`select count(*) as shares from record_share where company_id = ${company}
      and target = ${target}`,
  );
  return Number(found?.rows[0]?.["shares"] ?? 0);
};

/** For a batch: no share names this target. */
export const isUnshared = (company: string, target: string): Statement =>
  sql`not exists (select 1 from record_share where company_id = ${company} and target = ${target})`;

/** For a batch: the record has exactly these shares, in these versions. */
export const hasShares = (
  company: string,
  object: string,
  record: string,
  shares: readonly HeldShare[],
): Statement => {
  const told = shares
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, version }) => `${id}/${version}`)
    .join(" ");
  return sql`coalesce((select group_concat(told, ' ') from (select id || '/' || version as told
    from record_share indexed by record_share_record
    where company_id = ${company} and object = ${object}
      and record_id = ${record} order by id)), '') = ${told}`;
};

/** For a batch: the newest version that the log has of an entity is this one, so it is as it was read. */
export const isVersion = (
  company: string,
  entity: string,
  id: string,
  version: number,
): Statement => sql`(select max(version) from audit_event where company_id = ${company}
  and entity = ${entity} and entity_id = ${id} and version is not null) = ${version}`;
