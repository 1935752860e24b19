import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { defineRoom, openLibsql, technical, type LibsqlOptions, type Room } from "@ennead/edge";
import { integer, sqliteTable } from "drizzle-orm/sqlite-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { joinRooms } from "../../src/kernel/join-rooms.ts";
import { migrateDatabase } from "../../src/kernel/schema/migrate.ts";
import { databases, openPlace, type DatabaseKind, type Place } from "../support/databases.ts";
import { openEdge, type Edge } from "../support/edge.ts";

const places: Place[] = [];
afterEach(async () => {
  await Promise.all(places.splice(0).map((place) => place.close()));
});

const freshPlace = async (on: DatabaseKind): Promise<LibsqlOptions> => {
  const place = await openPlace(on);
  places.push(place);
  return place.options;
};
const fresh = async (on: DatabaseKind) => openLibsql(await freshPlace(on));

const thing = technical(sqliteTable("thing", { id: integer("id").primaryKey() }), "a test");
const bookkeeping = ["schema_migration", "schema_state"].map((name) =>
  technical(sqliteTable(name, { id: integer("id").primaryKey() }), "a test"),
);
const tables = [thing, ...bookkeeping];

const first = {
  id: "0000",
  hash: "a",
  statements: [
    "create table schema_migration(id text primary key, hash text, applied_at integer)",
    "create table schema_state(id text primary key, hash text)",
    "create table thing(id integer primary key)",
  ],
};
const trigger = {
  name: "thing_no",
  text: "create trigger thing_no before delete on thing begin select raise(abort, 'NO'); end",
};

describe("the migrations", () => {
  test("in the source are those of the tables", () => {
    const script = fileURLToPath(new URL("../../scripts/migrations.ts", import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script, "--check"], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  }, 30_000);
});

describe.each(databases)("migrations on %s", (on) => {
  test("are applied once, in order, and a further one later", async () => {
    const database = await fresh(on);
    const schema = { triggers: [trigger], tables, now: 1 };
    await migrateDatabase(database, { ...schema, migrations: [first] });
    const second = {
      id: "0001",
      hash: "b",
      statements: ["alter table thing add column name text"],
    };
    const migrations = [first, second];
    await migrateDatabase(database, { ...schema, migrations });
    await migrateDatabase(database, { ...schema, migrations });
    const [rows] = await database.read([{ sql: "select id from schema_migration", args: [] }]);
    expect(rows?.rows.map((row) => row["id"])).toEqual(["0000", "0001"]);
    await database.close();
  });

  test("that failed leave nothing and can be tried again", async () => {
    const database = await fresh(on);
    const schema = { triggers: [], tables, now: 1 };
    const broken = { ...first, statements: [...first.statements, "create table thing(id)"] };
    await expect(migrateDatabase(database, { ...schema, migrations: [broken] })).rejects.toThrow(
      /already exists/,
    );
    await migrateDatabase(database, { ...schema, migrations: [first] });
    await database.close();
  });

  test("run by three at once are applied by one", async () => {
    const options = await freshPlace(on);
    const three = await Promise.all([1, 2, 3].map(() => openLibsql(options)));
    const schema = { migrations: [first], triggers: [trigger], tables, now: 1 };
    await Promise.all(three.map((database) => migrateDatabase(database, schema)));
    const [found] =
      (await three[0]?.read([
        { sql: "select count(*) as applied from schema_migration", args: [] },
      ])) ?? [];
    expect(found?.rows[0]?.["applied"]).toBe(1);
    await Promise.all(three.map((database) => database.close()));
  });

  test("that were applied in another form stop everything", async () => {
    const database = await fresh(on);
    const schema = { triggers: [], tables, now: 1 };
    await migrateDatabase(database, { ...schema, migrations: [first] });
    const changed = [{ ...first, hash: "changed" }];
    await expect(migrateDatabase(database, { ...schema, migrations: changed })).rejects.toThrow(
      /0000 was applied in another form/,
    );
    await database.close();
  });

  test("leave no table without a class", async () => {
    const database = await fresh(on);
    const schema = { migrations: [first], triggers: [], tables: bookkeeping, now: 1 };
    await expect(migrateDatabase(database, schema)).rejects.toThrow(/no class: thing/);
    await database.close();
  });

  test("make triggers again that were lost or changed, and drop those nobody asked for", async () => {
    const database = await fresh(on);
    const schema = { migrations: [first], triggers: [trigger], tables, now: 1 };
    await migrateDatabase(database, schema);
    const run = (text: string) => database.write([{ sql: text, args: [] }]);
    await run("drop trigger thing_no");
    await run("create trigger evil after insert on thing begin delete from thing; end");
    await migrateDatabase(database, schema);
    const [found] = await database.read([
      { sql: "select name from sqlite_master where type = 'trigger'", args: [] },
    ]);
    expect(found?.rows.map((row) => row["name"])).toEqual(["thing_no"]);
    await database.close();
  });
});

describe.each(databases)("the tables of an edge on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
  });
  afterAll(() => edge.close());

  test("are strict, and each key begins with the company", async () => {
    const { rows } = await edge.db.execute(
      `select t.name, t.strict, (select c.name from pragma_table_info(t.name) c where c.pk = 1) as key,
        (select count(*) from pragma_index_list(t.name) l join pragma_index_info(l.name) i
          where l."unique" = 1 and i.seqno = 0 and i.name = 'company_id') as keyed
       from pragma_table_list t where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%'`,
    );
    expect(rows.length).toBeGreaterThan(10);
    const shared = new Set<unknown>([
      "schema_migration",
      "schema_state",
      "schema_lease",
      "audit_never",
      "rate_bucket",
    ]);
    const wrong = rows.filter(
      ({ name, strict, key, keyed }) =>
        strict !== 1 || (!shared.has(name) && key !== "company_id" && keyed === 0),
    );
    expect(wrong).toEqual([]);
  });
});

