import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge } from "../support/edge.ts";

const day = 86_400_000;

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
    const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
      body: { name: "Support", objects: {}, fields: {}, system: ["access.impersonate"] },
    });
    await edge.send("admin", "PATCH", `/api/access/users/${edge.users.mate}`, {
      body: { sets: [made.body["id"]] },
    });
  });
  afterAll(() => edge.close());

  const rows = async (sql: string): Promise<unknown[][]> => {
    const found = await edge.db.execute(sql);
    return found.rows.map((row) =>
      Array.from({ length: found.columns.length }, (_, at) => row[at]),
    );
  };

  test("a share that ended is shown for 30 days, then removed; an impersonation that is over is closed", async () => {
    const record = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "V" } },
    });
    const path = `/api/access/shares/visit/${String(record.body["id"])}`;
    const expiresAt = new Date(edge.time.now + day).toISOString();
    const shared = await edge.send("admin", "PUT", path, {
      body: {
        shares: [
          { to: `user:${edge.users.rep}`, access: "read", expiresAt },
          { to: "company", access: "read" },
        ],
      },
    });
    expect(shared.status).toBe(200);
    const started = await edge.send("mate", "POST", "/api/access/impersonation", {
      body: { userId: edge.users.rep, reason: "Ticket", minutes: 5 },
    });
    expect(started.status).toBe(201);

    edge.time.now += 20 * day;
    await vi.waitFor(async () => {
      await edge.ennead.tick(edge.time.now);
      expect(await rows("select actor_id from impersonation where ended_at is null")).toEqual([]);
    });
    expect(((await edge.send("admin", "GET", path)).body["items"] as object[]).length).toBe(2);

    edge.time.now += 12 * day;
    await vi.waitFor(async () => {
      await edge.ennead.tick(edge.time.now);
      expect(await rows("select target from record_share")).toEqual([["company"]]);
    });
    const told = await rows(
      `select action, actor_kind from audit_event where actor_kind = 'job'
        and action in ('access.share.expire', 'access.impersonation.end') order by seq`,
    );
    expect(told).toEqual([
      ["access.impersonation.end", "job"],
      ["access.share.expire", "job"],
    ]);
  });
});
