import fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fileStorage } from "@ennead/edge";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge, type Person } from "../support/edge.ts";

const reports = "/api/analytics/reports";

const spec = {
  version: 1,
  source: "visit",
  rows: [{ name: "subject", field: "subject" }],
  cols: [],
  values: [
    { name: "hours", agg: "sum", field: "hours" },
    { name: "visits", agg: "records" },
  ],
};

const held = {
  name: "Exporter",
  objects: { "pivot.report": ["create", "read", "update"], visit: ["create", "read"] },
  fields: {},
  system: ["pivot.export"],
};

const exporter = async (edge: Edge): Promise<string> => {
  const made = await edge.send("admin", "POST", "/api/access/permission-sets", { body: held });
  for (const who of ["rep", "mate"] as const) {
    await edge.send("admin", "PATCH", `/api/access/users/${edge.users[who]}`, {
      body: { sets: [made.body["id"]] },
    });
  }
  return String(made.body["id"]);
};

const visits = async (edge: Edge, as: Person, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) {
    const fields = { subject: `V${n}`, hours: `${n}.25` };
    const sent = await edge.send(as, "POST", "/api/records/visit", { body: { fields } });
    if (sent.status !== 201) throw new Error(sent.text);
  }
};

interface Followed {
  readonly state: string;
  readonly result: { readonly id: string; readonly path: string; readonly bytes: number } | null;
  readonly fault: { readonly code: string } | null;
  readonly progress: { readonly done: number; readonly total: number | null } | null;
}

const follow = async (edge: Edge, as: Person, job: unknown): Promise<Followed> =>
  (await edge.send(as, "GET", `/api/jobs/${String(job)}`)).body as unknown as Followed;

/** Ticks until the job has ended. */
const ended = async (edge: Edge, as: Person, job: unknown): Promise<Followed> => {
  const isOver = async (): Promise<boolean> => {
    await edge.ennead.tick(edge.time.now);
    return ["done", "failed", "cancelled"].includes((await follow(edge, as, job)).state);
  };
  await expect.poll(isOver, { timeout: 10_000, interval: 10 }).toBe(true);
  return follow(edge, as, job);
};

const bytesOf = async (
  edge: Edge,
  as: Person,
  path: string,
): Promise<{ status: number; headers: Headers; bytes: Uint8Array; text: string }> => {
  const { status, headers, body } = await edge.ennead.fetch(
    new Request(`http://ennead.example${path}`, {
      headers: { authorization: `Bearer ${await edge.token(as)}` },
    }),
  );
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  return { status, headers, bytes, text: new TextDecoder().decode(bytes) };
};

const stored = async (edge: Edge): Promise<readonly [files: number, pieces: number]> => {
  const { rows } = await edge.db.execute(
    "select (select count(*) from stored_file) as files, (select count(*) from stored_piece) as pieces",
  );
  return [Number(rows[0]?.["files"]), Number(rows[0]?.["pieces"])];
};

describe.each(databases)("files made by jobs on %s", { timeout: 30_000 }, (on) => {
  let edge: Edge;
  let id: string;
  beforeAll(async () => {
    edge = await openEdge({ limits: { reports: { directCells: 30, exports: 2 } } }, on);
    await exporter(edge);
    await visits(edge, "rep", 4);
    id = String(
      (await edge.send("rep", "POST", reports, { body: { name: "Visits", spec } })).body["id"],
    );
  });
  afterAll(() => edge.close());

  const begin = (as: Person, body: object) =>
    edge.send(as, "POST", `${reports}/${id}/exports`, { body });

  test("hold what the report says, with the asker's rights, and are fetched by him alone", async () => {
    const asked = await begin("rep", { format: "csv" });
    expect([asked.status, Object.keys(asked.body)]).toEqual([202, ["job"]]);
    const { state, result, progress } = await ended(edge, "rep", asked.body["job"]);
    expect([state, progress]).toEqual(["done", { done: 5, total: 5, phase: "rows" }]);
    if (result === null) throw new Error("The job says nothing of its file.");
    const file = await bytesOf(edge, "rep", result.path);
    expect(file.status).toBe(200);
    expect(file.headers.get("content-length")).toBe(String(result.bytes));
    expect(file.headers.get("content-disposition")).toContain('filename="Visits.csv"');
    const direct = await bytesOf(edge, "rep", `${reports}/${id}/export.csv`);
    expect(file.text).toBe(direct.text);
    expect((await bytesOf(edge, "mate", result.path)).status).toBe(404);
    expect((await bytesOf(edge, "stranger", result.path)).status).not.toBe(200);
    expect((await edge.send("rep", "DELETE", result.path)).status).toBe(204);
    expect((await bytesOf(edge, "rep", result.path)).status).toBe(404);
  });

  test("come of a direct request that is too large, or asks for it", async () => {
    const path = `${reports}/${id}/export.json`;
    const small = await edge.send("rep", "GET", path);
    expect(small.status).toBe(200);
    const later = await edge.send("rep", "GET", path, { headers: { prefer: "respond-async" } });
    expect([later.status, later.headers.get("preference-applied")]).toEqual([202, "respond-async"]);
    const large = await edge.send("rep", "GET", `${path}?of=records`);
    expect(large.status).toBe(202);
    for (const { body } of [later, large]) {
      expect((await ended(edge, "rep", body["job"])).state).toBe("done");
    }
  });

  test("expire, and their bytes with them", async () => {
    const asked = await begin("rep", { format: "xlsx", of: "records" });
    const { result } = await ended(edge, "rep", asked.body["job"]);
    const path = result?.path ?? "";
    const { bytes } = await bytesOf(edge, "rep", path);
    expect(Object.keys(unzipSync(bytes))).toContain("xl/worksheets/sheet1.xml");
    edge.time.now += 86_400_000 + 1;
    expect((await bytesOf(edge, "rep", path)).status).toBe(404);
    await edge.ennead.tick(edge.time.now);
    expect(await stored(edge)).toEqual([0, 0]);
  });

  test("are refused before they begin where they cannot be had, and when one has too many in the making", async () => {
    const wrong = await begin("rep", {
      format: "csv",
      spec: { ...spec, rows: [{ name: "x", field: "nope" }] },
    });
    expect([wrong.status, wrong.body["code"]]).toEqual([422, "pivot/unknown-field"]);
    const others = await edge.send("mate", "POST", `${reports}/${id}/exports`, {
      body: { format: "csv" },
    });
    expect(others.status).toBe(404);
    // Jobs that nobody works at: of a time that has not come.
    await edge.db.execute({
      sql: "insert into job(company_id, id, kind, dedupe, run_at, state, attempts, priority, payload, created_at, actor) values (?, 'x1', 'report.export', 'x1', ?, 0, 0, 0, '{}', 0, ?), (?, 'x2', 'report.export', 'x2', ?, 0, 0, 0, '{}', 0, ?)",
      args: [edge.ours, 9e12, edge.users.rep, edge.ours, 9e12, edge.users.rep],
    });
    const full = await begin("rep", { format: "csv" });
    expect([full.status, full.body["code"]]).toEqual([409, "pivot/too-many-exports"]);
    await edge.db.execute("delete from job where id in ('x1', 'x2')");
  });

  test("can be fetched no more once rights have changed", async () => {
    const asked = await begin("rep", { format: "csv" });
    const { result } = await ended(edge, "rep", asked.body["job"]);
    await edge.send("admin", "POST", "/api/access/permission-sets", {
      body: { name: `New ${on}`, objects: {}, fields: {}, system: [] },
    });
    const { status, text } = await bytesOf(edge, "rep", result?.path ?? "");
    expect([status, JSON.parse(text)]).toEqual([
      410,
      expect.objectContaining({ code: "pivot/export-void" }),
    ]);
  });
});

