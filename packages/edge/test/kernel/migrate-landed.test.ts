import {
  createEnnead,
  hs256Bearer,
  openLibsql,
  sharedDb,
  signHs256,
  type Database,
  type Ennead,
} from "@ennead/edge";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases, openPlace, type Place } from "../support/databases.ts";
import { ours, secret, visit } from "../support/edge.ts";
import { landed, writeLanded } from "../support/landed.ts";

/** Tables in which the upgrade writes down what it did. */
const moved = new Set(["schema_migration", "schema_state"]);

const sorted = (all: readonly unknown[]): readonly string[] =>
  all.map((one) => JSON.stringify(one)).toSorted();

describe.each(databases)("a database that the first migrations made, on %s", (on) => {
  let place: Place;
  let database: Database;
  let ennead: Ennead;
  beforeAll(async () => {
    place = await openPlace(on);
    database = await openLibsql(place.options);
    await writeLanded(database);
    let now = 1_780_001_000_000;
    ennead = createEnnead({
      db: sharedDb(database),
      auth: [hs256Bearer({ secret })],
      clock: () => now++,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
      keys: [{ id: "test", secret }],
      objectDefinitions: [visit],
    });
    await ennead.migrate();
  });
  afterAll(async () => {
    await ennead.close();
    await place.close();
  });

  const select = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
    const [found] = await database.read([{ sql, args: [] }]);
    return found?.rows.map((row) => ({ ...row })) ?? [];
  };
  const write = (sql: string): Promise<unknown> => database.write([{ sql, args: [] }]);

  test("is taken to the present schema, and is ready", async () => {
    expect(await ennead.health()).toEqual({ ready: true });
    const had = landed.tables["schema_migration"]?.rows.map(([id, hash]) => ({ id, hash })) ?? [];
    expect(had).toHaveLength(2);
    expect(await select("select id, hash from schema_migration order by id limit 2")).toEqual(had);
    expect(await select("select name from sqlite_master where name like '%clustered%'")).toEqual(
      [],
    );
  });

  test.each(Object.keys(landed.tables).filter((name) => !moved.has(name)))(
    "has lost nothing of %s",
    async (table) => {
      const { columns, rows } = landed.tables[table] ?? { columns: [], rows: [] };
      const names = columns.join(", ");
      // The upgrade asks for the work that fills what is new.
      const only = table === "job" ? "where kind = 'test.kind'" : "";
      const found = await select(`select ${names} from ${table} ${only}`);
      const values = found.map((row) =>
        columns.map((name) => (row[name] instanceof ArrayBuffer ? null : row[name])),
      );
      expect(sorted(values)).toEqual(sorted(rows));
    },
  );

  test("goes on with its log where it ended", async () => {
    expect(
      await select(
        "select company_id from audit_head h where seq is not (select max(seq) from audit_event e where e.company_id = h.company_id)",
      ),
    ).toEqual([]);
    expect((await select("select count(*) as n from audit_head"))[0]).toEqual({ n: 2 });
  });

  test.each([
    ["update record set version = version + 1", /UNAUDITED/],
    ["update record set updated_at = 1", /BAD_VERSION|UNAUDITED/],
    ["delete from audit_event", /AUDIT_IMMUTABLE/],
    ["update audit_event set diff = '{}'", /AUDIT_IMMUTABLE/],
    ["insert into audit_event select * from audit_event limit 1", /AUDIT_SEQ/],
    ["delete from audit_value", /AUDIT_IMMUTABLE/],
    ["update audit_head set seq = 1", /LICENCE/],
  ])("refuses %s", async (sql, word) => {
    await expect(write(sql)).rejects.toThrow(word);
  });

  test("is read, changed and answers a key that was used before", async () => {
    const [person] = await select("select id from user where email = 'admin@ours.example'");
    const token = await signHs256(secret, {
      sub: String(person?.["id"]),
      company: ours,
      iat: 1_780_000_990,
      exp: 1_780_001_050,
    });
    const ask = async (method: string, path: string, body?: object, key?: string) => {
      const response = await ennead.fetch(
        new Request(`http://x${path}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            "content-type": "application/json",
            ...(key === undefined ? {} : { "idempotency-key": key }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      return { response, body: (await response.json()) as Record<string, unknown> };
    };
    const [record] = await select(
      "select r.id, r.version from record r join record_external x on x.root_id = r.id where x.external_id = 'v-1'",
    );
    const path = `/api/records/visit/${String(record?.["id"])}`;
    const read = await ask("GET", path);
    expect(read.body).toMatchObject({
      version: 3,
      fields: { subject: "Changed twice", guests: 9 },
    });
    const changed = await ask("PATCH", path, { fields: { subject: "Changed again" } });
    expect(changed.body).toMatchObject({ version: 4 });
    const replayed = await ask(
      "POST",
      "/api/records/visit",
      {
        externalId: "v-0",
        fields: {
          subject: "Kept",
          code: "c-0",
          guest: "Guest 0",
          cost: { amount: "12.30", currency: "EUR" },
          guests: 0,
          pin: "1234",
        },
      },
      "key-0",
    );
    expect([
      replayed.response.status,
      replayed.response.headers.get("idempotency-replayed"),
    ]).toEqual([201, "true"]);
    expect(
      await select(
        `select count(*) - max(seq) as gaps, count(*) as n from audit_event where company_id = '${ours}'`,
      ),
    ).toMatchObject([{ gaps: 0 }]);
    expect(await ennead.health()).toEqual({ ready: true });
  });
});
