import type { Database } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { sha256 } from "../keys/digest.ts";
import { madeByRunner } from "./migration-tables.ts";
import type { Migration, Schema } from "./schema.ts";
import { searchHash, searchState, shadowsOf } from "./search-tables.ts";
import { isSearch, nameOf, type SearchTable } from "./tables.ts";
import { licenceMarks, type Trigger } from "./triggers.ts";

/** How the schema of a database stands to that of this code. */
export interface Standing {
  /** Migrations that it has not had, in order. */
  readonly pending: readonly Migration[];
  /** Ids of migrations that it has had in another form. */
  readonly changed: readonly string[];
  /** Ids of migrations that this code does not know: a newer version has been at work. */
  readonly newer: readonly string[];
  /** Its triggers as they are. */
  readonly triggers: readonly Trigger[];
  /** Whether these are the right ones: our own, or those that the newer version noted down. */
  readonly guarded: boolean;
  /** Columns that licences lack for the entity tables of this code. */
  readonly unmarked: readonly string[];
  /** Full-text indexes that are missing or of another definition; none where a newer version decides. */
  readonly stale: readonly SearchTable[];
  /** Tables that have no class here. */
  readonly unclassed: readonly string[];
}

const same = (text: string): string =>
  text
    .replace(/^create trigger/i, "create trigger")
    .replaceAll(/\s+/g, " ")
    .trim();

/** The triggers as one text, whatever their order and layout. */
const inOrder = (triggers: readonly Trigger[]): string =>
  triggers
    .map(({ name, text }) => `${name}\n${same(text)}`)
    .toSorted()
    .join("\n");

/** What tells one set of triggers from another. */
export const triggersHash = (triggers: readonly Trigger[]): Promise<string> =>
  sha256(inOrder(triggers));

const pairs = async (database: Database, table: string): Promise<ReadonlyMap<string, string>> => {
  const [found] = await database.read([{ sql: `select id, hash from ${table}`, args: [] }]);
  return new Map(found?.rows.map((row) => [String(row["id"]), String(row["hash"])]));
};

const columns = async (database: Database, table: string): Promise<readonly string[]> => {
  const [found] = await database.read([sql`select name from pragma_table_info(${table})`]);
  return found?.rows.map((row) => String(row["name"])) ?? [];
};

/** Looks a database over. Reads only. */
export const standingOf = async (
  database: Database,
  { migrations, triggers, tables }: Pick<Schema, "migrations" | "triggers" | "tables">,
): Promise<Standing> => {
  const [found] = await database.read([
    sql`select type, name, iif(type = 'trigger', sql, '') as text from sqlite_master
      where type in ('table', 'trigger') and name not like 'sqlite^_%' escape '^'`,
  ]);
  const rows = (found?.rows ?? []).map((row) => ({
    type: String(row["type"]),
    name: String(row["name"]),
    text: String(row["text"]),
  }));
  const present = rows.filter(({ type }) => type === "trigger");
  const names = new Set(rows.filter(({ type }) => type === "table").map(({ name }) => name));
  const known = (table: string): Promise<ReadonlyMap<string, string>> =>
    names.has(table) ? pairs(database, table) : Promise.resolve(new Map<string, string>());
  const [had, state] = await Promise.all([known("schema_migration"), known("schema_state")]);

  const ours = new Set(migrations.map(({ id }) => id));
  const newer = [...had.keys()].filter((id) => !ours.has(id));
  const hash = await triggersHash(present);
  const wanted = newer.length > 0 ? state.get("triggers") : await triggersHash(triggers);
  const searches = tables.filter(isSearch);
  const stale: SearchTable[] = [];
  for (const one of newer.length > 0 ? [] : searches) {
    const made = names.has(one.name) && state.get(searchState(one.name));
    if (made !== (await searchHash(one))) stale.push(one);
  }
  const marked = new Set(
    names.has("audit_licence") ? await columns(database, "audit_licence") : [],
  );
  const classed = new Set([
    ...madeByRunner,
    ...tables.map(nameOf),
    ...searches.flatMap(({ name }) => shadowsOf(name)),
  ]);
  return {
    pending: migrations.filter(({ id }) => !had.has(id)),
    changed: migrations
      .filter(({ id, hash: own }) => (had.get(id) ?? own) !== own)
      .map(({ id }) => id),
    newer,
    triggers: present.map(({ name, text }) => ({ name, text })),
    guarded: hash === wanted,
    unmarked: licenceMarks(tables).filter((name) => !marked.has(name)),
    stale,
    unclassed: [...names].filter((name) => !classed.has(name)),
  };
};

/** Whether nothing is left to be done: the present schema, or that of a newer version. */
export const isCurrent = ({ pending, changed, newer, guarded, stale }: Standing): boolean =>
  pending.length === 0 &&
  changed.length === 0 &&
  (newer.length > 0 || (guarded && stale.length === 0));

/** Whether a database has had every migration of this code: what it must have to be written. */
export const hasSchema = async (
  database: Database,
  schema: Pick<Schema, "migrations" | "triggers" | "tables">,
): Promise<boolean> => (await standingOf(database, schema)).pending.length === 0;
