import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

import { append, entity, openLibsql, part, type Database, type TableClass } from "@ennead/edge";
import { foreignKey, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { kernelTables } from "../../src/kernel/schema/kernel-tables.ts";
import { migrateDatabase } from "../../src/kernel/schema/migrate.ts";
import { migrations } from "../../src/kernel/schema/migrations.gen.ts";
import { nameOf } from "../../src/kernel/schema/tables.ts";
import { triggersOf } from "../../src/kernel/schema/triggers.ts";
import { databases, openPlace, type Place } from "../support/databases.ts";
import { openEdge, type Edge } from "../support/edge.ts";

const source = fileURLToPath(new URL("../../src/", import.meta.url));

/** The table lists of the kernel and of every room. */
const listed = async (): Promise<readonly TableClass[]> => {
  const files = readdirSync(source)
    .map((room) => `${source}${room}/tables.ts`)
    .filter((file) => existsSync(file));
  const rooms = await Promise.all(
    files.map(
      async (file) =>
        (await import(pathToFileURL(file).href)) as { tables?: readonly TableClass[] },
    ),
  );
  return [...kernelTables, ...rooms.flatMap(({ tables }) => tables ?? [])];
};

/** What fires on a table of each class. */
const guards: Readonly<Record<TableClass["kind"], readonly string[]>> = {
  entity: [
    "before_insert",
    "before_update",
    "before_delete",
    "after_insert",
    "after_update",
    "after_delete",
  ],
  part: ["before_insert", "before_update", "before_delete"],
  append: ["before_insert", "before_update", "before_delete"],
  derived: [],
  technical: [],
  search: [],
};

describe.each(databases)("the table list on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
  });
  afterAll(() => edge.close());

  const names = async (query: string): Promise<readonly string[]> => {
    const { rows: found } = await edge.db.execute(query);
    return found.map(({ name }) => String(name));
  };

  test("names every table of the database that migrations make, and none that is not there", async () => {
    const present = await names(
      `select name from pragma_table_list where schema = 'main' and type = 'table'
        and name not like 'sqlite^_%' escape '^'`,
    );
    const list = (await listed()).filter(({ kind }) => kind !== "search");
    expect(present.toSorted()).toEqual(list.map(nameOf).toSorted());
  });

  test("gives every table the triggers of its class", async () => {
    const present = new Set(await names("select name from sqlite_master where type = 'trigger'"));
    const missing = (await listed()).flatMap((one) =>
      guards[one.kind]
        .map((guard) => `${nameOf(one)}_${guard}`)
        .filter((name) => !present.has(name)),
    );
    expect(missing).toEqual([]);
  });

  test("says of each table outside the rule why it is", async () => {
    const reasons = (await listed()).flatMap((one) =>
      one.kind === "technical" ? [one.reason] : [],
    );
    expect(reasons.filter((reason) => reason.length < 10)).toEqual([]);
  });

  test("that lacks a table keeps the edge from starting", async () => {
    await edge.db.execute("create table left_out(id integer primary key) strict");
    await expect(edge.ennead.migrate()).rejects.toThrow(/no class: left_out/);
    await edge.db.execute("drop table left_out");
    await edge.ennead.migrate();
  });
});

const step = sqliteTable(
  "test_step",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.id] })],
);
const rows = (name: string) =>
  sqliteTable(
    name,
    {
      companyId: text("company_id").notNull(),
      rootId: text("root_id").notNull(),
      place: integer("place").notNull(),
      rootVersion: integer("root_version").notNull(),
      note: text("note"),
    },
    (table) => [
      primaryKey({ columns: [table.companyId, table.rootId, table.place] }),
      foreignKey({
        columns: [table.companyId, table.rootId],
        foreignColumns: [step.companyId, step.id],
      }),
    ],
  );
const steps = entity(step, "test.step");
const tables = [steps, append(rows("test_note"), steps), part(rows("test_item"), steps)];
const ddl = (name: string): string =>
  `create table ${name}(company_id text not null, root_id text not null, place integer not null,
    root_version integer not null, note text, primary key(company_id, root_id, place),
    foreign key(company_id, root_id) references test_step(company_id, id) deferrable initially deferred)
    strict, without rowid`;

const event = (version: number, op = "update"): string =>
  `insert into audit_event(company_id, seq, id, at, action, entity, entity_id, version, op, outcome,
    actor, actor_kind, actor_label, request_id, route, diff)
  values ('c', (select 1 + coalesce(max(seq), 0) from audit_event where company_id = 'c'), 'e${version}', 1, 'x.y.z', 'test.step', 's', ${version}, '${op}', 'success', 'm', 'user', 'm', 'r', 'r', '{}')`;
const note = (at: number, version: number, table = "test_note"): string =>
  `insert into ${table}(company_id, root_id, place, root_version) values ('c', 's', ${at}, ${version})`;
const write = (version: number): string =>
  `update test_step set version = ${version} where id = 's'`;

describe.each(databases)("rows that are state as events on %s", (on) => {
  let place: Place;
  let database: Database;
  beforeAll(async () => {
    place = await openPlace(on);
    database = await openLibsql(place.options);
    const list = await listed();
    const migration = {
      id: "9999_test",
      hash: "of a test",
      statements: [
        "create table test_step(company_id text not null, id text not null, version integer not null, primary key(company_id, id)) strict, without rowid",
        ...["test_note", "test_item"].map(ddl),
      ],
    };
    const all = [...list.filter(({ kind }) => kind !== "search"), ...tables];
    await migrateDatabase(database, {
      migrations: [...migrations, migration],
      triggers: triggersOf(all),
      tables: all,
      now: 1,
    });
  });
  afterAll(async () => {
    await database.close();
    await place.close();
  });

  const run = (...texts: readonly string[]): Promise<unknown> =>
    database.write(texts.map((sql) => ({ sql, args: [] })));
  test("are added under the licence of their root, and never changed or removed", async () => {
    await run(event(1, "create"), note(1, 1), "insert into test_step values ('c', 's', 1)");
    await run(event(2), note(2, 2), note(1, 2, "test_item"), write(2));
    const refused = [
      [note(3, 2)],
      [event(3), note(3, 3)],
      [event(3), note(3, 2), write(3)],
      [event(3), note(2, 3), write(3)],
      [event(3), note(2, 3).replace("insert", "replace"), write(3)],
      [event(3), "update test_note set note = 'x', root_version = 3", write(3)],
      ["update or replace test_note set place = 1"],
      [event(3), "delete from test_note", write(3)],
      ["delete from test_note where place = 1"],
      ["delete from test_item"],
      [event(3, "delete"), note(3, 3), "delete from test_step"],
    ];
    for (const texts of refused) {
      await expect(run(...texts)).rejects.toThrow(/UNAUDITED|DUPLICATE|APPEND_ONLY|constraint/);
    }
    const [left] = await database.read([
      {
        sql: "select (select count(*) from test_note) as notes, (select max(seq) from audit_event) as seq",
        args: [],
      },
    ]);
    expect({ ...left?.rows[0] }).toEqual({ notes: 2, seq: 2 });
  });
});
