import { DatabaseError, type Database } from "../db/db.ts";
import { raw, sql, type Statement } from "../db/sql.ts";
import { takeLease, type RunnerLease } from "./runner-lease.ts";
import type { Schema } from "./schema.ts";
import { makeSearch } from "./search-tables.ts";
import { isCurrent, standingOf, triggersHash, type Standing } from "./standing.ts";

/** Milliseconds between two looks at what another runner is doing. */
const interval = 50;

const pause = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, interval);
  });

const check = ({ changed, newer, pending, unclassed }: Standing): void => {
  if (changed.length > 0) {
    throw new Error(
      `Migration ${changed.join(", ")} was applied in another form; refusing to go on.`,
    );
  }
  if (newer.length > 0 && pending.length > 0) {
    throw new Error(
      `The database has had ${newer.join(", ")}, which this code does not know, and not ${pending
        .map(({ id }) => id)
        .join(", ")}: neither is the newer one.`,
    );
  }
  // A table without a class would be a way to write unaudited. Those of a newer version have one there.
  if (pending.length === 0 && newer.length === 0 && unclassed.length > 0) {
    throw new Error(`These tables have no class: ${unclassed.join(", ")}.`);
  }
};

/** The batch that takes the schema one step on; with the last migration goes all that the table list asks for. */
const nextBatch = async (
  { triggers, now }: Schema,
  { pending, triggers: present, guarded, unmarked, stale }: Standing,
): Promise<readonly Statement[]> => {
  const [next] = pending;
  const migration =
    next === undefined
      ? []
      : [
          ...next.statements.map(raw),
          sql`insert into schema_migration(id, hash, applied_at) values (${next.id}, ${next.hash}, ${now})`,
        ];
  if (pending.length > 1) return migration;
  const searches = await Promise.all(stale.map((table) => makeSearch(table, now)));
  // Rebuilding a table loses its triggers silently, so they are made anew in the batch that could.
  const guards =
    guarded && next === undefined
      ? []
      : [
          ...present.map(({ name }) => raw(`drop trigger if exists "${name}"`)),
          ...unmarked.map((name) => raw(`alter table audit_licence add column ${name} integer`)),
          ...triggers.map(({ text }) => raw(text)),
          sql`insert into schema_state(id, hash) values ('triggers', ${await triggersHash(triggers)})
            on conflict(id) do update set hash = excluded.hash`,
        ];
  return [...migration, ...searches.flat(), ...guards];
};

const isOf = (error: unknown, ...kinds: readonly DatabaseError["kind"][]): boolean =>
  error instanceof DatabaseError && kinds.includes(error.kind);

/** Takes every step that is left; answers false where another runner took over or the outcome has to be looked at. */
const advance = async (
  database: Database,
  schema: Schema,
  lease: RunnerLease,
): Promise<boolean> => {
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const standing = await standingOf(database, schema);
    check(standing);
    if (isCurrent(standing)) return true;
    const left = standing.pending.length;
    if (left === 0 && before === 0) {
      throw new DatabaseError("refused", "The database differs from the table list after all.");
    }
    before = left === 1 ? 0 : left;
    schema.crash?.("mid:migrate");
    try {
      await database.write([...lease.fence, ...(await nextBatch(schema, standing))]);
    } catch (error) {
      const lost = error instanceof DatabaseError && error.statement === 0;
      if (lost || isOf(error, "unknown", "busy")) return false;
      throw error;
    }
  }
};

/**
 * Brings a database to the present schema and answers the hash of its triggers.
 *
 * Migrations that it has not had are applied in order, each with its marker row in one batch; the last one carries the
 * triggers and full-text indexes of the table list with it. One runner at a time, by a lease: others wait, take over
 * from one that was killed, and find what it has done. Afterwards everything is compared.
 *
 * A database that a newer version has migrated is left as it is, and served: both versions run during a roll-out.
 *
 * Throws on a migration that was applied in another form, on a table without a class, and on a database of which
 * neither version is the newer one.
 */
export const migrateDatabase = async (database: Database, schema: Schema): Promise<string> => {
  const { lease: length = 15_000, patience = 600_000, triggers } = schema;
  const hash = await triggersHash(triggers);
  for (let waited = 0; waited <= patience; waited += interval) {
    try {
      const standing = await standingOf(database, schema);
      check(standing);
      if (isCurrent(standing)) return hash;
      const lease = await takeLease(database, length);
      if (lease !== null) {
        try {
          if (await advance(database, schema, lease)) return hash;
        } finally {
          await lease.release().catch(() => undefined);
        }
      }
    } catch (error) {
      if (!isOf(error, "busy", "unknown")) throw error;
    }
    await pause();
  }
  throw new DatabaseError("busy", "Another runner has been migrating the database for too long.");
};
