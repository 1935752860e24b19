import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";

const minute = 60_000;
const path = "/api/access/impersonation";

const conditionOf = ({ body }: Reply): unknown =>
  (body["info"] as { condition?: string } | undefined)?.condition ?? body["code"];

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
    const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
      body: {
        name: "Support",
        objects: {},
        fields: {},
        system: ["access.impersonate", "access.embed", "pivot.export"],
      },
    });
    await edge.send("admin", "PATCH", `/api/access/users/${edge.users.mate}`, {
      body: { sets: [made.body["id"]] },
    });
  });
  afterAll(() => edge.close());

  const start = (as: Person, more: object = {}): Promise<Reply> =>
    edge.send(as, "POST", path, {
      body: { userId: edge.users.rep, reason: "Ticket 4711", minutes: 15, ...more },
    });

  const acting = (
    token: unknown,
    method: string,
    at: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> =>
    edge.send("nobody", method, at, {
      body,
      headers: { authorization: `Bearer ${String(token)}`, ...headers },
    });

  test("who acts as another has his rights and no others, and both stand in the log", async () => {
    const record = await edge.send("rep", "POST", "/api/records/visit", {
      body: { fields: { subject: "His visit", cost: undefined } },
    });
    const at = `/api/records/visit/${String(record.body["id"])}`;
    expect((await edge.send("mate", "GET", at)).status).toBe(404);
    const started = await start("mate", { allow: ["read", "update"] });
    expect([started.status, started.body]).toMatchObject([201, { actorId: edge.users.mate }]);
    const { token } = started.body;
    const me = await acting(token, "GET", "/api/access/me");
    expect(me.body["user"]).toMatchObject({ id: edge.users.rep });
    expect(me.body["impersonation"]).toMatchObject({
      actorId: edge.users.mate,
      actorName: "mate",
      reason: "Ticket 4711",
      allow: ["read", "update"],
    });
    expect((await acting(token, "GET", at)).status).toBe(200);
    const changed = await acting(token, "PATCH", at, { fields: { subject: "Seen to" } });
    expect([changed.status, changed.text]).toEqual([200, expect.anything()]);
    expect((await acting(token, "DELETE", at)).status).toBe(403);
    const { rows } = await edge.db.execute({
      sql: `select actor, on_behalf_of from audit_event where company_id = ? and entity_id = ?
        and op = 'update'`,
      args: [edge.ours, String(record.body["id"])],
    });
    expect(rows.map((row) => [row[0], row[1]])).toEqual([[edge.users.mate, edge.users.rep]]);
  });

  test("it does not begin unless every condition holds", async () => {
    const refusals = [
      ["self", { userId: edge.users.mate }],
      ["reason", { reason: "   " }],
      ["length", { minutes: 61 }],
      ["personal", { allow: ["read", "export"] }],
      ["access/unknown-principal", { userId: edge.users.stranger }],
    ] as const;
    for (const [condition, more] of refusals) {
      expect([condition, conditionOf(await start("mate", more))]).toEqual([condition, condition]);
    }
    expect((await start("rep")).status).toBe(403);
    expect((await start("admin")).status).toBe(403);
  });

  test("it never nests, and changes no credentials, rights or shares", async () => {
    const { body } = await start("mate", {
      userId: edge.users.admin,
      allow: ["read", "create", "update", "delete"],
    });
    const { token } = body;
    const record = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "Shared?" } },
    });
    const asked: readonly (readonly [string, string, object])[] = [
      ["POST", path, { userId: edge.users.rep, reason: "again", minutes: 5 }],
      ["POST", "/api/access/users", { name: "Eve", email: "eve@ours.example" }],
      ["POST", "/api/access/api-keys", { name: "Key", scopes: ["read"] }],
      ["POST", `/api/access/users/${edge.users.admin}/sign-out`, {}],
      [
        "POST",
        `/api/access/shares/visit/${String(record.body["id"])}`,
        { to: "company", access: "read" },
      ],
      ["POST", "/api/access/embed-tokens", {}],
    ];
    for (const [method, at, sent] of asked) {
      expect([at, (await acting(token, method, at, sent)).status]).toEqual([at, 403]);
    }
    expect((await acting(token, "GET", "/api/access/review")).status).not.toBe(200);
  });

  test("it exports nothing, even where both may", async () => {
    const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
      body: {
        name: "Exporter",
        objects: { "pivot.report": ["create", "read", "export"], visit: ["read", "export"] },
        fields: {},
        system: ["pivot.export"],
      },
    });
    const sets = [made.body["id"]];
    await edge.send("admin", "PATCH", `/api/access/users/${edge.users.viewer}`, { body: { sets } });
    const spec = {
      version: 1,
      source: "visit",
      rows: [],
      cols: [],
      values: [{ name: "n", agg: "records" }],
    };
    const reports = "/api/analytics/reports";
    const report = await edge.send("viewer", "POST", reports, { body: { name: "R", spec } });
    const at = `${reports}/${String(report.body["id"])}`;
    expect((await edge.send("viewer", "GET", `${at}/export.csv`)).status).toBe(200);
    const { token } = (
      await start("mate", { userId: edge.users.viewer, allow: ["read", "create"] })
    ).body;
    expect((await acting(token, "GET", at)).status).toBe(200);
    expect((await acting(token, "GET", `${at}/export.csv`)).status).toBe(403);
    const theirs = await acting(token, "POST", reports, { name: "His", spec });
    expect(theirs.body["ownerId"]).toBe(edge.users.viewer);
    const copied = await acting(token, "POST", `${at}/duplicate`, {});
    expect(copied.body["ownerId"]).toBe(edge.users.viewer);
  });

  test("it ends at its instant, when it is ended, when another begins, and with either account", async () => {
    const me = async (token: unknown): Promise<number> =>
      (await acting(token, "GET", "/api/access/me")).status;
    const first = (await start("mate", { minutes: 1 })).body;
    expect(await me(first["token"])).toBe(200);
    edge.time.now += minute;
    expect(await me(first["token"])).toBe(401);
    const second = (await start("mate")).body;
    const third = (await start("mate")).body;
    expect(await me(second["token"])).toBe(401);
    expect(await me(third["token"])).toBe(200);
    const ended = await acting(third["token"], "DELETE", `${path}/${String(third["id"])}`);
    expect(ended.status).toBe(204);
    expect(await me(third["token"])).toBe(401);
    const list = await edge.send("rep", "GET", path);
    const items = list.body["items"] as { id: string; endedAt: string | null }[];
    expect(items.find(({ id }) => id === third["id"])?.endedAt).toEqual(expect.any(String));
    expect((await edge.send("nobody", "GET", path)).body["items"]).toEqual([]);
    const fourth = (await start("mate", { userId: edge.users.viewer })).body;
    const user = `/api/access/users/${edge.users.viewer}`;
    await edge.send("admin", "PATCH", user, { body: { active: false } });
    expect(await me(fourth["token"])).toBe(401);
    await edge.send("admin", "PATCH", user, { body: { active: true } });
  });

  test("a token of another purpose, or of nobody, is refused", async () => {
    expect((await acting("et1.test.e30.x", "GET", "/api/access/me")).status).toBe(401);
  });

  test("a widget's token asks as a user, within its scopes, from one origin, for minutes", async () => {
    const record = await edge.send("rep", "POST", "/api/records/visit", {
      body: { fields: { subject: "Shown in a widget" } },
    });
    const at = `/api/records/visit/${String(record.body["id"])}`;
    const mint = (body: object, headers = {}): Promise<Reply> =>
      edge.send("mate", "POST", "/api/access/embed-tokens", {
        body: { userId: edge.users.rep, scopes: ["read"], origin: "https://crm.example", ...body },
        headers,
      });
    const minted = await mint({});
    const { token } = minted.body;
    expect(minted.status).toBe(201);
    expect((await acting(token, "GET", at)).status).toBe(200);
    expect((await acting(token, "DELETE", at)).status).toBe(403);
    const elsewhere = await acting(token, "GET", at, undefined, { origin: "https://evil.example" });
    expect([elsewhere.status, elsewhere.body["code"]]).toEqual([403, "access/token-origin"]);
    expect((await mint({ scopes: ["system:access.manage"] })).body["code"]).toBe(
      "access/grant-exceeds-own",
    );
    expect((await mint({ userId: edge.users.stranger })).body["code"]).toBe(
      "access/unknown-principal",
    );
    expect((await mint({}, { origin: "http://ennead.example" })).status).toBe(403);
    edge.time.now += 5 * minute;
    expect((await acting(token, "GET", at)).status).toBe(401);
  });
});
