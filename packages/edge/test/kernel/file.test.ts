import { openLibsql, sql, type Database } from "@ennead/edge";
import { createClient } from "@libsql/client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { atMost } from "../../src/kernel/db/at-most.ts";
import type { SqlValue } from "../../src/kernel/db/sql.ts";
import { openPlace, type Place } from "../support/databases.ts";

const one = (text: string, ...args: readonly unknown[]) => ({
  sql: text,
  args: args as readonly SqlValue[],
});

let place: Place;
let file: Database;
beforeEach(async () => {
  place = await openPlace("file");
  file = await openLibsql(place.options);
  await file.write([
    one("create table item(id integer primary key, a any, b any) strict"),
    one("create table never(id integer primary key check(id is null)) strict"),
    one("create table open(a integer references never(id) deferrable initially deferred) strict"),
  ]);
});
afterEach(async () => {
  await file.close();
  await place.close();
});

const rows = async (text: string, ...args: readonly unknown[]): Promise<readonly object[]> => {
  const [found] = await file.read([one(text, ...args)]);
  return found?.rows ?? [];
};

const withId = (id: number) => one("insert into item(id) values (?)", id);

const queryOnly = async (): Promise<unknown> =>
  (await rows("select count(*) as n from pragma_query_only where query_only"))[0];

/** Another connection to the same file. */
const other = () => createClient({ url: place.options.url });

describe("a statement that is kept", () => {
  test("never sees a value of its last caller: what is not given is null", async () => {
    await file.write([one("insert into item(a, b) values (?, ?)", "mine", "mine too")]);
    await file.write([one("insert into item(a, b) values (?, ?)", "yours")]);
    expect(await rows("select a, b from item order by id")).toEqual([
      { a: "mine", b: "mine too" },
      { a: "yours", b: null },
    ]);
  });

  test("goes with a schema that another connection changed", async () => {
    await file.write([one("insert into item(a) values (1)")]);
    const all = "select * from item";
    expect(await rows(all)).toEqual([{ id: 1, a: 1, b: null }]);
    const client = other();
    await client.batch(["alter table item add column c text default 'new'"], "write");
    expect(await rows(all)).toEqual([{ id: 1, a: 1, b: null, c: "new" }]);
    await client.batch(["alter table item rename column c to d"], "write");
    expect(await rows(all)).toEqual([{ id: 1, a: 1, b: null, d: "new" }]);
    await client.batch(
      ["create trigger item_no before insert on item begin select raise(abort, 'UNAUDITED'); end"],
      "write",
    );
    const insert = one("insert into item(a) values (1)");
    await expect(file.write([insert])).rejects.toMatchObject({ kind: "refused", statement: 0 });
    await client.batch(["drop trigger item_no"], "write");
    expect(await file.write([insert])).toMatchObject([{ changes: 1 }]);
    client.close();
  });

  test("holds nothing: tables and indexes that were just read can be dropped", async () => {
    await file.write([
      one("create index item_a on item(a)"),
      one("insert into item(a) values (1)"),
    ]);
    await rows("select a from item indexed by item_a where a = ?", 1);
    await file.write([one("drop index item_a"), one("drop table item")]);
    await expect(rows("select a from item indexed by item_a where a = ?", 1)).rejects.toThrow(
      /no such table/,
    );
  });

  test("is forgotten when a thousand others came, and prepared again", async () => {
    for (let at = 0; at < 1000; at += 1) await rows(`select ${at} as n`);
    expect(await rows("select 0 as n")).toEqual([{ n: 0 }]);
  });

  test("runs after it was refused, bound to what it is given then", async () => {
    await file.write([withId(1)]);
    for (let turn = 0; turn < 3; turn += 1) {
      await expect(file.write([withId(2), withId(1)])).rejects.toMatchObject({
        kind: "refused",
        statement: 1,
      });
    }
    await file.write([withId(2)]);
    expect(await rows("select id from item")).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test("is not a pragma, which acts while it is prepared", async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      await rows("pragma query_only = on");
      expect(await queryOnly()).toEqual({ n: 1 });
      await rows("pragma query_only = off");
      expect(await queryOnly()).toEqual({ n: 0 });
    }
  });
});

