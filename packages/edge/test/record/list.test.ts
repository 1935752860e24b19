import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { linesOf, bulk, openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";

const money = (amount: string, currency = "EUR") => ({ amount, currency });

const items = ({ body }: Reply): Record<string, Record<string, unknown>>[] =>
  body["items"] as never;
const subjects = (reply: Reply): unknown[] => items(reply).map(({ fields }) => fields?.["subject"]);

describe.each(databases)("on %s", (on) => {
  let edge: Edge;

  const rows = Array.from({ length: 40 }, (_, at) => ({
    externalId: `v-${at}`,
    fields: {
      subject: `Visit ${String(at).padStart(2, "0")}`,
      ...(at % 4 === 3 ? {} : { cost: money(`${at * 10}.50`) }),
      ...(at % 5 === 4 ? {} : { hours: `${at}.25` }),
      guests: at % 7,
      day: `2026-0${(at % 3) + 1}-15`,
      ...(at % 2 === 0 ? { mood: "good" } : {}),
    },
  }));

  beforeAll(async () => {
    edge = await openEdge({}, on);
    const raw = rows.map((row) => JSON.stringify(row)).join("\n");
    await edge.send("admin", "POST", "/api/records/visit/bulk", { raw, headers: bulk("seed") });
    await edge.send("rep", "POST", "/api/records/visit", {
      body: { fields: { subject: "Of rep" } },
    });
  });
  afterAll(() => edge.close());

  const list = (query: Record<string, unknown>, as: Person = "admin"): Promise<Reply> => {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    );
    return edge.send(as, "GET", `/api/records/visit?${String(search)}`);
  };

  /** All pages of a list, of this many rows each. */
  const walk = async (query: Record<string, unknown>, limit: number): Promise<unknown[]> => {
    const all: unknown[] = [];
    let cursor: unknown;
    do {
      const page = await list({
        ...query,
        limit: String(limit),
        ...(cursor == null ? {} : { cursor }),
      });
      all.push(...subjects(page));
      cursor = page.body["next"];
    } while (cursor !== null);
    return all;
  };

  const byHand = (keep: (fields: (typeof rows)[number]["fields"]) => boolean): unknown[] =>
    rows.filter(({ fields }) => keep(fields)).map(({ fields }) => fields.subject);

  describe("filters", () => {
    test.each([
      [["=", "mood", "good"], byHand(({ mood }) => mood === "good")],
      [
        ["!=", "mood", "good"],
        [...byHand(({ mood }) => mood !== "good"), "Of rep"],
      ],
      [[">=", "cost", "200.50"], byHand(({ cost }) => Number(cost?.amount ?? 0) >= 200.5)],
      [
        ["<", "cost", "200.50"],
        byHand(({ cost }) => cost !== undefined && Number(cost.amount) < 200.5),
      ],
      [
        ["between", "hours", "3", "7.25"],
        byHand(({ hours }) => Number(hours) >= 3 && Number(hours) <= 7.25),
      ],
      [
        ["isNull", "hours"],
        [...byHand(({ hours }) => hours === undefined), "Of rep"],
      ],
      [["in", "guests", [1, 3]], byHand(({ guests }) => guests === 1 || guests === 3)],
      [["=", "day", "2026-02-15"], byHand(({ day }) => day === "2026-02-15")],
      [
        ["startsWith", "subject", "Visit 1"],
        byHand(({ subject }) => subject.startsWith("Visit 1")),
      ],
      [["contains", "subject", "7"], byHand(({ subject }) => subject.includes("7"))],
      [["=", "externalId", "v-7"], ["Visit 07"]],
      [
        ["and", ["=", "mood", "good"], [">", "guests", 4]],
        byHand(({ mood, guests }) => mood === "good" && guests > 4),
      ],
      [
        ["or", ["=", "guests", 0], ["=", "guests", 6]],
        byHand(({ guests }) => guests === 0 || guests === 6),
      ],
      [
        ["not", ["<", "day", "2026-03-01"]],
        [...byHand(({ day }) => day >= "2026-03-01"), "Of rep"],
      ],
      [
        ["expr", 'mood == "good" && guests * 2 > 8'],
        byHand(({ mood, guests }) => mood === "good" && guests > 4),
      ],
      [
        ["not", ["expr", "cost > 200.5 || hours / guests < 3"]],
        [
          ...byHand(
            ({ cost, hours, guests }) =>
              !(Number(cost?.amount ?? 0) > 200.5) &&
              !(hours !== undefined && guests > 0 && Number(hours) / guests < 3),
          ),
          "Of rep",
        ],
      ],
      [
        ["and", ["expr", "month(day) == 2"], [">", "guests", 3]],
        byHand(({ day, guests }) => day.startsWith("2026-02") && guests > 3),
      ],
    ])("%j", async (filter, expected) => {
      const reply = await list({ filter, sort: "subject", limit: "500", total: "true" });
      expect(subjects(reply).toSorted()).toEqual(expected.toSorted());
      expect(reply.body["total"]).toBe(expected.length);
    });

    test("are refused with the place in the tree", async () => {
      const refused = await list({ filter: ["and", ["=", "nope", 1], ["<", "cost", "x"]] });
      expect(refused.status).toBe(422);
      expect(refused.body["errors"]).toMatchObject([
        { pointer: "/filter/1/1", code: "filter/unknown-field" },
        { pointer: "/filter/2/2", code: "filter/bad-filter" },
      ]);
      expect((await list({ filter: "{" })).status).toBe(422);
    });

    test("a free condition is refused with the place in its text", async () => {
      const refused = await list({ filter: ["not", ["expr", "guests > 1 && nope == 2"]] });
      expect(refused.status).toBe(422);
      expect(refused.body).toMatchObject({
        errors: [{ pointer: "/filter/1/1", code: "filter/unknown-field" }],
        info: { from: 14, to: 18 },
      });
      const hidden = await list({ filter: ["expr", "cost > 1"] }, "rep");
      expect(hidden.body["code"]).toBe("filter/unknown-field");
      const zoned = await list({ filter: ["expr", "date(createdAt) == today()"] });
      expect(zoned.body).toMatchObject({
        errors: [{ pointer: "/filter/1", code: "filter/bad-filter" }],
        info: { from: 0, to: 15 },
      });
    });

    test("a field one may not see is as unknown as one that is not there", async () => {
      const hidden = await list({ filter: [">", "cost", "1"] }, "rep");
      const unknown = await list({ filter: [">", "nope", "1"] }, "rep");
      expect(hidden.body["code"]).toBe("filter/unknown-field");
      expect(unknown.body["code"]).toBe(hidden.body["code"]);
      expect((await list({ sort: "-cost" }, "rep")).body["code"]).toBe("kernel/unknown-sort");
    });
  });

  describe("orders", () => {
    test.each([
      "subject",
      "-subject",
      "cost",
      "-cost",
      "hours",
      "-day,subject",
      "mood,-guests",
      "guests",
      "-createdAt",
      "updatedAt,-hours",
      "id",
      "-id",
      "externalId",
      "ownerId,cost",
    ])("%s: pages of three join to the whole, whatever is empty or equal", async (sort) => {
      const whole = subjects(await list({ sort, limit: "500" }));
      expect(whole).toHaveLength(41);
      expect(await walk({ sort }, 3)).toEqual(whole);
    });

    test("empty values come last ascending and first descending", async () => {
      const up = items(await list({ sort: "cost", limit: "500" })).map(
        ({ fields }) => fields?.["cost"],
      );
      expect(up.slice(-11).every((one) => one === undefined)).toBe(true);
      const down = items(await list({ sort: "-cost", limit: "500" })).map(
        ({ fields }) => fields?.["cost"],
      );
      expect(down.slice(0, 11).every((one) => one === undefined)).toBe(true);
      expect(down[11]).toEqual(money("380.50"));
    });

    test("amounts of different currencies compare by their number", async () => {
      const yen = { subject: "Yen", cost: money("101", "JPY") };
      const made = await edge.send("admin", "POST", "/api/records/visit", {
        body: { fields: yen },
      });
      const found = subjects(
        await list({ filter: ["between", "cost", "100.5", "110.5"], sort: "cost" }),
      );
      expect(found).toEqual(["Visit 10", "Yen"]);
      await edge.send("admin", "DELETE", `/api/records/visit/${String(made.body["id"])}`);
    });

    test.each(["nope", "-", "mood,mood", "pin", "a,b,c,d,e", "subject desc", "1"])(
      "%j is refused",
      async (sort) => {
        const refused = await list({ sort });
        expect([refused.status, refused.body["code"]]).toEqual([422, "kernel/unknown-sort"]);
      },
    );
  });

  describe("cursors", () => {
    test("survive rows that come and go between two pages", async () => {
      const first = await list({ sort: "subject", limit: "10" });
      const before = await edge.send("admin", "POST", "/api/records/visit", {
        body: { fields: { subject: "Aaa" } },
      });
      const last = items(first).at(-1);
      await edge.send("admin", "DELETE", `/api/records/visit/${String(last?.["id"])}`);
      const second = await list({
        sort: "subject",
        limit: "10",
        cursor: String(first.body["next"]),
      });
      expect(subjects(second)[0]).toBe("Visit 09");
      await edge.send("admin", "DELETE", `/api/records/visit/${String(before.body["id"])}`);
    });

    test("hold for their list, order, filter and reader alone", async () => {
      const { body } = await list({ sort: "subject", limit: "2" });
      const cursor = String(body["next"]);
      const [text = "", ...rest] = cursor.split(".");
      const forged = Buffer.from('["Visit 20"]').toString("base64url");
      const refused = await Promise.all([
        list({ sort: "-subject", cursor }),
        list({ sort: "subject", cursor, filter: ["=", "mood", "good"] }),
        list({ sort: "subject", cursor }, "viewer"),
        list({ sort: "subject", cursor: `${text}x.${rest.join(".")}` }),
        list({ sort: "subject", cursor: [forged, ...rest].join(".") }),
        list({ sort: "subject", cursor: "" }),
        list({ sort: "subject", cursor: "\u0000" }),
        edge.send("admin", "GET", `/api/records/account?sort=name&cursor=${cursor}`),
      ]);
      expect(refused.map(({ status, body: { code } }) => [status, code])).toEqual(
        refused.map(() => [400, "kernel/bad-cursor"]),
      );
    });
  });

  describe("what is seen", () => {
    test("rows, totals and pages hold only what one may read", async () => {
      const mine = await list({ total: "true" }, "rep");
      expect([subjects(mine), mine.body["total"]]).toEqual([["Of rep"], 1]);
      expect((await list({ total: "true" }, "mate")).body).toEqual({
        items: [],
        next: null,
        total: 0,
      });
      expect((await list({ total: "true" }, "stranger")).body).toMatchObject({ total: 0 });
      expect((await list({}, "nobody")).status).toBe(404);
    });

    test.each(["0", "501", "-1", "1e2", "abc", ""])("a limit of %j is refused", async (limit) => {
      expect((await list({ limit })).status).toBe(422);
    });

    test("unknown and doubled parameters are refused", async () => {
      expect((await list({ nope: "1" })).body["code"]).toBe("kernel/unknown-field");
      const doubled = await edge.send("admin", "GET", "/api/records/visit?limit=1&limit=2");
      expect([doubled.status, doubled.body["code"]]).toEqual([400, "kernel/bad-request"]);
    });
  });

  /** What SQLite answers to `explain query plan` for the page that this query reads. */
  const planOf = async (query: Record<string, unknown>): Promise<string> => {
    const seen: string[] = [];
    const { read } = edge.database;
    edge.database.read = async (statements) => {
      for (const { sql, args } of statements) {
        if (!sql.includes("order by") || !sql.includes("record")) continue;
        const [plan] = await read([{ sql: `explain query plan ${sql}`, args }]);
        seen.push(...(plan?.rows ?? []).map((row) => String(row["detail"])));
      }
      return read(statements);
    };
    await list(query);
    edge.database.read = read;
    return seen.join("\n");
  };

  describe("plans", () => {
    test.each(["id", "-createdAt", "updatedAt", "subject", "-cost", "day"])(
      "a list by %s is walked in the order of an index",
      async (sort) => {
        const plan = await planOf({ sort });
        expect(plan).toMatch(/SEARCH [rv] USING/);
        expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
      },
    );

    test("a filter by an indexed field is answered by its index", async () => {
      const plan = await planOf({ filter: ["=", "mood", "good"], sort: "-createdAt" });
      expect(plan).toMatch(/SEARCH v USING (PRIMARY KEY|COVERING INDEX)[^\n]*value/);
      expect(plan).not.toMatch(/SCAN r\b/);
    });
  });

  test("seeding answered one outcome for each line", async () => {
    const raw = rows.map((row) => JSON.stringify(row)).join("\n");
    const again = await edge.send("admin", "POST", "/api/records/visit/bulk", {
      raw,
      headers: bulk("seed"),
    });
    expect(linesOf(again)).toHaveLength(rows.length);
  });
});
