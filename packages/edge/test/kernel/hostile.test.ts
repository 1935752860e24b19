import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { bulk, linesOf, openEdge, visit, type Edge, type Reply } from "../support/edge.ts";

const essay = {
  name: "essay",
  label: "Essay",
  labelPlural: "Essays",
  nameField: "title",
  fields: [
    { name: "title", label: "Title", type: "text" },
    { name: "body", label: "Body", type: "richText" },
    { name: "of", label: "Of", type: "reference", object: "visit" },
  ],
} as const;

const half = String.raw`\ud800`;
const nul = String.raw`a\u0000b`;
const spec = `{"version":1,"source":"visit","rows":[],"cols":[],"values":[{"name":"n","agg":"records"}]}`;

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  const logged: string[] = [];
  beforeAll(async () => {
    edge = await openEdge(
      {
        objectDefinitions: [visit, essay],
        logger: (level, event) => logged.push(`${level} ${event}`),
      },
      on,
    );
    const sets = await edge.send("admin", "POST", "/api/access/permission-sets", {
      body: {
        name: "Writer",
        objects: {
          essay: ["create", "read", "update", "viewAll"],
          visit: ["create", "viewAll"],
          "pivot.report": ["create", "viewAll"],
        },
        fields: {},
        system: ["access.manage"],
      },
    });
    await edge.send("admin", "PATCH", `/api/access/users/${edge.users.mate}`, {
      body: { sets: [sets.body["id"]] },
    });
  });
  afterAll(() => edge.close());

  describe("a text that no database carries through unharmed", () => {
    test.each([
      ["POST", "/api/access/users", `{"name":"${half}","email":"a@b.example"}`],
      ["POST", "/api/access/users", `{"name":"${nul}","email":"a@b.example"}`],
      ["POST", "/api/access/users", `{"name":"x","email":"${half}@b.example"}`],
      ["POST", "/api/access/users", String.raw`{"name":"x","email":"a\u0000@b.example"}`],
      [
        "POST",
        "/api/access/permission-sets",
        `{"name":"${half}","objects":{},"fields":{},"system":[]}`,
      ],
      ["PATCH", "/api/access/company", `{"name":"${half}"}`],
      ["POST", "/api/analytics/reports", `{"name":"${half}","spec":${spec}}`],
      ["POST", "/api/analytics/reports", `{"name":"x","description":"${nul}","spec":${spec}}`],
    ])("is refused: %s %s %s", async (method, path, raw) => {
      const refused = await edge.send("mate", method, path, { raw });
      expect([refused.status, refused.body["code"]]).toEqual([422, "kernel/invalid-value"]);
    });
  });

  describe("a key that every object inherits", () => {
    test.each([
      [
        "POST",
        "/api/access/permission-sets",
        '{"name":"x","objects":{"constructor":["read"]},"fields":{},"system":[]}',
        "/objects/constructor",
      ],
      [
        "POST",
        "/api/access/permission-sets",
        '{"name":"x","objects":{},"fields":{"visit":{"__proto__":"edit"}},"system":[]}',
        "/fields/visit/__proto__",
      ],
      ["PATCH", "/api/access/company", '{"defaults":{"__proto__":"read"}}', "/defaults/__proto__"],
      [
        "POST",
        "/api/analytics/reports",
        `{"name":"x","view":{"constructor":1},"spec":${spec}}`,
        "/view/constructor",
      ],
    ])("is refused, not passed over: %s %s %s", async (method, path, raw, pointer) => {
      const refused = await edge.send("mate", method, path, { raw });
      expect([refused.status, refused.body["code"], refused.body["errors"]]).toMatchObject([
        422,
        "kernel/unknown-field",
        [{ pointer }],
      ]);
    });
  });

  const write = (title: string, body: string): Promise<Reply> =>
    edge.send("mate", "POST", "/api/records/essay", { body: { fields: { title, body } } });

  test("a list by a long text goes through to its end", async () => {
    await write("b", "😀".repeat(16_000));
    await write("c", `${"😀".repeat(16_000)}!`);
    await write("a", "a");
    const titles: string[] = [];
    let next: unknown = "";
    while (next !== null && titles.length < 10) {
      const cursor = next === "" ? "" : `&cursor=${String(next)}`;
      const page = await edge.send("mate", "GET", `/api/records/essay?limit=1&sort=body${cursor}`);
      expect(page.status).toBe(200);
      titles.push(
        ...(page.body["items"] as { fields: { title: string } }[]).map((i) => i.fields.title),
      );
      next = page.body["next"];
    }
    expect(titles).toEqual(["a", "b", "c"]);
  });

  test("a reference whose record is gone stands in no later change's way", async () => {
    const visited = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "Gone soon" } },
    });
    const id = String(visited.body["id"]);
    const load = (key: string, ...rows: readonly object[]): Promise<Reply> =>
      edge.send("mate", "POST", "/api/records/essay/bulk", {
        raw: rows.map((row) => JSON.stringify(row)).join("\n"),
        headers: bulk(key),
      });
    await load("refers", { externalId: "e-1", fields: { title: "One", of: id } });
    await edge.send("admin", "DELETE", `/api/records/visit/${id}`);
    const outcomes = linesOf(
      await load(
        "later",
        { externalId: "e-1", fields: { title: "Two" } },
        { externalId: "e-2", fields: { title: "New" } },
        { externalId: "e-3", fields: { title: "Bad", of: id } },
      ),
    );
    expect(outcomes).toMatchObject([
      { status: "updated" },
      { status: "created" },
      { status: "refused", fault: { code: "record/unknown-reference" } },
    ]);
  });

  const patch = async (ifMatch: string): Promise<unknown> => {
    const made = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "Matched" } },
    });
    const url = `/api/records/visit/${String(made.body["id"])}`;
    const headers = { "if-match": ifMatch };
    return (await edge.send("admin", "PATCH", url, { body: { fields: { guests: 1 } }, headers }))
      .status;
  };

  describe("If-Match", () => {
    test("takes a list, weak and strong tags, and every version", async () => {
      expect(
        await Promise.all(['W/"1-1-2026-01-01"', '"1"', '"7", W/"1-9-x"', "*"].map(patch)),
      ).toEqual([200, 200, 200, 200]);
    });

    test("of a tag that is none of ours matches nothing", async () => {
      expect(await Promise.all(['"abc"', '""', '"2"', '"1.5"', 'W/"0"'].map(patch))).toEqual([
        412, 412, 412, 412, 412,
      ]);
    });

    test("that is no tag at all is refused, and means nothing to a read", async () => {
      expect(await Promise.all(["garbage", '"1', "1,"].map(patch))).toEqual([400, 400, 400]);
      const read = await edge.send("admin", "GET", "/api/records/visit", {
        headers: { "if-match": "garbage" },
      });
      expect(read.status).toBe(200);
    });
  });

  test("HEAD honours a tag that was seen", async () => {
    const made = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "Seen" } },
    });
    const headers = { "if-none-match": made.headers.get("etag") ?? "" };
    const url = `/api/records/visit/${String(made.body["id"])}`;
    expect((await edge.send("admin", "HEAD", url, { headers })).status).toBe(304);
  });

  test("two Authorization headers are a bad request, not a choice", async () => {
    const one = `Bearer ${await edge.token("admin")}`;
    const headers = new Headers({ authorization: one });
    headers.append("authorization", one);
    const answer = await edge.ennead.fetch(new Request("http://x/api/access/me", { headers }));
    expect(answer.status).toBe(400);
  });

  test("what was made is found beneath any prefix by the place it tells", async () => {
    const app = new Hono();
    app.route("/crm", new Hono().route("/inner/", edge.ennead.hono));
    const authorization = `Bearer ${await edge.token("admin")}`;
    for (const [path, body] of [
      ["access/users", { name: "Placed", email: "placed@ours.example" }],
      ["access/permission-sets", { name: "Placed", objects: {}, fields: {}, system: [] }],
      ["records/visit", { fields: { subject: "Placed" } }],
    ] as const) {
      const url = `http://x/crm/inner/api/${path}`;
      const headers = { authorization, "content-type": "application/json" };
      const made = await app.request(url, { method: "POST", headers, body: JSON.stringify(body) });
      const place = new URL(made.headers.get("location") ?? "", url);
      expect([path, (await app.request(place.href, { headers })).status]).toEqual([path, 200]);
    }
  });

  test.each(["/base", "/base/", "base", "/ba%73e", "/"])(
    "a base path may be written %s",
    async (one) => {
      const other = await openEdge({ basePath: one }, on);
      const prefix = one === "/" ? "" : "/base";
      expect((await other.send("admin", "GET", `${prefix}/api/access/me`)).status).toBe(200);
      const document = await other.send("admin", "GET", `${prefix}/openapi.json`);
      expect(document.body["servers"]).toEqual([{ url: prefix === "" ? "/" : prefix }]);
      await other.close();
    },
  );

  test("nothing a caller sent was an error of ours", () => {
    expect(logged).toEqual([]);
  });
});