describe("a batch", () => {
  test("that COMMIT refuses names no statement and leaves nothing open", async () => {
    const refused = file.write([
      one("insert into item(a) values (1)"),
      one("insert into open values (1)"),
    ]);
    await expect(refused).rejects.toMatchObject({ kind: "refused", statement: undefined });
    expect(await rows("select id from item")).toEqual([]);
    expect(await file.write([one("insert into item(a) values (1)")])).toMatchObject([
      { changes: 1 },
    ]);
  });

  test.each(["commit", "rollback", "end"])("cannot end itself by %s", async (text) => {
    const ended = file.write([
      one("delete from item"),
      one(text),
      one("insert into item(a) values (1)"),
    ]);
    await expect(ended).rejects.toThrow(/ended the batch/);
    expect(await rows("select id from item")).toEqual([]);
  });

  test("that reads sees one moment, and opens nothing that lasts", async () => {
    expect(await file.read([one("select 1 as n"), one("begin")]).catch(String)).toMatch(/within/);
    await rows("begin");
    const client = other();
    await client.execute("insert into item(a) values (7)");
    client.close();
    expect(await rows("select a from item")).toEqual([{ a: 7 }]);
  });

  test.each([
    ["undefined", undefined],
    ["not a number", Number.NaN],
    ["too large a whole number", 2n ** 63n],
    ["an object", {}],
    ["an array", [1]],
  ])("is refused for a value that is %s, before it reaches native code", async (_name, value) => {
    await expect(file.write([one("insert into item(a) values (?)", value)])).rejects.toThrow(
      /cannot be bound/,
    );
    expect(await rows("select id from item")).toEqual([]);
  });

  test("gives part of a larger buffer as that part, and the first of two columns of one name", async () => {
    const whole = new Uint8Array([1, 2, 3, 4]);
    await file.write([one("insert into item(a, b) values (?, ?)", whole.subarray(1, 3), true)]);
    const [row] = await rows("select a, b, id as b from item");
    expect([...new Uint8Array((row as { a: ArrayBuffer }).a)]).toEqual([2, 3]);
    expect(row).toMatchObject({ b: 1 });
  });
});

const outcomes = async (batches: readonly (readonly string[])[]): Promise<readonly string[]> => {
  const all = batches.map((batch) => file.write(batch.map((text) => one(text))));
  const settled = await Promise.allSettled(all);
  return settled.map((each) =>
    each.status === "fulfilled" ? "written" : String((each.reason as { kind?: string }).kind),
  );
};
const insert = (id: number) => `insert into item(id) values (${id})`;
const ids = async () =>
  (await rows("select id from item order by id")).map((row) => Object.values(row)[0]);

describe("batches of one moment", () => {
  test("are each all or nothing: what is refused of one takes nothing of the others", async () => {
    expect(await outcomes([[insert(1)], [insert(2), insert(1)], [insert(3)], [insert(4)]])).toEqual(
      ["written", "refused", "written", "written"],
    );
    expect(await ids()).toEqual([1, 3, 4]);
  });

  test("are written once where COMMIT refuses one of them", async () => {
    const dangling = "insert into open values (1)";
    expect(await outcomes([[insert(1)], [insert(2), dangling], [insert(3)]])).toEqual([
      "written",
      "refused",
      "written",
    ]);
    expect(await ids()).toEqual([1, 3]);
  });

  test("are written once where one of them ends the transaction of all", async () => {
    await file.write([
      one(
        "create trigger item_end before insert on item when new.id = 2 begin select raise(rollback, 'UNAUDITED'); end",
      ),
    ]);
    expect(await outcomes([[insert(1)], [insert(2)], [insert(3)]])).toEqual([
      "written",
      "refused",
      "written",
    ]);
    expect(await ids()).toEqual([1, 3]);
  });

  test("keep their order around one that does more than change rows", async () => {
    const told = await outcomes([
      [insert(1)],
      ["alter table item add column c integer default 5"],
      ["insert into item(id, c) select 2, max(c) + 1 from item"],
      ["/* not seen as such */ commit", insert(9)],
      [insert(3)],
    ]);
    expect(told).toEqual(["written", "written", "written", "undefined", "written"]);
    expect(await rows("select id, c from item order by id")).toEqual([
      { id: 1, c: 5 },
      { id: 2, c: 6 },
      { id: 3, c: 5 },
    ]);
  });

  test("are told as busy, all that waited, where another process keeps the file", async () => {
    const client = other();
    const held = await client.transaction("write");
    await held.execute("delete from item");
    expect(await outcomes([[insert(1)], [insert(2)]])).toEqual(["busy", "busy"]);
    await held.rollback();
    client.close();
    expect(await outcomes([[insert(1)], [insert(2)]])).toEqual(["written", "written"]);
  });
});

