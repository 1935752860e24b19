import { DatabaseError, openLibsql } from "@ennead/edge";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openLazily } from "../../src/kernel/db/libsql.ts";
import { isCommand } from "../support/databases.ts";
import { bulk, linesOf, openEdge, type Edge, type Reply } from "../support/edge.ts";
import { startProxy, type Proxy, type Weather } from "../support/proxy.ts";
import { hasSqld, startSqld, type Sqld } from "../support/sqld.ts";

/** Records, events, versions, licences left open, stored subjects that are there twice. */
const counts = async (edge: Edge): Promise<Record<string, unknown>> => {
  const { rows } = await edge.db.execute(
    `select (select count(*) from record) as records,
      (select count(*) from record) - (select count(distinct data ->> 'subject') from record) as doubled,
      (select count(*) from audit_event where entity = 'visit')
        - (select coalesce(sum(version), 0) from record) as unaudited,
      (select count(*) from audit_licence) as open`,
  );
  return { ...rows[0] };
};
const clean = { doubled: 0, unaudited: 0, open: 0 };

const create = (edge: Edge, subject: string, key?: string): Promise<Reply> =>
  edge.send("admin", "POST", "/api/records/visit", {
    body: { fields: { subject } },
    ...(key === undefined ? {} : { headers: { "idempotency-key": key } }),
  });

const kind = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    await work();
    return "done";
  } catch (error) {
    return error instanceof DatabaseError ? error.kind : error;
  }
};
const table = [{ sql: "create table if not exists t(a text) strict", args: [] }];

describe.skipIf(!hasSqld)("a connection to sqld that fails at the commit", () => {
  let sqld: Sqld;
  let proxy: Proxy;
  let edge: Edge;
  let away = false;
  /** What the first try of each batch meets from here on. */
  let ahead: Weather = "fair";

  beforeAll(async () => {
    sqld = await startSqld();
    proxy = await startProxy(sqld.port);
    const options = { url: proxy.url, authToken: sqld.token(), timeout: 2000 };
    edge = await openEdge({}, { options, close: () => proxy.close().then(sqld.close) });
    const { write } = edge.database;
    let tries = 0;
    edge.database.write = async (statements) => {
      if (!isCommand(statements)) return write(statements);
      tries += 1;
      proxy.weather = away || tries % 2 === 1 ? ahead : "fair";
      try {
        const done = await write(statements);
        tries = 0;
        return done;
      } catch (error) {
        if (ahead !== "request lost") tries = 0;
        throw error;
      } finally {
        if (!away) proxy.weather = "fair";
      }
    };
  });
  afterAll(() => edge.close());

  const during = async <T>(weather: Weather, work: () => Promise<T>): Promise<T> => {
    ahead = weather;
    try {
      return await work();
    } finally {
      ahead = "fair";
      proxy.weather = "fair";
      proxy.everything = false;
      away = false;
    }
  };

  describe.each(["reply lost", "reply cut", "silence"] as const)("%s", (weather) => {
    test("after the commit: the stored answer is given, and again to who repeats", async () => {
      const { records } = await counts(edge);
      const before = proxy.lost();
      const answer = await during(weather, () =>
        create(edge, `keyed ${weather}`, weather.slice(-4)),
      );
      expect([answer.status, proxy.lost()]).toEqual([201, before + 1]);
      const again = await create(edge, `keyed ${weather}`, weather.slice(-4));
      expect([again.headers.get("idempotency-replayed"), again.text]).toEqual([
        "true",
        answer.text,
      ]);
      expect(await counts(edge)).toEqual({ ...clean, records: Number(records) + 1 });
    });

    test("without a key: the change is found by its event", async () => {
      const { records } = await counts(edge);
      const answer = await during(weather, () => create(edge, `keyless ${weather}`));
      expect(answer.status).toBe(201);
      expect(await counts(edge)).toEqual({ ...clean, records: Number(records) + 1 });
    });

    test("in every slice of a load: each line is written once and told once", async () => {
      const { records } = await counts(edge);
      const raw = Array.from({ length: 2300 }, (_, at) =>
        JSON.stringify({
          externalId: `${weather}-${at}`,
          fields: { subject: `line ${weather} ${at}` },
        }),
      ).join("\n");
      const load = () =>
        edge.send("admin", "POST", "/api/records/visit/bulk", {
          raw,
          headers: bulk(`b-${weather}`.replace(" ", "")),
        });
      const first = await during(weather, load);
      expect(linesOf(first).filter(({ status }) => status === "created")).toHaveLength(2300);
      expect((await load()).text).toBe(first.text);
      expect(await counts(edge)).toEqual({ ...clean, records: Number(records) + 2300 });
      // Three slices, each of which waits for an answer until its time is over.
    });
  });

  test("before it: the batch is sent once more", async () => {
    const { records } = await counts(edge);
    const answer = await during("request lost", () => create(edge, "not sent", "not-sent"));
    expect(answer.status).toBe(201);
    expect(await counts(edge)).toEqual({ ...clean, records: Number(records) + 1 });
  });

  test("and stays away: 503 and never a guess; repeated later, the same key tells what was", async () => {
    const { records } = await counts(edge);
    const answer = await during("reply lost", () => {
      away = true;
      proxy.everything = true;
      return create(edge, "away", "away");
    });
    expect([answer.status, answer.body["code"]]).toEqual([503, "kernel/unavailable"]);
    expect(answer.headers.get("retry-after")).toBeTruthy();
    const again = await create(edge, "away", "away");
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect(await counts(edge)).toEqual({ ...clean, records: Number(records) + 1 });
  });
});

