import {
  scopeWhere,
  shareRank,
  type RecordFacts,
  type Scope,
  type ScopeColumns,
  type Share,
} from "@ennead/core/access";

/** A record of some object, with all that access may ask about it. */
export interface StoredFacts extends RecordFacts {
  readonly object: string;
  readonly id: string;
}

/** A database that answers with rows of values in the order they are selected in. */
export type Run = (
  sql: string,
  params: readonly (string | number)[],
) => Promise<readonly ArrayLike<unknown>[]>;

/** Tables as a host would have them. */
export const scopeTables: readonly string[] = [
  `create table record (company_id text, object text, id text, owner_id text, territory_id text, hold integer,
    frozen integer, requester_id text, primary key (company_id, object, id)) strict, without rowid`,
  "create index record_owner on record (company_id, object, owner_id)",
  "create index record_territory on record (company_id, object, territory_id)",
  `create table share (company_id text, object text, record_id text, target text, level integer,
    expires_at integer) strict`,
  "create index share_target on share (company_id, object, target, level)",
  "create index share_record on share (company_id, object, record_id)",
];

const columns: ScopeColumns = {
  id: "r.id",
  owner: "r.owner_id",
  territory: "r.territory_id",
  hold: "r.hold",
  frozen: "r.frozen",
  requester: "r.requester_id",
  shares: {
    table: "share",
    company: "company_id",
    object: "object",
    record: "record_id",
    target: "target",
    level: "level",
    expiresAt: "expires_at",
  },
};

const member = (...places: number[]): string =>
  places.map((at) => `json_extract(value, '$[${at}]')`).join(", ");

/** Puts records and shares into the tables, in place of what is there. */
export const fillScopeTables = async (
  run: Run,
  records: readonly StoredFacts[],
  shares: readonly Share[],
): Promise<void> => {
  await run("delete from record", []);
  await run("delete from share", []);
  const rows = records.map(({ company, object, id, owner, territory, hold, frozen, requester }) => [
    company,
    object,
    id,
    owner,
    territory ?? null,
    hold === true ? 1 : 0,
    frozen === true ? 1 : null,
    requester ?? null,
  ]);
  await run(`insert into record select ${member(0, 1, 2, 3, 4, 5, 6, 7)} from json_each(?)`, [
    JSON.stringify(rows),
  ]);
  const given = shares.map(({ company, object, record, to, access, expiresAt }) => [
    company,
    object,
    record,
    to,
    shareRank[access],
    expiresAt,
  ]);
  await run(`insert into share select ${member(0, 1, 2, 3, 4, 5)} from json_each(?)`, [
    JSON.stringify(given),
  ]);
};

/** A question of which records of an object are in a scope. */
export interface Asked {
  readonly scope: Scope;
  readonly company: string;
  readonly object: string;
}

/** Ids of the records in each scope, by the wide and by the narrow form, ascending. */
export const idsInScopes = async (
  run: Run,
  asked: readonly Asked[],
): Promise<readonly { readonly wide: string[]; readonly narrow: string[] }[]> => {
  const parts = asked.flatMap(({ scope, company, object }, at) => {
    const where = { sql: "r.company_id = ? and r.object = ?", params: [company, object] };
    return [
      scopeWhere(scope, columns),
      scopeWhere(scope, columns, { table: "record r", where }),
    ].map(({ sql, params }, form) => ({
      sql: `select ${at * 2 + form}, r.id from record r where ${where.sql} and ${sql}`,
      params: [...where.params, ...params],
    }));
  });
  const rows = await run(
    parts.map(({ sql }) => sql).join(" union all "),
    parts.flatMap(({ params }) => params),
  );
  const found = asked.map(() => ({ wide: [] as string[], narrow: [] as string[] }));
  for (const row of rows) {
    const place = Number(row[0]);
    found[place >> 1]?.[place % 2 === 0 ? "wide" : "narrow"].push(String(row[1]));
  }
  return found.map(({ wide, narrow }) => ({ wide: wide.toSorted(), narrow: narrow.toSorted() }));
};
