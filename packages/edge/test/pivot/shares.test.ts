import { smtpMailer } from "@ennead/edge";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";
import { startSmtp, type Smtp } from "../support/smtp.ts";

const reports = "/api/analytics/reports";
const day = 86_400_000;

const spec = {
  version: 1,
  source: "visit",
  rows: [{ name: "mood", field: "mood" }],
  cols: [],
  values: [{ name: "n", agg: "records" }],
};

const mailing = {
  from: { name: "Reports", address: "reports@ennead.example" },
  url: "https://crm.example/",
};

describe.each(databases)("on %s", { timeout: 30_000 }, (on) => {
  let edge: Edge;
  let smtp: Smtp;
  beforeAll(async () => {
    smtp = await startSmtp();
    edge = await openEdge(
      { mailer: smtpMailer({ url: `smtp://127.0.0.1:${smtp.port}` }), reportMailing: mailing },
      on,
    );
    const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
      body: {
        name: "Reporter",
        role: true,
        objects: {
          "pivot.report": ["create", "read", "update", "delete", "share"],
          visit: ["create", "read", "update", "delete"],
        },
        fields: {},
        system: ["pivot.schedule"],
      },
    });
    for (const who of ["rep", "mate", "viewer"] as const) {
      await edge.send("admin", "PATCH", `/api/access/users/${edge.users[who]}`, {
        body: { sets: [made.body["id"]] },
      });
    }
  });
  afterAll(async () => {
    await edge.close();
    await smtp.close();
  });

  const user = (who: Person): string => `user:${edge.users[who]}`;

  const save = async (name: string): Promise<string> =>
    String((await edge.send("rep", "POST", reports, { body: { name, spec } })).body["id"]);

  const share = (as: Person, id: string, shares: readonly object[]): Promise<Reply> =>
    edge.send(as, "PUT", `${reports}/${id}/shares`, { body: { shares } });

  const listed = async (as: Person): Promise<string[]> => {
    const { body } = await edge.send(as, "GET", `${reports}?total=true`);
    const items = body["items"] as { id: string }[];
    expect(body["total"]).toBe(items.length);
    return items.map(({ id }) => id);
  };

  test("a viewer sees it, an editor changes it, an owner shares it on; nobody else is told of it", async () => {
    const id = await save("Shared");
    const at = `${reports}/${id}`;
    const patch = { body: { description: "changed" } };
    expect((await edge.send("mate", "GET", at)).status).toBe(404);
    expect(await listed("mate")).not.toContain(id);

    const viewer = await share("rep", id, [{ to: user("mate"), access: "read" }]);
    expect([viewer.status, viewer.body["items"]]).toMatchObject([
      200,
      [{ to: user("mate"), access: "read", grantedBy: edge.users.rep }],
    ]);
    expect((await edge.send("mate", "GET", at)).status).toBe(200);
    expect((await edge.send("mate", "POST", `${at}/run`, { body: {} })).status).toBe(200);
    expect(await listed("mate")).toContain(id);
    expect((await edge.send("mate", "PATCH", at, patch)).status).toBe(403);
    expect((await share("mate", id, [])).status).toBe(403);
    expect((await edge.send("viewer", "GET", at)).status).toBe(404);

    await share("rep", id, [{ to: user("mate"), access: "edit" }]);
    expect((await edge.send("mate", "PATCH", at, patch)).status).toBe(200);
    expect((await edge.send("mate", "DELETE", at)).status).toBe(403);

    await share("rep", id, [{ to: user("mate"), access: "full" }]);
    const onward = await share("mate", id, [
      { to: user("mate"), access: "full" },
      { to: "company", access: "read" },
    ]);
    expect(onward.status).toBe(200);
    expect(await listed("viewer")).toContain(id);
    const told = await edge.send("viewer", "GET", `${at}/shares`);
    expect((told.body["items"] as object[]).length).toBe(2);
    const same = await edge.send("viewer", "GET", `/api/access/shares/pivot.report/${id}`);
    expect((same.body["items"] as { name: string }[]).map(({ name }) => name)).toContain("Ours");

    expect((await edge.send("mate", "DELETE", at)).status).toBe(204);
    const { rows } = await edge.db.execute({
      sql: "select count(*) from record_share where record_id = ?",
      args: [id],
    });
    expect(Number(rows[0]?.[0])).toBe(0);
  });

  test("a share reaches whoever is in a group of a group, and ends with his place in it", async () => {
    const id = await save("For a team");
    const group = async (name: string, members: string[]): Promise<string> => {
      const made = await edge.send("admin", "POST", "/api/access/groups", {
        body: { name, members },
      });
      return String(made.body["id"]);
    };
    const inner = await group("Inner", [user("viewer")]);
    const outer = await group("Outer", [`group:${inner}`]);
    await share("rep", id, [{ to: `group:${outer}`, access: "read" }]);
    expect((await edge.send("viewer", "GET", `${reports}/${id}`)).status).toBe(200);
    expect(await listed("viewer")).toContain(id);
    await edge.send("admin", "PATCH", `/api/access/groups/${inner}`, { body: { members: [] } });
    expect((await edge.send("viewer", "GET", `${reports}/${id}`)).status).toBe(404);
    expect(await listed("viewer")).not.toContain(id);
  });

  test("a share ends at its instant, in the list as in the report itself", async () => {
    const id = await save("For a day");
    const expiresAt = new Date(edge.time.now + day).toISOString();
    await share("rep", id, [{ to: user("mate"), access: "read", expiresAt }]);
    expect(await listed("mate")).toContain(id);
    const given = async (as: Person): Promise<string[]> => {
      const { body } = await edge.send(as, "GET", `${reports}?shared=true`);
      return (body["items"] as { id: string }[]).map((one) => one.id);
    };
    expect(await given("mate")).toContain(id);
    expect(await given("rep")).not.toContain(id);
    edge.time.now += day;
    expect(await listed("mate")).not.toContain(id);
    expect((await edge.send("mate", "GET", `${reports}/${id}`)).status).toBe(404);
  });

  test("an editor looks after the schedules of others, as whoever may change the report; a viewer does not", async () => {
    const id = await save("Looked after");
    const at = `${reports}/${id}/schedules`;
    const made = await edge.send("rep", "POST", at, {
      body: {
        rule: { every: "week", on: [1], at: "08:00", timeZone: "Europe/Berlin" },
        recipients: [edge.users.rep],
      },
    });
    const one = `${at}/${String(made.body["id"])}`;
    const seenBy = async (access: string): Promise<unknown[]> => {
      const shares = [{ to: user("mate"), access }];
      await edge.send("rep", "PUT", `${reports}/${id}/shares`, { body: { shares } });
      const list = await edge.send("mate", "GET", at);
      const changed = await edge.send("mate", "PATCH", one, { body: { skipEmpty: true } });
      return [(list.body["items"] as unknown[]).length, changed.status];
    };
    expect(await seenBy("read")).toEqual([0, 404]);
    expect(await seenBy("edit")).toEqual([1, 200]);
  });

  test("a folder is shared like a report", async () => {
    const made = await edge.send("rep", "POST", "/api/analytics/folders", {
      body: { name: "Ours alone" },
    });
    const id = String(made.body["id"]);
    const at = `/api/access/shares/pivot.report/${id}`;
    const shared = await edge.send("rep", "POST", at, {
      body: { to: user("mate"), access: "edit" },
    });
    expect(shared.status).toBe(201);
    const list = await edge.send("mate", "GET", "/api/analytics/folders");
    expect((list.body["items"] as { id: string }[]).map((one) => one.id)).toContain(id);
    const put = await edge.send("mate", "PATCH", `/api/analytics/folders/${id}`, {
      body: { name: "Ours" },
    });
    expect(put.status).toBe(200);
    expect((await edge.send("rep", "DELETE", `/api/analytics/folders/${id}`)).status).toBe(204);
  });

  test("a recipient whose share is withdrawn gets nothing, and the history says why", async () => {
    const id = await save("Mailed");
    await share("rep", id, [{ to: user("mate"), access: "read" }]);
    const rule = { every: "day", at: "08:00", timeZone: "Europe/Berlin" };
    const scheduled = await edge.send("rep", "POST", `${reports}/${id}/schedules`, {
      body: { rule, recipients: [edge.users.mate, edge.users.rep] },
    });
    expect(scheduled.status).toBe(201);
    await share("rep", id, []);
    edge.time.now += day;
    await edge.ennead.tick(edge.time.now);
    await vi.waitFor(
      async () => {
        await edge.ennead.tick(edge.time.now);
        const told = await edge.send("rep", "GET", `${reports}/${id}/deliveries`);
        const items = told.body["items"] as { recipient: string; state: string; reason: string }[];
        const of = (who: Person): unknown =>
          items.filter(({ recipient }) => recipient === edge.users[who]);
        expect(of("mate")).toMatchObject([{ state: "refused", reason: "access" }]);
        expect(of("rep")).toMatchObject([{ state: "sent" }]);
      },
      { timeout: 10_000 },
    );
  });
});
