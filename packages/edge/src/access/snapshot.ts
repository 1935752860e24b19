import type { SetDefinition } from "@ennead/core/access";
import type { FiscalYear } from "@ennead/core/calendar";
import type { UserId } from "@ennead/core/kernel";

import { raw, sql, type Row, type Statement, type TenantScope } from "../kernel/index.ts";
import { denyOf, type StoredDeny } from "./deny.ts";
import { groupOf, type Group } from "./group.ts";

/** Org-wide defaults by object name. */
export type Defaults = Readonly<Record<string, "none" | "read" | "edit">>;

export interface Company {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  /** BCP 47. */
  readonly locale: string;
  /** IANA. */
  readonly timeZone: string;
  readonly defaults: Defaults;
  /** How its fiscal year is counted; null while nobody has said. */
  readonly fiscal: FiscalYear | null;
  /** Origins of pages that may call the API for this company, like `https://crm.example.com`. */
  readonly origins: readonly string[];
}

export interface User {
  readonly id: UserId;
  readonly version: number;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  readonly managerId: UserId | null;
  /** Ids of the permission sets he holds, ascending. */
  readonly sets: readonly string[];
  /** When he was last signed out everywhere. */
  readonly signedOutAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface StoredSet extends Required<SetDefinition> {
  readonly id: string;
  readonly version: number;
}

/** Everything that decides access in one company, read at one moment. `stamp` is 0 for a company that is not there. */
export interface Snapshot {
  readonly stamp: number;
  readonly company: Company | null;
  readonly users: ReadonlyMap<UserId, User>;
  readonly sets: ReadonlyMap<string, StoredSet>;
  readonly groups: ReadonlyMap<string, Group>;
  /** In the order in which they were made, which is the order they are tried in. */
  readonly denies: readonly StoredDeny[];
}

const companyOf = (row: Row): Company => ({
  id: String(row["id"]),
  version: Number(row["version"]),
  name: String(row["name"]),
  currency: String(row["currency"]),
  locale: String(row["locale"]),
  timeZone: String(row["time_zone"]),
  defaults: JSON.parse(String(row["defaults"])) as Defaults,
  fiscal: row["fiscal"] === null ? null : (JSON.parse(String(row["fiscal"])) as FiscalYear),
  origins: JSON.parse(String(row["origins"])) as readonly string[],
});

const setOf = (row: Row): StoredSet => ({
  id: String(row["id"]),
  version: Number(row["version"]),
  name: String(row["name"]),
  role: row["role"] === 1,
  // Sets from before there were obligations have none.
  obligations: {},
  ...(JSON.parse(String(row["grants"])) as Pick<StoredSet, "objects" | "fields" | "system">),
});

const userOf = (row: Row, sets: readonly string[]): User => ({
  id: String(row["id"]) as UserId,
  version: Number(row["version"]),
  name: String(row["name"]),
  email: String(row["email"]),
  active: row["active"] === 1,
  managerId: row["manager_id"] === null ? null : (String(row["manager_id"]) as UserId),
  sets,
  signedOutAt: row["signed_out_at"] === null ? null : Number(row["signed_out_at"]),
  createdAt: Number(row["created_at"]),
  updatedAt: Number(row["updated_at"]),
});

/** The permission stamp of the company that `row` is a row of, as a column `stamp`: a credential is read with it. */
export const stampOf = (row: string): Statement =>
  raw(
    `coalesce((select a.stamp from access_stamp a where a.company_id = ${row}.company_id), 0) as stamp`,
  );

/** The company's permission stamp: one small read. */
export const readStamp = async ({ company, read }: TenantScope): Promise<number> => {
  const [found] = await read(sql`select stamp from access_stamp where company_id = ${company}`);
  return Number(found?.rows[0]?.["stamp"] ?? 0);
};

/** What belongs to each root, in the order of the rows. */
const byRoot = (rows: readonly Row[], column: string): ReadonlyMap<string, readonly string[]> => {
  const all = new Map<string, string[]>();
  for (const row of rows) {
    const id = String(row["root_id"]);
    const list = all.get(id) ?? [];
    list.push(String(row[column]));
    all.set(id, list);
  }
  return all;
};

/** The whole state of access, in one snapshot of the database. */
export const readSnapshot = async ({ company, read }: TenantScope): Promise<Snapshot> => {
  const [stamp, companies, users, held, sets, groups, members, denies] = await read(
    sql`select stamp from access_stamp where company_id = ${company}`,
    sql`select * from company where company_id = ${company}`,
    sql`select * from user where company_id = ${company} order by id`,
    sql`select root_id, set_id from permission_set_user where company_id = ${company}
      order by root_id, set_id`,
    sql`select * from permission_set where company_id = ${company} order by id`,
    sql`select * from user_group where company_id = ${company} order by id`,
    sql`select root_id, member from group_member where company_id = ${company}
      order by root_id, member`,
    sql`select * from access_deny where company_id = ${company} order by id`,
  );
  const setsOf = byRoot(held?.rows ?? [], "set_id");
  const membersOf = byRoot(members?.rows ?? [], "member");
  const [only] = companies?.rows ?? [];
  return {
    stamp: Number(stamp?.rows[0]?.["stamp"] ?? 0),
    company: only === undefined ? null : companyOf(only),
    users: new Map(
      (users?.rows ?? []).map((row) => {
        const one = userOf(row, setsOf.get(String(row["id"])) ?? []);
        return [one.id, one];
      }),
    ),
    sets: new Map((sets?.rows ?? []).map((row) => [String(row["id"]), setOf(row)])),
    groups: new Map(
      (groups?.rows ?? []).map((row) => {
        const id = String(row["id"]);
        return [id, groupOf(row, membersOf.get(id) ?? [])];
      }),
    ),
    denies: (denies?.rows ?? []).map(denyOf),
  };
};
