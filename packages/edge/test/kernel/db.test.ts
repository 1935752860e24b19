import { fault, ok } from "@ennead/core/kernel";
import { openLibsql, sql, type Database } from "@ennead/edge";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { unitOfWork } from "../../src/kernel/command/unit-of-work.ts";
import { mostBytes, mostStatements, mostValues, TooLarge } from "../../src/kernel/db/limits.ts";
import { openScope } from "../../src/kernel/db/scope.ts";
import { databases, openPlace, type Place } from "../support/databases.ts";
import { ours } from "../support/edge.ts";
import { hasSqld, startSqld, type Sqld } from "../support/sqld.ts";

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

describe.each(databases)("a database on %s", (on) => {
  let place: Place;
  let database: Database;
  beforeAll(async () => {
    place = await openPlace(on);
    database = await openLibsql(place.options);
    await database.write([{ sql: "create table t(a any) strict", args: [] }]);
  });
  afterAll(async () => {
    await database.close();
    await place.close();
  });

  const text = async (): Promise<unknown> => {
    const [found] = await database.read([
      {
        sql: "select typeof(a) || ' ' || iif(typeof(a) = 'blob', hex(a), a) as told from t",
        args: [],
      },
    ]);
    return found?.rows[0]?.["told"];
  };

  test.each([
    ["a whole number beyond 2^53", 9_007_199_254_740_993n, "integer 9007199254740993"],
    ["the least whole number", -9_223_372_036_854_775_808n, "integer -9223372036854775808"],
    ["a blob", new Uint8Array([0, 255, 16]).buffer, "blob 00FF10"],
    ["a text of every plane", "a\u{10FFFF}é", "text a\u{10FFFF}é"],
  ])("keeps %s", async (_name, value, told) => {
    await database.write([sql`delete from t`, sql`insert into t values (${value as never})`]);
    expect(await text()).toBe(told);
  });

  test("gives a blob back as it was, and never a whole number that it would have to round", async () => {
    const bytes = new Uint8Array([0, 255, 16]);
    await database.write([
      sql`delete from t`,
      sql`insert into t values (${bytes.buffer as never})`,
    ]);
    const [found] = await database.read([sql`select a from t`]);
    expect(new Uint8Array(found?.rows[0]?.["a"] as unknown as ArrayBuffer)).toEqual(bytes);
    await expect(database.read([sql`select 9007199254740993 as a`])).rejects.toThrow(/integer/i);
  });

  test("takes a value of nearly 4 MB", async () => {
    await database.write([
      sql`delete from t`,
      sql`insert into t values (${"x".repeat(3_900_000)})`,
    ]);
    const [found] = await database.read([sql`select length(a) as long from t`]);
    expect(found?.rows[0]?.["long"]).toBe(3_900_000);
  });

  test.each([
    ["a value", [sql`insert into t values (${"é".repeat(mostBytes / 2 + 1)})`]],
    ["a blob", [sql`insert into t values (${new ArrayBuffer(mostBytes + 1) as never})`]],
    ["a batch", Array.from({ length: mostStatements + 1 }, () => sql`delete from t`)],
    ["a statement", [{ sql: "select 1", args: Array.from({ length: mostValues + 1 }, () => 1) }]],
  ])("is not sent %s that is too large, nor any part of it", async (_name, statements) => {
    await database.write([sql`delete from t`, sql`insert into t values ('kept')`]);
    await expect(database.write(statements)).rejects.toThrow(TooLarge);
    expect(await text()).toBe("text kept");
  });

  test("tells a value that is longer than any it stores as too large, and writes nothing of its batch", async () => {
    await database.write([sql`delete from t`, sql`insert into t values ('kept')`]);
    const long = sql`insert into t values (zeroblob(2000000000))`;
    const batch = database.write([sql`delete from t`, long]);
    await expect(batch).rejects.toMatchObject({ name: "DatabaseError", kind: "too-large" });
    expect(await text()).toBe("text kept");
  });

  test.each([
    ["of a value of ours", sql`${"x".repeat(mostBytes + 1)}`],
    ["of a value that it makes itself", sql`zeroblob(2000000000)`],
  ])(
    "that a command's batch is too large for, %s, is told as such: nothing else is tried",
    async (_of, value) => {
      let loads = 0;
      const command = {
        load: () => Promise.resolve(ok((loads += 1))),
        decide: () =>
          ok({
            events: [],
            parts: [sql`insert into t select ${value} where ${ours} <> 'company_id'`],
            roots: [],
            answer: { status: 204 },
          }),
      };
      const context = {
        company: ours,
        scope: openScope(ours, database),
        principal: { kind: "job" },
        services: {},
      } as never;
      const told = await unitOfWork().run(context, command, null);
      expect([told, loads]).toMatchObject([
        { ok: false, error: { code: fault("kernel/too-large", "").code } },
        1,
      ]);
    },
  );
});

describe.skipIf(!hasSqld)("a server", () => {
  test("whose answer would be too large says so", async () => {
    const sqld = await startSqld();
    const database = await openLibsql({ url: sqld.url, authToken: sqld.token() });
    const rows = sql`select hex(zeroblob(2000000)) as a from json_each('[1,2,3,4]')`;
    await expect(database.read([rows])).rejects.toMatchObject({ kind: "too-large" });
    await database.close();
    await sqld.close();
  });
});

describe.skipIf(!hasSqld)("a token for a server", () => {
  let sqld: Sqld;
  beforeAll(async () => {
    sqld = await startSqld();
  });
  afterAll(() => sqld.close());

  test.each([{}, { sub: "someone" }, { exp: 4_000_000_000 }])(
    "that names no right is refused before it is shown: %j",
    async (claims) => {
      const authToken = `${part({ alg: "EdDSA", typ: "JWT" })}.${part(claims)}.${part({})}`;
      await expect(openLibsql({ url: sqld.url, authToken })).rejects.toMatchObject({
        kind: "failed",
        message: expect.stringMatching(/names no right/) as string,
      });
    },
  );

  test.each([{ p: { rw: { ns: ["default"] } } }, { a: "rw" }, { id: "default" }])(
    "that names one is left to the server: %j",
    async (claims) => {
      const authToken = `${part({ alg: "EdDSA", typ: "JWT" })}.${part(claims)}.${part({})}`;
      await expect(openLibsql({ url: sqld.url, authToken })).rejects.toThrow(/does not take/);
    },
  );
});
