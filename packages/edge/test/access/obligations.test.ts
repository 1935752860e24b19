import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { bulk, openEdge, type Edge, type Reply } from "../support/edge.ts";

const minute = 60_000;
const sets = "/api/access/permission-sets";

const specOf = (rows: readonly object[]): object => ({
  version: 1,
  source: "visit",
  rows,
  cols: [],
  values: [{ name: "n", agg: "records" }],
});

const bounded = {
  name: "Bounded",
  objects: { visit: ["create", "viewAll", "update", "delete", "export"], "pivot.report": ["read"] },
  fields: {},
  system: ["pivot.export"],
  obligations: {
    visit: { maxExportRows: 2, watermark: true, stepUp: ["export", "delete", "update"] },
  },
};

/** What was refused, and the first obligation that was not met. */
const unmet = ({ status, body }: Reply): unknown[] => [
  status,
  body["code"],
  (body["info"] as { obligation?: string } | undefined)?.obligation,
];

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  let set = "";
  let user = "";
  beforeAll(async () => {
    edge = await openEdge({}, on);
    const made = await edge.send("admin", "POST", sets, { body: bounded });
    set = String(made.body["id"]);
    const person = await edge.send("admin", "POST", "/api/access/users", {
      body: { name: "Bo", email: "bo@ours.example", sets: [set] },
    });
    user = String(person.body["id"]);
    for (const subject of ["One", "Two", "Three"]) {
      await edge.send("admin", "POST", "/api/records/visit", { body: { fields: { subject } } });
    }
  });
  afterAll(() => edge.close());

  /** As somebody who signed in so many milliseconds ago. */
  const asked = async (method: string, path: string, body?: unknown, ago = 0): Promise<Reply> => {
    const iat = Math.floor((edge.time.now - ago) / 1000);
    const exp = Math.floor(edge.time.now / 1000) + 60;
    const authorization = `Bearer ${await edge.token("nobody", { sub: user, iat, exp })}`;
    return edge.send("nobody", method, path, { body, headers: { authorization } });
  };
  const exported = (format: string, rows: readonly object[], ago = 0): Promise<Reply> =>
    asked("POST", `/api/analytics/reports/export.${format}`, { spec: specOf(rows) }, ago);

  test("are kept with their set, told, and taken away by whoever says so alone", async () => {
    const { obligations, ...silent } = bounded;
    const path = `${sets}/${set}`;
    expect((await edge.send("admin", "GET", path)).body["obligations"]).toEqual(obligations);
    const renamed = await edge.send("admin", "PUT", path, { body: { ...silent, name: "Bound" } });
    expect([renamed.status, renamed.body["obligations"]]).toEqual([200, obligations]);
    const unknown = await edge.send("admin", "PUT", path, {
      body: { ...bounded, obligations: { nothing: { watermark: true } } },
    });
    expect([unknown.status, unknown.text]).toEqual([
      422,
      expect.stringContaining("/obligations/nothing"),
    ]);
  });

  test("a file bears who exported it, and is refused in a format that cannot", async () => {
    const page = await exported("html", []);
    expect([page.status, page.text]).toEqual([
      200,
      expect.stringContaining("Exported by Bo at 2026"),
    ]);
    const sheet = await exported("csv", []);
    expect(unmet(sheet)).toEqual([403, "access/obligation-unmet", "watermark"]);
  });

  test("no more rows leave than may, at once or by a job", async () => {
    const rows = [{ name: "subject", field: "subject" }];
    const many = await exported("html", rows);
    expect(unmet(many)).toEqual([403, "access/obligation-unmet", "maxExportRows"]);
    const job = await asked("POST", "/api/analytics/reports/exports", {
      spec: specOf(rows),
      format: "html",
    });
    expect([job.status, job.body["code"]]).toEqual([403, "access/obligation-unmet"]);
  });

  test("what takes a fresh sign-in is refused to who signed in long ago, and to keys", async () => {
    const old = await exported("html", [], 11 * minute);
    expect(unmet(old)).toEqual([403, "access/obligation-unmet", "stepUp"]);
    const visit = await asked("POST", "/api/records/visit", { fields: { subject: "Mine" } });
    const path = `/api/records/visit/${String(visit.body["id"])}`;
    const key = await asked("POST", "/api/access/api-keys", { name: "K", scopes: ["write"] });
    const authorization = `Bearer ${String(key.body["value"])}`;
    const byKey = await edge.send("nobody", "DELETE", path, { headers: { authorization } });
    expect([byKey.status, byKey.body["code"]]).toEqual([403, "access/obligation-unmet"]);
    expect((await asked("DELETE", path, undefined, 11 * minute)).status).toBe(403);
    const lines = await edge.send("nobody", "POST", "/api/records/visit/bulk", {
      raw: JSON.stringify({ externalId: "mine", fields: { subject: "Loaded" } }),
      headers: { ...bulk("by-key"), authorization },
    });
    expect([lines.status, lines.body["code"]]).toEqual([403, "access/obligation-unmet"]);
    expect((await asked("DELETE", path)).status).toBe(204);
  });

  test("another set without them frees from them, at once", async () => {
    const free = await edge.send("admin", "POST", sets, {
      body: { ...bounded, name: "Free", obligations: {} },
    });
    await edge.send("admin", "PATCH", `/api/access/users/${user}`, {
      body: { sets: [set, free.body["id"]] },
    });
    const rows = [{ name: "subject", field: "subject" }];
    expect((await exported("csv", rows, 11 * minute)).status).toBe(200);
  });
});
