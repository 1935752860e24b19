import {
  createEnnead,
  hs256Bearer,
  openLibsql,
  sharedDb,
  technical,
  type Ennead,
} from "@ennead/edge";
import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { migrateDatabase } from "../../src/kernel/schema/migrate.ts";
import { migrations } from "../../src/kernel/schema/migrations.gen.ts";
import type { Trigger } from "../../src/kernel/schema/triggers.ts";
import { databases, openPlace, type Place } from "../support/databases.ts";
import { openEdge, secret, visit, type Edge } from "../support/edge.ts";

const last = migrations.at(-1)?.id ?? "";

describe.each(databases)("during a roll-out on %s", (on) => {
  let place: Place;
  let edge: Edge;
  beforeAll(async () => {
    place = await openPlace(on);
    edge = await openEdge({}, place);
  });
  afterAll(() => edge.close());

  /** A process that begins now, with the code of this version. */
  const begun = async (work: (ennead: Ennead) => Promise<void>): Promise<void> => {
    const ennead = createEnnead({
      db: sharedDb(await openLibsql(place.options)),
      auth: [hs256Bearer({ secret })],
      clock: () => edge.time.now++,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
      keys: [{ id: "test", secret }],
      objectDefinitions: [visit],
    });
    try {
      await work(ennead);
    } finally {
      await ennead.close();
    }
  };

  const ask = async (
    ennead: Ennead,
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: Record<string, unknown>; retry: string | null }> => {
    const response = await ennead.fetch(
      new Request(`http://x${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await edge.token("admin")}`,
          "content-type": "application/json",
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const told = (await response.json()) as Record<string, unknown>;
    return { status: response.status, body: told, retry: response.headers.get("retry-after") };
  };
  const made = { fields: { subject: "Made" } };

  test("a database that waits to be migrated is read and not written: kernel/migrating", async () => {
    const [marker] = (
      await edge.db.execute({ sql: "select * from schema_migration where id = ?", args: [last] })
    ).rows;
    await edge.db.execute({ sql: "delete from schema_migration where id = ?", args: [last] });
    await begun(async (behind) => {
      const refused = await ask(behind, "POST", "/api/records/visit", made);
      expect([refused.status, refused.body["code"]]).toEqual([503, "kernel/migrating"]);
      expect(refused.retry).toBeTruthy();
      expect((await ask(behind, "GET", "/api/records/visit")).status).toBe(200);
      const ready = await ask(behind, "GET", "/readyz");
      expect([ready.status, ready.body["reason"]]).toEqual([
        503,
        "a database waits to be migrated",
      ]);
      await edge.db.execute({
        sql: "insert into schema_migration(id, hash, applied_at) values (?, ?, 1)",
        args: [last, marker?.["hash"] ?? ""],
      });
      // As soon as it is there, without a new start.
      expect((await ask(behind, "POST", "/api/records/visit", made)).status).toBe(201);
      expect((await ask(behind, "GET", "/readyz")).status).toBe(200);
    });
  });

  test("a database put back from before a migration is not written by who knew it after it", async () => {
    await begun(async (running) => {
      expect((await ask(running, "POST", "/api/records/visit", made)).status).toBe(201);
      const { rows } = await edge.db.execute({
        sql: "select hash from schema_migration where id = ?",
        args: [last],
      });
      await edge.db.batch(
        [
          { sql: "delete from schema_migration where id = ?", args: [last] },
          "alter table feed_wake rename to feed_wake_later",
        ],
        "write",
      );
      const refused = await ask(running, "POST", "/api/records/visit", made);
      expect([refused.status, refused.body["code"]]).toEqual([503, "kernel/migrating"]);
      await edge.db.batch(
        [
          "alter table feed_wake_later rename to feed_wake",
          {
            sql: "insert into schema_migration(id, hash, applied_at) values (?, ?, 1)",
            args: [last, rows[0]?.["hash"] ?? ""],
          },
        ],
        "write",
      );
      expect((await ask(running, "POST", "/api/records/visit", made)).status).toBe(201);
    });
  });

  test("the code of before starts, serves and audits on the schema of the next version", async () => {
    const next = {
      id: "9999_next",
      hash: "of the next version",
      statements: [
        "create table next_thing(company_id text not null, id text not null, primary key(company_id, id)) strict",
        "alter table record add column next_column text",
      ],
    };
    const { rows } = await edge.db.execute(
      "select name, sql as body from sqlite_master where type = 'trigger'",
    );
    const ours = rows.map(({ name, body }): Trigger => ({ name: `${name}`, text: `${body}` }));
    const further: Trigger = {
      name: "next_thing_no",
      text: "create trigger next_thing_no before delete on next_thing begin select raise(abort, 'NO'); end",
    };
    const { rows: held } = await edge.db.execute(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
    );
    const tables = ["next_thing", ...held.map(({ name }) => `${name}`)].map((name) =>
      technical(sqliteTable(name, { id: text("id") }), "a test"),
    );
    const database = await openLibsql(place.options);
    await migrateDatabase(database, {
      migrations: [...migrations, next],
      triggers: [...ours, further],
      tables,
      now: 1,
    });
    await database.close();
    await begun(async (before) => {
      await before.migrate();
      expect(await before.health()).toEqual({ ready: true });
      const { status, body } = await ask(before, "POST", "/api/records/visit", made);
      const path = `/api/records/visit/${String(body["id"])}`;
      const changed = await ask(before, "PATCH", path, { fields: { subject: "Changed" } });
      expect([status, changed.status, changed.body["version"]]).toEqual([201, 200, 2]);
    });
    expect((await edge.send("admin", "GET", "/readyz")).status).toBe(200);
    await expect(edge.db.execute("update record set version = version + 1")).rejects.toThrow(
      /UNAUDITED/,
    );
    await edge.db.execute("insert into next_thing values ('a', 'b')");
    await expect(edge.db.execute("delete from next_thing")).rejects.toThrow(/NO/);
    // What is missing of the newer version's rules shows to the older one, too.
    await edge.db.execute("drop trigger next_thing_no");
    expect((await edge.send("admin", "GET", "/readyz")).status).toBe(503);
  });
});
