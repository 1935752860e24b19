import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases, type DatabaseKind } from "../support/databases.ts";
import { bulk, linesOf, openEdge, type Edge, type Reply } from "../support/edge.ts";

let edge: Edge;
const logged: string[] = [];
const open = async (on: DatabaseKind): Promise<void> => {
  edge = await openEdge({ logger: (level, event) => logged.push(`${level} ${event}`) }, on);
};

/** A pragma on the connection that the edge itself writes by. */
const pragma = (text: string): Promise<unknown> =>
  edge.database.read([{ sql: `pragma ${text}`, args: [] }]);

const create = (subject: string): Promise<Reply> =>
  edge.send("admin", "POST", "/api/records/visit", {
    body: { fields: { subject, guest: "x".repeat(250) }, externalId: subject },
  });

const lines = (count: number): string =>
  Array.from({ length: count }, (_, at) =>
    JSON.stringify({ externalId: `row-${at}`, fields: { subject: `Row ${at}` } }),
  ).join("\n");

/** Records, events that made them, and licences left open. */
const counts = async (): Promise<unknown[]> => {
  const { rows } = await edge.db.execute(
    `select (select count(*) from record) as records,
      (select count(*) from audit_event where entity = 'visit') as events,
      (select count(*) from audit_licence) as open`,
  );
  return Object.values(rows[0] ?? {});
};

const request = async (body: ReadableStream<Uint8Array>): Promise<Response> =>
  edge.ennead.fetch(
    new Request("http://x/api/records/visit", {
      method: "POST",
      headers: {
        authorization: `Bearer ${await edge.token("admin")}`,
        "content-type": "application/json",
      },
      body,
      duplex: "half",
    } as RequestInit),
  );

// A full, read-only or locked database can be made of a file alone.
describe("a file", () => {
  beforeAll(() => open("file"));
  afterAll(() => edge.close());
  describe("a database that is full", () => {
    test("refuses with 503 and loses nothing; a load goes on once there is room", async () => {
      const { rows } = await edge.db.execute("pragma page_count");
      await pragma(`max_page_count = ${Number(rows[0]?.["page_count"]) + 3}`);
      let stored = 0;
      let refused: Reply | undefined;
      while (refused === undefined && stored < 100) {
        const reply = await create(`full-${stored}`);
        if (reply.status === 201) stored += 1;
        else refused = reply;
      }
      expect([refused?.status, refused?.body["code"]]).toEqual([503, "kernel/unavailable"]);
      expect(refused?.headers.get("retry-after")).toBeTruthy();
      expect(await counts()).toEqual([stored, stored, 0]);
      const load = { raw: lines(500), headers: bulk("full") };
      const [told] = linesOf(await edge.send("admin", "POST", "/api/records/visit/bulk", load));
      expect(told).toMatchObject({ line: 0, fault: { code: "kernel/unavailable" } });
      expect((await edge.send("admin", "GET", "/api/records/visit?limit=1")).status).toBe(200);
      await pragma("max_page_count = 1073741823");
      const again = linesOf(await edge.send("admin", "POST", "/api/records/visit/bulk", load));
      expect(again.filter(({ status }) => status === "created")).toHaveLength(500);
      expect(await counts()).toEqual([stored + 500, stored + 500, 0]);
    });
  });

  describe("a database that may not be written", () => {
    test("refuses changes with 503 and goes on answering reads", async () => {
      await pragma("query_only = on");
      const refused = await create("read-only");
      expect([refused.status, refused.body["code"]]).toEqual([503, "kernel/unavailable"]);
      expect((await edge.send("admin", "GET", "/api/records/visit?limit=1")).status).toBe(200);
      await pragma("query_only = off");
      expect((await create("writable")).status).toBe(201);
    });
  });

  describe("a database that another process keeps locked", () => {
    test("answers 503, not that the caller's version was old", async () => {
      const held = await edge.db.transaction("write");
      await held.execute("update access_stamp set stamp = stamp");
      const refused = await create("locked");
      expect([refused.status, refused.body["code"]]).toEqual([503, "kernel/unavailable"]);
      await held.rollback();
      held.close();
      expect((await create("locked")).status).toBe(201);
    }, 20_000);
  });
});

describe.each(databases)("on %s", (on) => {
  beforeAll(() => open(on));
  afterAll(() => edge.close());
  describe("closing", () => {
    test("waits for what runs and turns away what comes", async () => {
      const other = await openEdge({}, on);
      const load = other.send("admin", "POST", "/api/records/visit/bulk", {
        raw: lines(1000),
        headers: bulk("closing"),
      });
      const writes = Array.from({ length: 10 }, (_, at) =>
        other.send("admin", "POST", "/api/records/visit", {
          body: { fields: { subject: `${at}` } },
        }),
      );
      // A token is signed before a request is sent.
      await Promise.all(writes.slice(0, 1));
      await other.ennead.close();
      const statuses = (await Promise.all(writes)).map(({ status }) => status);
      expect(statuses.filter((status) => status !== 201 && status !== 503)).toEqual([]);
      const outcomes = linesOf(await load).filter(({ status }) => status === "created");
      expect(outcomes).toHaveLength(1000);
      const late = await other.send("admin", "GET", "/api/records/visit");
      expect([late.status, late.body["code"]]).toEqual([503, "kernel/unavailable"]);
      await other.close();
    });
  });

  describe("a caller who leaves", () => {
    test("in the middle of a body is no error of ours", async () => {
      logged.length = 0;
      const answer = await request(
        new ReadableStream({
          pull: (controller) => controller.error(new Error("aborted")),
        }),
      );
      expect([answer.status, logged]).toEqual([400, []]);
    });

    test("or falls silent in it is given up after the time of a request", async () => {
      const other = await openEdge({ limits: { timeout: 60 } }, on);
      const answer = await other.send("admin", "POST", "/api/records/visit", {
        raw: new ReadableStream({ start: (one) => one.enqueue(new TextEncoder().encode("{")) }),
      });
      expect([answer.status, answer.body["code"]]).toEqual([503, "kernel/timeout"]);
      await other.close();
    });

    test("in the middle of a load has its whole slices stored, and goes on with the same key", async () => {
      logged.length = 0;
      const text = lines(700).replaceAll("row-", "left-");
      let sent = false;
      const half = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          if (sent) controller.error(new Error("aborted"));
          else controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2 - 7)));
          sent = true;
        },
      });
      const headers = bulk("left");
      const url = "/api/records/visit/bulk";
      const first = linesOf(await edge.send("admin", "POST", url, { raw: half, headers }));
      expect(first.at(-1)).toMatchObject({ line: 0, fault: { code: "kernel/bad-request" } });
      expect(logged).toEqual(["warn bulk-interrupted"]);
      const again = linesOf(await edge.send("admin", "POST", url, { raw: text, headers }));
      expect(again.filter(({ status }) => status === "created")).toHaveLength(700);
      const { rows } = await edge.db.execute(
        "select count(*) as events from audit_event where op is not null and entity = 'visit'",
      );
      const { rows: held } = await edge.db.execute("select count(*) as records from record");
      expect(rows[0]?.["events"]).toBe(held[0]?.["records"]);
    });
  });
});
