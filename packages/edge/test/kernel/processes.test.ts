import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge } from "../support/edge.ts";

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
  });
  afterAll(() => edge.close());

  test("three processes that write one record of one database lose nothing they were told", async () => {
    const made = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "Hot" } },
    });
    const id = String(made.body["id"]);
    const writer = fileURLToPath(new URL("../support/writer.ts", import.meta.url));
    const { url, authToken } = edge.options;
    const env = {
      ...process.env,
      ...(authToken === undefined ? {} : { DATABASE_TOKEN: authToken }),
    };
    const told = await Promise.all(
      [1, 2, 3].map(async () => {
        const args = [writer, url, edge.ours, edge.users.admin, id, "30"];
        const { stdout } = await promisify(execFile)(process.execPath, args, { env });
        return Number(stdout);
      }),
    );
    expect(told).toEqual([30, 30, 30]);
    const { rows } = await edge.db.execute({
      sql: `select r.version, (select count(*) from audit_event a where a.entity_id = r.id) as events,
      (select count(*) = max(seq) from audit_event a where a.company_id = r.company_id) as dense
      from record r where r.id = ?`,
      args: [id],
    });
    expect({ ...rows[0] }).toMatchObject({ version: 91, events: 91, dense: 1 });
  }, 60_000);
});
