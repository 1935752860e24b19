import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { bulk, linesOf, openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";
import { settle } from "../support/settle.ts";

interface Item {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const itemsOf = ({ body }: Reply): readonly Item[] => body["items"] as readonly Item[];

const address = (query: Readonly<Record<string, string>>): string =>
  `/api/records/visit?${new URLSearchParams(query)}`;

describe.each(databases)("pages of a list on %s", (kind) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, kind);
  });
  afterAll(() => edge.close());

  const create = async (fields: Item["fields"], as: Person = "admin"): Promise<string> => {
    const made = await edge.send(as, "POST", "/api/records/visit", { body: { fields } });
    expect(made.status).toBe(201);
    return String(made.body["id"]);
  };

  test("show every row that is there throughout exactly once, whatever else comes, goes and changes", async () => {
    const act = fc.record({
      kind: fc.constantFrom("create", "delete", "touch", "move"),
      at: fc.nat(30),
      guests: fc.nat(4),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("-createdAt", "createdAt", "subject,-guests", "-guests", "mood"),
        fc.array(fc.array(act, { maxLength: 4 }), { minLength: 3, maxLength: 3 }),
        async (sort, turns) => {
          const rows = await Promise.all(
            Array.from({ length: 12 }, (_, at) =>
              create({
                subject: `Page ${at % 5}`,
                guests: at % 3,
                ...(at % 2 === 0 ? { mood: "good" } : {}),
              }),
            ),
          );
          const stays = new Set(rows);
          const seen: string[] = [];
          const ask = { sort, limit: "5" };
          let reply = await edge.send("admin", "GET", address(ask));
          for (let turn = 0; ; turn += 1) {
            seen.push(...itemsOf(reply).map(({ id }) => id));
            const { next } = reply.body;
            if (typeof next !== "string") break;
            for (const { kind: what, at, guests } of turns[turn] ?? []) {
              const id = rows[at % rows.length] ?? "";
              const path = `/api/records/visit/${id}`;
              if (what === "create") await create({ subject: `Page ${at % 5}`, guests });
              if (what === "delete") await edge.send("admin", "DELETE", path);
              // One that moves may be seen twice or not at all: that is what its moving means.
              const fields = what === "touch" ? { guest: `Guest ${at}` } : { guests: guests + 10 };
              if (what === "touch" || what === "move") {
                await edge.send("admin", "PATCH", path, { body: { fields } });
              }
              if (what === "delete" || what === "move") stays.delete(id);
            }
            reply = await edge.send("admin", "GET", address({ ...ask, cursor: next }));
            expect(reply.status).toBe(200);
          }
          const times = [...stays].map((id) => seen.filter((one) => one === id).length);
          expect(times).toEqual(times.map(() => 1));
        },
      ),
      { numRuns: kind === "file" ? 12 : 4 },
    );
  }, 60_000);

  test("hold, count and find nothing that their actor may not see", async () => {
    const subjects = ["Alpha", "Beta", "Gamma"];
    for (const as of ["rep", "mate"] as const) {
      for (let at = 0; at < 8; at += 1) {
        const subject = `${subjects[at % 3]} leak`;
        await create({ subject, guests: at % 4, ...(at % 2 === 0 ? { mood: "bad" } : {}) }, as);
      }
    }
    await settle(edge);
    const filter = fc.oneof(
      fc.nat(4).map((least) => [">=", "guests", least]),
      fc.constantFrom("Alpha", "Beta").map((word) => ["=", "subject", `${word} leak`]),
      fc.constantFrom("good", "bad", null).map((mood) => ["=", "mood", mood]),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.option(filter, { nil: undefined }),
        fc.option(fc.constantFrom("leak", "alpha", "be"), { nil: undefined }),
        fc.constantFrom("subject", "-guests", "createdAt"),
        async (tree, q, sort) => {
          const ask = {
            sort,
            limit: "500",
            total: "true",
            ...(tree === undefined ? {} : { filter: JSON.stringify(tree) }),
            ...(q === undefined ? {} : { q }),
          };
          const [all, own] = [
            await edge.send("viewer", "GET", address(ask)),
            await edge.send("rep", "GET", address(ask)),
          ];
          const mine = itemsOf(all).filter(
            (one) => (one as unknown as { ownerId: string }).ownerId === edge.users.rep,
          );
          expect(itemsOf(own).map(({ id }) => id)).toEqual(mine.map(({ id }) => id));
          expect(own.body["total"]).toBe(mine.length);
        },
      ),
      { numRuns: kind === "file" ? 40 : 12 },
    );
  }, 60_000);

  test("begin again, with a link to do so, once permissions have changed", async () => {
    for (const at of [1, 2, 3]) await create({ subject: `Stamp ${at}` });
    const filter = JSON.stringify(["startsWith", "subject", "Stamp"]);
    const ask = { sort: "subject", limit: "2", filter, total: "true" };
    const first = await edge.send("admin", "GET", address(ask));
    const cursor = String(first.body["next"]);
    expect((await edge.send("admin", "GET", address({ ...ask, cursor }))).status).toBe(200);
    const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
      body: { name: `Stamp ${kind}`, role: false, objects: {}, fields: {}, system: [] },
    });
    expect(made.status).toBe(201);
    const refused = await edge.send("admin", "GET", address({ ...ask, cursor }));
    expect([refused.status, refused.body["code"]]).toEqual([409, "access/scope-changed"]);
    const { first: link } = refused.body["info"] as { first: string };
    const again = await edge.send("admin", "GET", `/api/records/visit${link}`);
    expect(itemsOf(again)).toEqual(itemsOf(first));
    expect(again.body["total"]).toBe(3);
  });
});