test("a cancelled export leaves nothing, and neither does one whose asker has lost his right", async () => {
  const edge = await openEdge();
  const set = await exporter(edge);
  await visits(edge, "rep", 2);
  const saved = await edge.send("rep", "POST", reports, { body: { name: "Visits", spec } });
  const ask = () =>
    edge.send("rep", "POST", `${reports}/${String(saved.body["id"])}/exports`, {
      body: { format: "csv" },
    });
  // The database holds back the first piece until the job has been cancelled.
  const { write } = edge.database;
  const waiting = Promise.withResolvers<null>();
  const go = Promise.withResolvers<null>();
  edge.database.write = async (statements) => {
    if (statements.some((one) => one.sql.includes("insert into stored_piece"))) {
      waiting.resolve(null);
      await go.promise;
    }
    return write(statements);
  };
  const first = await ask();
  const ticked = edge.ennead.tick(edge.time.now);
  await waiting.promise;
  await edge.send("rep", "POST", `/api/jobs/${String(first.body["job"])}/cancel`);
  go.resolve(null);
  await ticked;
  expect(await ended(edge, "rep", first.body["job"])).toMatchObject({
    state: "cancelled",
    result: null,
  });
  edge.database.write = write;
  await expect.poll(() => stored(edge), { timeout: 5000 }).toEqual([0, 0]);

  // He asks, and loses the permission before the work begins.
  edge.database.write = (statements) =>
    statements.some((one) => one.sql.includes("with recursive"))
      ? Promise.resolve([{ rows: [], changes: 0 }])
      : write(statements);
  const second = await ask();
  const less = await edge.send("admin", "PUT", `/api/access/permission-sets/${set}`, {
    body: { ...held, system: [] },
  });
  expect(less.text).toContain('"system":[]');
  edge.database.write = write;
  expect(await ended(edge, "rep", second.body["job"])).toMatchObject({
    state: "failed",
    fault: { code: "access/forbidden" },
  });
  expect(await stored(edge)).toEqual([0, 0]);
  await edge.close();
});

test("a folder of the host keeps the bytes, and loses them when they expire", async () => {
  const folder = await fs.mkdtemp(join(tmpdir(), "ennead-files-"));
  const edge = await openEdge({ storage: fileStorage(fs, folder) });
  await exporter(edge);
  await visits(edge, "rep", 3);
  const asked = await edge.send("rep", "POST", `${reports}/exports`, {
    body: { format: "html", name: "Über", spec },
  });
  const { result } = await ended(edge, "rep", asked.body["job"]);
  const file = await bytesOf(edge, "rep", result?.path ?? "");
  expect(file.text).toContain("<title>Über</title>");
  expect(await fs.readdir(join(folder, edge.ours))).toEqual([result?.id]);
  expect(await stored(edge)).toEqual([1, 0]);
  edge.time.now += 2 * 86_400_000;
  await edge.ennead.tick(edge.time.now);
  expect(await fs.readdir(join(folder, edge.ours))).toEqual([]);
  await edge.close();
  await fs.rm(folder, { recursive: true });
});
