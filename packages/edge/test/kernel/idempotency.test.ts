import { DatabaseError } from "@ennead/edge";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases, isCommand } from "../support/databases.ts";
import { openEdge, type Edge, type Person } from "../support/edge.ts";

const lost = () => Promise.reject(new DatabaseError("unknown", "connection lost"));

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
  });
  afterAll(() => edge.close());

  const create = (key: string, subject: string, as: Person = "admin") =>
    edge.send(as, "POST", "/api/records/visit", {
      body: { fields: { subject } },
      headers: { "idempotency-key": key },
    });

  const count = async (): Promise<number> => {
    const { rows } = await edge.db.execute("select count(*) from record");
    return Number(rows[0]?.[0]);
  };

  describe("a repeated key", () => {
    test("answers what was answered, with its headers, and writes nothing", async () => {
      const first = await create("one", "First");
      const before = await count();
      const again = await create("one", "First");
      expect([again.status, again.text]).toEqual([201, first.text]);
      expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
      expect(again.headers.get("location")).toBe(first.headers.get("location"));
      expect([first, again].map((one) => one.headers.get("idempotency-replayed"))).toEqual([
        null,
        "true",
      ]);
      expect(await count()).toBe(before);
    });

    test("with another body, path or method is refused", async () => {
      await create("two", "First");
      const refused = await create("two", "Second");
      expect([refused.status, refused.body["code"]]).toEqual([422, "kernel/idempotency-mismatch"]);
      const elsewhere = await edge.send("admin", "POST", "/api/records/account", {
        body: { fields: { subject: "First" } },
        headers: { "idempotency-key": "two" },
      });
      expect(elsewhere.body["code"]).toBe("kernel/idempotency-mismatch");
    });

    test("of another person or company is another key", async () => {
      await create("three", "Same");
      for (const as of ["rep", "stranger"] as const) {
        const other = await create("three", "Same", as);
        expect(other.headers.get("idempotency-replayed")).toBeNull();
      }
    });

    test("of a refusal is free: it can be sent again corrected", async () => {
      const refused = await edge.send("admin", "POST", "/api/records/visit", {
        body: { fields: {} },
        headers: { "idempotency-key": "four" },
      });
      expect(refused.status).toBe(422);
      expect((await create("four", "Corrected")).status).toBe(201);
    });

    test("sent twenty times at once makes one record, and all are answered the same", async () => {
      const before = await count();
      const all = await Promise.all(Array.from({ length: 20 }, () => create("five", "Once")));
      expect(new Set(all.map(({ text }) => text)).size).toBe(1);
      expect(await count()).toBe(before + 1);
    });

    test("that is no key is refused", async () => {
      for (const key of ["a#1", "x".repeat(201), "with space"]) {
        expect((await create(key, "x")).status).toBe(400);
      }
    });

    test("is kept for two days", async () => {
      await create("six", "Old");
      await edge.ennead.tick(edge.time.now + 47 * 3_600_000);
      expect((await create("six", "Old")).headers.get("idempotency-replayed")).toBe("true");
      const { swept } = await edge.ennead.tick(edge.time.now + 49 * 3_600_000);
      expect(swept).toBeGreaterThan(0);
      expect((await create("six", "Old")).headers.get("idempotency-replayed")).toBeNull();
    });
  });

  const failing = async <T>(
    fail: (write: Edge["database"]["write"]) => Edge["database"]["write"],
    work: () => Promise<T>,
  ): Promise<T> => {
    const { write } = edge.database;
    const failed = fail(write);
    edge.database.write = (statements) => (isCommand(statements) ? failed : write)(statements);
    try {
      return await work();
    } finally {
      edge.database.write = write;
    }
  };

  describe("a database that", () => {
    test("loses the connection after the commit has its answer read by the key", async () => {
      const before = await count();
      const answer = await failing(
        (write) => async (statements) => {
          await write(statements);
          return lost();
        },
        () => create("lost-1", "Committed"),
      );
      expect(answer.status).toBe(201);
      expect(await count()).toBe(before + 1);
    });

    test("loses the connection after the commit of a command without a key has it found by its event", async () => {
      const before = await count();
      const answer = await failing(
        (write) => async (statements) => {
          await write(statements);
          return lost();
        },
        () =>
          edge.send("admin", "POST", "/api/records/visit", { body: { fields: { subject: "x" } } }),
      );
      expect(answer.status).toBe(201);
      expect(await count()).toBe(before + 1);
    });

    test("loses the connection before the commit is asked once more", async () => {
      let tries = 0;
      const before = await count();
      const answer = await failing(
        (write) => (statements) => ((tries += 1) === 1 ? lost() : write(statements)),
        () => create("lost-2", "Second try"),
      );
      expect([answer.status, tries]).toEqual([201, 2]);
      expect(await count()).toBe(before + 1);
    });

    test("stays away is told as unavailable, never guessed", async () => {
      const answer = await failing(
        () => lost,
        () => create("lost-3", "Away"),
      );
      expect([answer.status, answer.body["code"], answer.headers.has("retry-after")]).toEqual([
        503,
        "kernel/unavailable",
        true,
      ]);
    });

    test("is busy is asked again", async () => {
      let tries = 0;
      const answer = await failing(
        (write) => (statements) =>
          (tries += 1) < 4
            ? Promise.reject(new DatabaseError("busy", "locked"))
            : write(statements),
        () => create("busy", "Patience"),
      );
      expect([answer.status, tries]).toEqual([201, 4]);
    });

    test("breaks is told in general words", async () => {
      const answer = await failing(
        () => () => Promise.reject(new Error("/secret/path: select * from record")),
        () => create("broken", "x"),
      );
      expect([answer.status, answer.body["code"]]).toEqual([500, "kernel/internal"]);
      expect(answer.text).not.toMatch(/secret|select/);
    });
  });
});