describe("a list of many rows", () => {
  let edge: Edge;
  const statements: { readonly sql: string; readonly args: readonly unknown[] }[] = [];
  beforeAll(async () => {
    edge = await openEdge();
    const sent = await edge.send("admin", "POST", "/api/records/visit/bulk", {
      raw: JSON.stringify({
        externalId: "seed",
        fields: { subject: "Visit", hours: "1.00", mood: "bad" },
      }),
      headers: bulk("seed"),
    });
    if (linesOf(sent)[0]?.["status"] !== "created") throw new Error(sent.text);
    const triggers = await edge.db.execute(
      "select name from sqlite_master where type = 'trigger' and tbl_name = 'record'",
    );
    // A hundred thousand copies of one row: how they came is not what is tested.
    await edge.db.batch(
      [
        ...triggers.rows.map((row) => `drop trigger ${String(row["name"])}`),
        `insert into record(company_id, object, id, version, owner_id, created_at, updated_at, data)
          with recursive n(at) as (select 1 union all select at + 1 from n where at < 100000)
          select company_id, object, printf('%s-%06d', id, at), version, owner_id, created_at + at,
            updated_at + (at * 7919) % 100000, json_set(data, '$.mood', iif(at % 1000 = 0, 'good', 'bad'),
            '$.hours', printf('%d.00', (at * 31) % 100000)) from record, n where object = 'visit'`,
        `insert into record_value(company_id, object, field, value, root_id)
          select company_id, object, 'mood', data ->> '$.mood', id from record where id like '%-______'
            and length(id) > 36`,
        `insert into record_value(company_id, object, field, value, root_id)
          select company_id, object, 'hours', cast(replace(data ->> '$.hours', '.', '') as integer), id
          from record where length(id) > 36`,
      ],
      "write",
    );
    const { read } = edge.database;
    edge.database.read = (some) => {
      statements.push(...some);
      return read(some);
    };
  }, 60_000);
  afterAll(() => edge.close());

  /** How SQLite goes about the page, and how long the answer took. */
  const planOf = async (
    query: Readonly<Record<string, string>>,
  ): Promise<{ readonly plan: string; readonly items: number }> => {
    statements.length = 0;
    const reply = await edge.send("admin", "GET", address(query));
    expect(reply.status).toBe(200);
    // Background work reads beside it.
    const page = statements.find(({ sql }) => sql.includes("row_size") && sql.includes("limit"));
    const { rows } = await edge.db.execute({
      sql: `explain query plan ${page?.sql}`,
      args: [...(page?.args ?? [])] as never,
    });
    return {
      plan: rows.map((row) => String(row["detail"])).join("; "),
      items: itemsOf(reply).length,
    };
  };

  const cursorOf = async (query: Readonly<Record<string, string>>): Promise<string> =>
    String((await edge.send("admin", "GET", address(query))).body["next"]);

  test.each([
    ["newest first", {}],
    ["by a field with an index", { sort: "hours" }],
    ["by the time of change", { sort: "-updatedAt" }],
  ])("walks an index and sorts nothing: %s", async (_, query) => {
    const first = await planOf(query);
    expect(first.items).toBe(50);
    expect(first.plan).not.toMatch(/TEMP B-TREE|SCAN r\b/);
    const next = await planOf({ ...query, cursor: await cursorOf(query) });
    expect(next.plan).not.toMatch(/TEMP B-TREE|SCAN r\b/);
  });

  test.each([
    ["equal", ["=", "mood", "good"]],
    ["a range", ["between", "hours", "10.00", "12.00"]],
  ])("looks up an index where a filter asks for a field that has one: %s", async (_, filter) => {
    const { plan, items } = await planOf({ filter: JSON.stringify(filter) });
    expect(items).toBeGreaterThan(0);
    expect(plan).toMatch(
      /SEARCH v USING PRIMARY KEY \(company_id=\? AND object=\? AND field=\? AND value/,
    );
    expect(plan).not.toMatch(/SCAN r\b/);
  });
});
