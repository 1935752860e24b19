import type { Instant } from "@ennead/core/kernel";
import { getTableConfig } from "drizzle-orm/sqlite-core";

import { DatabaseError, type Database } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { sha256 } from "../keys/digest.ts";
import type { TableClass } from "./tables.ts";
import type { Trigger } from "./triggers.ts";

/** One step of the schema; each is one atomic batch. */
export interface Migration {
  readonly id: string;
  /** Of the statements; a known id with another hash stops everything. */
  readonly hash: string;
  readonly statements: readonly string[];
}

/** What a database is brought to. */
export interface Schema {
  readonly migrations: readonly Migration[];
  readonly triggers: readonly Trigger[];
  /** Every table with its class. */
  readonly tables: readonly TableClass[];
  readonly now: Instant;
}

const applied = async (database: Database): Promise<ReadonlyMap<string, string>> => {
  const [tables] = await database.read([
    sql`select 1 from sqlite_master where type = 'table' and name = 'schema_migration'`,
  ]);
  if (tables?.rows.length === 0) return new Map();
  const [rows] = await database.read([sql`select id, hash from schema_migration`]);
  return new Map(rows?.rows.map((row) => [String(row["id"]), String(row["hash"])]));
};

const statement = (text: string): { readonly sql: string; readonly args: readonly [] } => ({
  sql: text,
  args: [],
});

/** The triggers of the database as they are, in the order of their names. */
const present = async (database: Database): Promise<readonly Trigger[]> => {
  const [found] = await database.read([
    sql`select name, sql from sqlite_master where type = 'trigger' order by name`,
  ]);
  return found?.rows.map((row) => ({ name: String(row["name"]), text: String(row["sql"]) })) ?? [];
};

const same = (text: string): string =>
  text
    .replace(/^create trigger/i, "create trigger")
    .replaceAll(/\s+/g, " ")
    .trim();

const inOrder = (triggers: readonly Trigger[]): string =>
  triggers
    .map(({ name, text }) => `${name}\n${same(text)}`)
    .toSorted()
    .join("\n");

/** A table without a class would be a way to write unaudited: it stops everything. */
const checkTables = async (database: Database, tables: readonly TableClass[]): Promise<void> => {
  const [found] = await database.read([
    sql`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`,
  ]);
  const known = new Set(tables.map(({ table }) => getTableConfig(table).name));
  const unknown = found?.rows.map((row) => String(row["name"])).filter((name) => !known.has(name));
  if (unknown !== undefined && unknown.length > 0) {
    throw new Error(`These tables have no class: ${unknown.join(", ")}.`);
  }
};

/**
 * Brings a database to the present schema and answers the hash of its triggers. Migrations that it has not had are
 * applied in order, each with its marker row in one batch, so a runner that was killed goes on where it stopped, and
 * of two runners at once one applies. Afterwards every trigger is dropped and made anew from the table list wherever
 * the present ones differ, because rebuilding a table loses its triggers silently; then they are compared again.
 */
export const migrateDatabase = async (
  database: Database,
  { migrations, triggers, tables, now }: Schema,
): Promise<string> => {
  const had = await applied(database);
  for (const { id, hash } of migrations) {
    const known = had.get(id);
    if (known !== undefined && known !== hash) {
      throw new Error(`Migration ${id} was applied in another form; refusing to go on.`);
    }
  }
  for (const { id, hash, statements } of migrations) {
    if (had.has(id)) continue;
    try {
      await database.write([
        ...statements.map(statement),
        sql`insert into schema_migration(id, hash, applied_at) values (${id}, ${hash}, ${now})`,
      ]);
    } catch (error) {
      const meanwhile = await applied(database);
      if (meanwhile.get(id) !== hash) throw error;
    }
  }
  await checkTables(database, tables);
  const wanted = inOrder(triggers);
  const hash = await sha256(wanted);
  const found = await present(database);
  if (inOrder(found) !== wanted) {
    await database.write([
      ...found.map(({ name }) => statement(`drop trigger if exists "${name}"`)),
      ...triggers.map(({ text }) => statement(text)),
      sql`insert into schema_state(id, hash) values ('triggers', ${hash})
        on conflict(id) do update set hash = excluded.hash`,
    ]);
    if (inOrder(await present(database)) !== wanted) {
      throw new DatabaseError(
        "refused",
        "The triggers of the database differ from the table list.",
      );
    }
  }
  return hash;
};
