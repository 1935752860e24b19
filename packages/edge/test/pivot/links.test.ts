import { afterAll, beforeAll, expect, test } from "vitest";

import { openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";

const reports = "/api/analytics/reports";
const day = 86_400_000;

const spec = {
  version: 1,
  source: "visit",
  rows: [{ name: "mood", field: "mood" }],
  cols: [],
  values: [{ name: "hours", agg: "sum", field: "hours" }],
};

let edge: Edge;
let reporter: string;
beforeAll(async () => {
  edge = await openEdge();
  const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
    body: {
      name: "Reporter",
      objects: {
        "pivot.report": ["create", "read", "update", "delete"],
        visit: ["create", "read", "update", "delete"],
      },
      fields: {},
      system: [],
    },
  });
  reporter = String(made.body["id"]);
  for (const who of ["rep", "mate"] as const) {
    await edge.send("admin", "PATCH", `/api/access/users/${edge.users[who]}`, {
      body: { sets: [reporter] },
    });
  }
  for (const [who, hours] of [
    ["rep", "1.50"],
    ["mate", "3.00"],
  ] as const) {
    await edge.send(who, "POST", "/api/records/visit", {
      body: { fields: { subject: "V", mood: "good", hours } },
    });
  }
});
afterAll(() => edge.close());

const save = async (as: Person, changed: object = {}): Promise<string> =>
  String(
    (await edge.send(as, "POST", reports, { body: { name: "R", spec: { ...spec, ...changed } } }))
      .body["id"],
  );

const link = (as: Person, id: string, body: object = {}): Promise<Reply> =>
  edge.send(as, "POST", `${reports}/${id}/links`, { body });

const open = async (
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; body: Record<string, unknown>; text: string }> => {
  const response = await edge.ennead.fetch(new Request(`http://ennead.example${path}`, init));
  const text = await response.text();
  const body = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
  return { status: response.status, body, text };
};

const total = ({ body }: { body: Record<string, unknown> }): unknown =>
  (body["result"] as { cells: unknown[][] }).cells[0]?.[3];

test("shows the report without a sign-in, as who made it may see it now, and nothing else", async () => {
  const id = await save("rep");
  const made = await link("rep", id, { label: "For the board" });
  expect(made.status).toBe(201);
  const shown = await open(String(made.body["path"]));
  expect([shown.status, total(shown)]).toEqual([200, "1.50"]);
  expect(shown.text).not.toContain(edge.users.rep);
  const token = String(made.body["token"]);
  for (const path of ["/api/access/me", `${reports}/${id}`, reports]) {
    const asked = await open(path, { headers: { authorization: `Bearer ${token}` } });
    expect(asked.status).toBe(401);
  }
  expect((await open(String(made.body["path"]), { method: "POST" })).status).toBe(405);
});

test("is a page for who opens it in a browser, which runs and loads nothing", async () => {
  const id = await save("rep");
  const { body } = await link("rep", id);
  const at = `http://ennead.example${String(body["page"])}`;
  const ask = () => edge.ennead.fetch(new Request(at, { headers: { accept: "text/html" } }));
  const shown = await ask();
  const { headers } = shown;
  expect([shown.status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(headers.get("content-security-policy")).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
  );
  expect([headers.get("content-disposition"), headers.get("cache-control")]).toEqual([
    null,
    "no-store",
  ]);
  const page = await shown.text();
  expect(page).toMatch(/<td[^>]*>1\.50<\/td>/);
  expect(page).not.toContain(edge.users.rep);
  await edge.send("rep", "DELETE", `${reports}/${id}/links/${String(body["id"])}`);
  expect((await ask()).status).toBe(404);
});

test("is kept as a hash alone, and is told once", async () => {
  const id = await save("rep");
  const token = String((await link("rep", id)).body["token"]);
  const dump = await edge.db.batch(
    ["select * from report_link", "select * from audit_event", "select * from job"],
    "read",
  );
  expect(JSON.stringify(dump.map(({ rows }) => rows.map((row) => ({ ...row }))))).not.toContain(
    token.slice(-43),
  );
  const list = await edge.send("rep", "GET", `${reports}/${id}/links`);
  expect(list.text).not.toContain(token.slice(-43));
  expect(list.body["items"]).toHaveLength(1);
});

test("expires when it was told to", async () => {
  const id = await save("rep");
  const expiresAt = new Date(edge.time.now + day).toISOString();
  const made = await link("rep", id, { expiresAt });
  const path = String(made.body["path"]);
  expect((await open(path)).status).toBe(200);
  edge.time.now += 2 * day;
  const late = await open(path);
  expect([late.status, late.body["code"]]).toEqual([410, "pivot/link-expired"]);
  for (const wrong of ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "tomorrow"]) {
    const refused = await link("rep", id, { expiresAt: wrong });
    expect([refused.status, refused.body["code"]]).toEqual([422, "pivot/bad-expiry"]);
  }
});

test("shows nothing once it was taken back, or when it was changed or made up", async () => {
  const id = await save("rep");
  const made = await link("rep", id);
  const path = String(made.body["path"]);
  const broken = [
    `${path.slice(0, -2)}AA`,
    path.replace("et1.", "et2."),
    `/api/analytics/links/${"x".repeat(400)}`,
    "/api/analytics/links/%00",
  ];
  for (const one of broken) expect((await open(one)).status).toBe(404);
  const at = `${reports}/${id}/links/${String(made.body["id"])}`;
  expect((await edge.send("mate", "DELETE", at)).status).toBe(404);
  expect((await edge.send("rep", "DELETE", at)).status).toBe(204);
  expect((await open(path)).status).toBe(404);
});

test("refuses once who made it has lost a right that it needs, and works again when he has it back", async () => {
  const id = await save("mate");
  const path = String((await link("mate", id)).body["path"]);
  expect(total(await open(path))).toBe("3.00");
  const at = `/api/access/users/${edge.users.mate}`;
  await edge.send("admin", "PATCH", at, { body: { sets: [] } });
  const refused = await open(path);
  expect([refused.status, refused.body["code"]]).toEqual([410, "pivot/link-void"]);
  await edge.send("admin", "PATCH", at, { body: { sets: [reporter] } });
  expect((await open(path)).status).toBe(200);
  await edge.send("admin", "PATCH", at, { body: { active: false } });
  expect((await open(path)).status).toBe(404);
  await edge.send("admin", "PATCH", at, { body: { active: true } });
});

test("goes with its report", async () => {
  const id = await save("rep");
  const made = await link("rep", id);
  expect((await edge.send("rep", "DELETE", `${reports}/${id}`)).status).toBe(204);
  expect((await open(String(made.body["path"]))).status).toBe(404);
  const { rows } = await edge.db.execute({
    sql: "select action, version from audit_event where entity_id = ? order by seq",
    args: [String(made.body["id"])],
  });
  expect(rows.map((row) => [row["action"], row["version"]])).toEqual([
    ["pivot.link.create", 1],
    ["pivot.link.delete", 2],
  ]);
});

test("is limited by the address that opens links", async () => {
  const limited = await openEdge({
    limits: { rates: { anonymous: { quota: 5, window: 60_000 } } },
  });
  const ask = async (): Promise<number> =>
    (
      await limited.ennead.fetch(new Request("http://ennead.example/api/analytics/links/x"), {
        ip: "203.0.113.9",
      })
    ).status;
  const answers: number[] = [];
  for (let at = 0; at < 8; at += 1) answers.push(await ask());
  expect(answers.slice(0, 5)).toEqual([404, 404, 404, 404, 404]);
  expect(answers.at(-1)).toBe(429);
  await limited.close();
});