const room = (more: Partial<Room>): Room =>
  defineRoom({ name: "x", tables: [], routes: [], ...more });
const route = (more: object) =>
  ({
    id: "x.get",
    method: "GET",
    path: "/api/x",
    summary: "",
    permission: "signed-in",
    response: null,
    faults: [],
    limits: "json",
    since: "2026-01-01",
    handler: () => Promise.reject(new Error("not called")),
    ...more,
  }) as never;

describe("rooms are refused at start", () => {
  test.each([
    [
      "a route without permission",
      [room({ routes: [route({ permission: undefined })] })],
      /no permission/,
    ],
    ["a route without limits", [room({ routes: [route({ limits: undefined })] })], /no limits/],
    ["a route beside /api", [room({ routes: [route({ path: "/x" })] })], /beneath \/api/],
    [
      "a permission of no room",
      [room({ routes: [route({ permission: { system: "x.y" } })] })],
      /x\.y, which no room/,
    ],
    [
      "a bulk route without a key",
      [room({ routes: [route({ method: "POST", limits: "bulk" })] })],
      /Idempotency-Key/,
    ],
    ["a route twice", [room({ routes: [route({}), route({})] })], /x\.get is there twice/],
    [
      "a path twice",
      [room({ routes: [route({ path: "/api/{a}" }), route({ id: "y", path: "/api/{b}" })] })],
      /there twice/,
    ],
    ["a room twice", [room({}), room({})], /room x is there twice/],
    ["a port nobody gives", [room({ needs: ["records"] })], /needs port records/],
    [
      "a port given twice",
      [
        room({ gives: () => ({ records: {} as never }) }),
        room({ name: "y", gives: () => ({ records: {} as never }) }),
      ],
      /given twice/,
    ],
  ])("with %s", (_name, rooms, message) => {
    expect(() => joinRooms(rooms as Room[])).toThrow(message);
  });
});