describe.skipIf(!hasSqld)("sqld that is killed", () => {
  test("again and again under eight writers keeps all it told and doubles nothing", async () => {
    const sqld = await startSqld();
    const options = { url: sqld.url, authToken: sqld.token() };
    const edge = await openEdge({}, { options, close: sqld.close });
    const told = new Set<string>();
    const until = { stopped: false };
    const writer = async (name: number): Promise<void> => {
      for (let at = 0; !until.stopped; at += 1) {
        const subject = `${name}-${at}`;
        let status = 503;
        while (status === 503) {
          ({ status } = await create(edge, subject, subject));
        }
        expect(status).toBe(201);
        told.add(subject);
      }
    };
    const writers = Promise.all(Array.from({ length: 8 }, (_, name) => writer(name)));
    for (let kill = 1; kill <= 8; kill += 1) {
      const enough = kill * 25;
      await expect.poll(() => told.size, { interval: 5, timeout: 60_000 }).toBeGreaterThan(enough);
      await sqld.restart();
    }
    until.stopped = true;
    await writers;
    const { rows } = await edge.db.execute("select data ->> 'subject' as subject from record");
    const stored = new Set(rows.map(({ subject }) => String(subject)));
    expect([...told].filter((subject) => !stored.has(subject))).toEqual([]);
    expect(await counts(edge)).toEqual({ ...clean, records: told.size });
    await edge.close();
  }, 180_000);
});

describe.skipIf(!hasSqld)("a token for sqld", () => {
  let sqld: Sqld;
  beforeAll(async () => {
    sqld = await startSqld();
  });
  afterAll(() => sqld.close());

  test("is needed, must not be old and must be signed by the server's key", async () => {
    const [head, claims] = sqld.token().split(".");
    const tokens = [
      undefined,
      sqld.token({ seconds: -120 }),
      `${head}.${claims}.${Buffer.alloc(64).toString("base64url")}`,
    ];
    const refused = tokens.map((authToken) =>
      kind(() => openLibsql({ url: sqld.url, ...(authToken === undefined ? {} : { authToken }) })),
    );
    expect(await Promise.all(refused)).toEqual(["failed", "failed", "failed"]);
  });

  test("for another database opens none: the server says there is no such database", async () => {
    const authToken = sqld.token({ namespace: "another" });
    // It says so of a live one at times, too: whoever asks must not take it for the truth.
    expect(await kind(() => openLibsql({ url: sqld.url, authToken }))).toBe("unknown");
  });

  test("for reading alone does not write", async () => {
    const authToken = sqld.token({ right: "ro" });
    const reader = await openLibsql({ url: sqld.url, authToken });
    expect(await kind(() => reader.read([{ sql: "select 1", args: [] }]))).toBe("done");
    expect(await kind(() => reader.write(table))).toBe("failed");
    await reader.close();
  });

  test("reaches a database that was away when it was first asked", async () => {
    const proxy = await startProxy(sqld.port);
    const lazy = openLazily({ url: proxy.url, authToken: sqld.token() });
    proxy.everything = true;
    proxy.weather = "request lost";
    expect(await kind(() => lazy.write(table))).toBe("unknown");
    proxy.weather = "fair";
    expect(await kind(() => lazy.write(table))).toBe("done");
    await lazy.close();
    await proxy.close();
  });

  test("a value of 3.9 MB passes, and whole numbers keep their value", async () => {
    const database = await openLibsql({ url: sqld.url, authToken: sqld.token() });
    await database.write(table);
    await database.write([{ sql: "insert into t values (?)", args: ["x".repeat(3_900_000)] }]);
    const [rows] = await database.read([
      { sql: "select max(length(a)) as long, 9007199254740991 as most from t", args: [] },
    ]);
    expect({ ...rows?.rows[0] }).toEqual({ long: 3_900_000, most: Number.MAX_SAFE_INTEGER });
    await database.close();
  });
});