describe("a file that another process writes to", () => {
  test("is waited for without holding up this process", async () => {
    const client = other();
    const held = await client.transaction("write");
    await held.execute("insert into item(a) values ('theirs')");
    let beats = 0;
    const beat = setInterval(() => {
      beats += 1;
    }, 1);
    const mine = file.write([one("insert into item(a) values ('mine')")]);
    expect(await rows("select a from item")).toEqual([]);
    await expect.poll(() => beats, { interval: 1 }).toBeGreaterThan(10);
    await held.commit();
    await mine;
    clearInterval(beat);
    expect(await rows("select a from item order by id")).toEqual([{ a: "theirs" }, { a: "mine" }]);
    client.close();
  });

  test("for too long is told as busy, nothing is written, and the next batch goes through", async () => {
    const client = other();
    const held = await client.transaction("write");
    await held.execute("insert into item(a) values ('theirs')");
    await expect(file.write([one("delete from item")])).rejects.toMatchObject({ kind: "busy" });
    await held.commit();
    client.close();
    expect(await file.write([one("insert into item(a) values (1)")])).toMatchObject([
      { changes: 1 },
    ]);
  });
});

test("a closed file is told as failed", async () => {
  const closed = await openLibsql(place.options);
  await closed.close();
  await expect(closed.read([one("select 1")])).rejects.toMatchObject({ kind: "failed" });
  await expect(closed.write([one("delete from item")])).rejects.toMatchObject({ kind: "failed" });
  await closed.close();
});

test("a database in memory is there until it is closed, and nobody else's", async () => {
  const [mine, yours] = await Promise.all([
    openLibsql({ url: "file::memory:" }),
    openLibsql({ url: "file::memory:" }),
  ]);
  await mine.write([sql`create table t(a)`, sql`insert into t values (1)`]);
  expect(await mine.read([sql`select a from t`])).toMatchObject([{ rows: [{ a: 1 }] }]);
  await expect(yours.read([sql`select a from t`])).rejects.toThrow(/no such table/);
  await Promise.all([mine.close(), yours.close()]);
});

test.each(["file://elsewhere/x.db", "file:x.db?mode=ro", "file:x.db#y"])(
  "%s names no file of ours",
  async (url) => {
    await expect(openLibsql({ url })).rejects.toThrow(/file/i);
  },
);

test("callers beyond so many at once wait in their order, whatever becomes of those before", async () => {
  const inTurn = atMost(2);
  const ends: ((error?: Error) => void)[] = [];
  const begun: number[] = [];
  const work = (at: number) =>
    inTurn(
      () =>
        new Promise<number>((resolve, reject) => {
          begun.push(at);
          ends[at] = (error) => (error === undefined ? resolve(at) : reject(error));
        }),
    ).catch(() => -1);
  const all = [0, 1, 2, 3].map(work);
  expect(begun).toEqual([0, 1]);
  ends[1]?.(new Error("refused"));
  await all[1];
  expect(begun).toEqual([0, 1, 2]);
  ends[0]?.();
  await all[0];
  ends[2]?.();
  ends[3]?.();
  expect(await Promise.all(all)).toEqual([0, -1, 2, 3]);
});
