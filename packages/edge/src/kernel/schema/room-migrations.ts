import type { Migration } from "./schema.ts";

/** One step of the schema of a host's room; it is one atomic batch. */
export interface RoomMigration {
  /** Unique in the room, in ascending order: `0000_init`. Never changed once it has been applied. */
  readonly id: string;
  /** SQL, one statement each: `create table … strict, without rowid`. Nothing but the room's own tables. */
  readonly statements: readonly string[];
}

/** The steps of all rooms, after those of the package; the statements themselves tell whether one was changed. */
export const roomMigrations = (
  rooms: readonly { readonly name: string; readonly migrations?: readonly RoomMigration[] }[],
): readonly Migration[] =>
  rooms.flatMap(({ name, migrations = [] }) =>
    migrations.map(({ id, statements }) => ({
      id: `${name}/${id}`,
      hash: statements.join(";\n"),
      statements,
    })),
  );
