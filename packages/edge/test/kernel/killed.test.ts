import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge } from "../support/edge.ts";

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
  });
  afterAll(() => edge.close());

  const loader = fileURLToPath(new URL("../support/loader.ts", import.meta.url));

  /** Runs a loader and kills it once it has been told of so many records; answers all that it was told of. */
  const runAndKill = (run: string, after: number): Promise<readonly string[]> =>
    new Promise((resolve) => {
      const { url, authToken } = edge.options;
      const child = spawn(process.execPath, [loader, url, edge.ours, edge.users.admin, run], {
        stdio: ["ignore", "pipe", "inherit"],
        env: { ...process.env, ...(authToken === undefined ? {} : { DATABASE_TOKEN: authToken }) },
      });
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        if (text.split("\n").length > after) child.kill("SIGKILL");
      });
      child.on("close", () => resolve(text.split("\n").slice(0, -1)));
    });

  test("a process that is killed again and again loses nothing it was told, and leaves nothing half done", async () => {
    const acknowledged = new Map<string, number>();
    for (const [run, after] of [3, 40, 460, 700, 1100].entries()) {
      for (const line of await runAndKill(`run${run}`, after)) {
        const [id = "", version] = line.split(" ");
        acknowledged.set(id, Math.max(Number(version), acknowledged.get(id) ?? 0));
      }
    }
    const { rows } = await edge.db.execute("select id, version from record");
    const stored = new Map(rows.map((row) => [String(row["id"]), Number(row["version"])]));
    const lost = [...acknowledged].filter(([id, version]) => (stored.get(id) ?? 0) < version);
    expect(acknowledged.size).toBeGreaterThan(450);
    expect(lost).toEqual([]);
    const { rows: left } = await edge.db.execute(
      `select (select count(*) from audit_licence) as licences,
      (select count(*) from record r where r.version <> (select count(*) from audit_event a
        where a.company_id = r.company_id and a.entity = r.object and a.entity_id = r.id)) as unaudited,
      (select count(distinct entity_id) from audit_event where entity = 'visit')
        - (select count(*) from record) as phantoms,
      (select count(*) from record r where r.data ->> 'code' is not (select u.value from record_unique u
        where u.root_id = r.id)) as codes`,
    );
    expect({ ...left[0] }).toMatchObject({ licences: 0, unaudited: 0, phantoms: 0, codes: 0 });
    expect(await edge.ennead.verify(edge.ours)).toEqual([
      { table: "record_value", missing: 0, extra: 0 },
      { table: "record_indexed", missing: 0, extra: 0 },
      { table: "audit_posting", missing: 0, extra: 0 },
    ]);
  }, 60_000);
});
