import { smtpMailer } from "@ennead/edge";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge, type Reply } from "../support/edge.ts";
import { startSmtp, type Smtp } from "../support/smtp.ts";

const reports = "/api/analytics/reports";
const day = 86_400_000;

const spec = {
  version: 1,
  source: "visit",
  rows: [{ name: "mood", field: "mood" }],
  cols: [],
  values: [{ name: "hours", agg: "sum", field: "hours" }],
};

const pass = async (edge: Edge, days = 1): Promise<void> => {
  edge.time.now += days * day;
  const left = async (): Promise<number> => {
    await edge.ennead.tick(edge.time.now);
    const { rows } = await edge.db.execute({
      sql: "select count(*) as n from job where state = 0 and (run_at <= ? or lease is not null)",
      args: [edge.time.now],
    });
    return Number(rows[0]?.["n"]);
  };
  await expect.poll(left, { timeout: 10_000, interval: 10 }).toBe(0);
};

const visit = (edge: Edge, mood: string, hours: string): Promise<Reply> =>
  edge.send("rep", "POST", "/api/records/visit", {
    body: { fields: { subject: "V", mood, hours } },
  });

describe.each(databases)("mails of reports on %s", { timeout: 30_000 }, (on) => {
  let edge: Edge;
  let post: Smtp;
  let at: string;
  let schedule: string;
  beforeAll(async () => {
    post = await startSmtp();
    edge = await openEdge(
      {
        mailer: smtpMailer({ url: `smtp://127.0.0.1:${post.port}` }),
        reportMailing: {
          from: { address: "reports@ennead.example" },
          url: "https://crm.example",
        },
        // So little that every file becomes a link.
        limits: { reports: { mailBytes: 1_000_010 } },
      },
      on,
    );
    const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
      body: {
        name: "Reporter",
        objects: { "pivot.report": ["create", "viewAll", "update"], visit: ["create", "read"] },
        fields: {},
        system: ["pivot.schedule"],
      },
    });
    for (const who of ["rep", "mate"] as const) {
      await edge.send("admin", "PATCH", `/api/access/users/${edge.users[who]}`, {
        body: { sets: [made.body["id"]] },
      });
    }
    await visit(edge, "good", "1.50");
    const saved = await edge.send("rep", "POST", reports, { body: { name: "Visits", spec } });
    at = `${reports}/${String(saved.body["id"])}`;
    const planned = await edge.send("rep", "POST", `${at}/schedules`, {
      body: {
        rule: { every: "day", at: "08:00", timeZone: "UTC" },
        recipients: [edge.users.rep],
        formats: ["csv"],
      },
    });
    schedule = String(planned.body["id"]);
  });
  afterAll(async () => {
    await edge.close();
    await post.close();
  });

  const newest = async (): Promise<{ id: string; state: string; reason: string | null }> => {
    const { body } = await edge.send("rep", "GET", `${at}/deliveries?limit=1&sort=-period`);
    const [one] = body["items"] as { id: string; state: string; reason: string | null }[];
    if (one === undefined) throw new Error("There is no delivery.");
    return one;
  };

  const explained = async (): Promise<unknown> => {
    const { body } = await edge.send("rep", "POST", `${at}/explain`, {
      body: { row: ["Good"], col: [], value: "hours" },
    });
    return body["sinceDelivery"];
  };

  test("are compared with: a cell says how it has changed since", async () => {
    expect(await explained()).toBeNull();
    await pass(edge);
    expect(await newest()).toMatchObject({ state: "sent" });
    expect(await explained()).toMatchObject({ value: "1.50", change: "0.00" });
    await visit(edge, "good", "2.25");
    expect(await explained()).toMatchObject({ value: "1.50", change: "2.25" });
    await pass(edge);
    expect(await explained()).toMatchObject({ value: "3.75", change: "0.00" });
    const { rows } = await edge.db.execute(
      "select count(*) as n from report_delivery where cells is not null",
    );
    expect(Number(rows[0]?.["n"])).toBe(1);
  });

  test("hold a link where a file is too large, for their reader and with his rights", async () => {
    const mail = post.taken.at(-1)?.source.replaceAll("=\r\n", "").replaceAll("=3D", "=") ?? "";
    expect(mail).not.toContain("Content-Disposition: attachment");
    const [url = ""] =
      /https:\/\/crm\.example\/api\/analytics\/delivered\/[\w.~-]+/.exec(mail) ?? [];
    const fetched = await edge.ennead.fetch(new Request(url));
    expect([fetched.status, await fetched.text()]).toEqual([200, expect.stringContaining("3.75")]);
    const forged = await edge.ennead.fetch(new Request(`${url.slice(0, -4)}AAAA`));
    expect(forged.status).toBe(404);
    await edge.send("admin", "POST", "/api/access/permission-sets", {
      body: { name: `New ${on}`, objects: {}, fields: {}, system: [] },
    });
    expect((await edge.ennead.fetch(new Request(url))).status).toBe(410);
  });

  const uncertain = async (): Promise<string> => {
    post.behave({ drop: () => true });
    await pass(edge);
    post.behave({});
    await pass(edge, 0.01);
    const { id, state } = await newest();
    expect(state).toBe("uncertain");
    return id;
  };

  test("of which nobody knows are settled by a person, once, and in the log", async () => {
    const id = await uncertain();
    const path = `${at}/deliveries/${id}/settle`;
    expect((await edge.send("mate", "POST", path, { body: { arrived: true } })).status).toBe(404);
    const settled = await edge.send("rep", "POST", path, { body: { arrived: true } });
    expect(settled.body).toMatchObject({ id, state: "sent", reason: "settled" });
    const again = await edge.send("rep", "POST", path, { body: { arrived: false } });
    expect([again.status, again.body["code"]]).toEqual([409, "pivot/not-settleable"]);
    const { rows } = await edge.db.execute({
      sql: "select actor from audit_event where action = 'pivot.delivery.settle' and entity_id = ?",
      args: [id],
    });
    expect(rows.map((row) => row["actor"])).toEqual([edge.users.rep]);
  });

  test("of which nobody knows are sent again by a person, with the same Message-ID", async () => {
    const id = await uncertain();
    const sent = await edge.send("rep", "POST", `${at}/deliveries/${id}/resend`);
    expect([sent.status, sent.body["state"]]).toEqual([202, "pending"]);
    await pass(edge, 0.01);
    expect(await newest()).toMatchObject({ id, state: "sent", reason: null });
    const copies = post.taken.filter(({ messageId }) => messageId.includes(id));
    expect(copies.map(({ messageId }) => messageId)).toEqual([
      `<${id}@ennead.example>`,
      `<${id}@ennead.example>`,
    ]);
    const again = await edge.send("rep", "POST", `${at}/deliveries/${id}/resend`);
    expect([again.status, again.body["code"]]).toEqual([409, "pivot/not-settleable"]);
  });

  test("say no more to their owner than the key was given by which he asked for them", async () => {
    const made = await edge.send("rep", "POST", "/api/access/api-keys", {
      body: {
        name: "Reports only",
        scopes: ["pivot.report:read", "system:pivot.schedule"],
      },
    });
    const key = made.body["value"];
    const tried = await edge.ennead.fetch(
      new Request(`http://ennead.example${at}/schedules/${schedule}/test`, {
        method: "POST",
        headers: { authorization: `Bearer ${String(key)}` },
      }),
    );
    expect([made.status, tried.status]).toEqual([201, 202]);
    const { id } = (await tried.json()) as { id: string };
    const before = post.taken.length;
    await pass(edge, 0.01);
    const { body } = await edge.send("rep", "GET", `${at}/deliveries?limit=10&sort=-createdAt`);
    const told = (body["items"] as { id: string; state: string; reason: string }[]).find(
      (one) => one.id === id,
    );
    expect(told).toMatchObject({ state: "refused", reason: "kernel/not-found" });
    expect(post.taken.length).toBe(before);
  });
});

test("a company's limits refuse small groups, long computations and large results, and runs are noted", async () => {
  let minGroup = 0;
  let time = 10_000;
  let cells = 1_000_000;
  const edge = await openEdge({ limits: { reports: () => ({ minGroup, time, cells }) } });
  const run = async (): Promise<unknown> =>
    (await edge.send("admin", "POST", `${reports}/run`, { body: { spec } })).body["code"];
  for (const [mood, hours] of [
    ["good", "1.00"],
    ["good", "2.00"],
    ["bad", "3.00"],
  ] as const) {
    const fields = { subject: "V", mood, hours };
    await edge.send("admin", "POST", "/api/records/visit", { body: { fields } });
  }
  minGroup = 2;
  expect(await run()).toBe("pivot/group-too-small");
  [minGroup, cells] = [0, 1];
  expect(await run()).toBe("pivot/too-many-cells");
  // The clock of the tests moves on with every look.
  [cells, time] = [1_000_000, 0];
  expect(await run()).toBe("pivot/timed-out");
  time = 10_000;
  // Not begun again for a minute, whatever it would take.
  expect(await run()).toBe("pivot/timed-out");
  edge.time.now += 61_000;
  expect(await run()).toBeUndefined();
  expect(await run()).toBeUndefined();
  const { rows } = await edge.db.execute(
    "select actor, route, fault, rows, cached from report_run order by at, id",
  );
  expect(rows.map((row) => [row["fault"], row["rows"], row["cached"]])).toEqual([
    ["pivot/group-too-small", 0, 0],
    ["pivot/too-many-cells", 0, 0],
    ["pivot/timed-out", 0, 0],
    ["pivot/timed-out", 0, 0],
    [null, 3, 0],
    [null, 3, 1],
  ]);
  expect(rows[0]).toMatchObject({ actor: edge.users.admin, route: "pivot.run-spec" });
  edge.time.now += 100 * day;
  await edge.ennead.tick(edge.time.now);
  const left = await edge.db.execute("select count(*) as n from report_run");
  expect(Number(left.rows[0]?.["n"])).toBe(0);
  await edge.close();
});
