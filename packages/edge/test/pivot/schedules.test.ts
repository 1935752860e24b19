import { smtpMailer } from "@ennead/edge";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";
import { startSmtp, type ReceivedMail, type Smtp } from "../support/smtp.ts";

const reports = "/api/analytics/reports";
const day = 86_400_000;

const spec = {
  version: 1,
  source: "visit",
  rows: [{ name: "mood", field: "mood" }],
  cols: [],
  values: [
    { name: "hours", agg: "sum", field: "hours" },
    { name: "visits", agg: "records" },
  ],
};

const daily = { every: "day", at: "08:00", timeZone: "Europe/Berlin" };

const mailing = {
  from: { name: "Reports", address: "reports@ennead.example" },
  url: "https://crm.example/",
};

const reporter = {
  name: "Reporter",
  objects: {
    "pivot.report": ["create", "viewAll", "update", "delete"],
    visit: ["create", "read", "update", "delete"],
  },
  fields: {},
  system: ["pivot.schedule"],
};

/** The same, with a say in everybody's reports. */
const editor = {
  ...reporter,
  objects: { ...reporter.objects, "pivot.report": ["create", "modifyAll"] },
};

/** People who read all reports, and each his own visits. */
const people = async (edge: Edge): Promise<string> => {
  const made = await edge.send("admin", "POST", "/api/access/permission-sets", { body: reporter });
  const set = String(made.body["id"]);
  for (const who of ["rep", "mate", "viewer"] as const) {
    await edge.send("admin", "PATCH", `/api/access/users/${edge.users[who]}`, {
      body: { sets: [set] },
    });
  }
  for (const [who, hours] of [
    ["rep", "1.50"],
    ["mate", "3.25"],
  ] as const) {
    await edge.send(who, "POST", "/api/records/visit", {
      body: { fields: { subject: "V", mood: "good", hours } },
    });
  }
  return set;
};

const save = async (edge: Edge, as: Person, name = "Visits"): Promise<string> =>
  String((await edge.send(as, "POST", reports, { body: { name, spec } })).body["id"]);

const schedule = (edge: Edge, as: Person, id: string, body: object): Promise<Reply> =>
  edge.send(as, "POST", `${reports}/${id}/schedules`, { body: { rule: daily, ...body } });

interface Told {
  readonly recipient: string;
  readonly state: string;
  readonly reason: string | null;
  readonly missed: number;
  readonly id: string;
  readonly test: boolean;
}

const deliveries = async (edge: Edge, as: Person, id: string): Promise<readonly Told[]> =>
  (await edge.send(as, "GET", `${reports}/${id}/deliveries`)).body["items"] as readonly Told[];

const states = async (edge: Edge, as: Person, id: string): Promise<unknown[]> =>
  (await deliveries(edge, as, id)).map(({ state, reason }) => [state, reason]);

/** Moves the time on by days and ticks until nothing is due or under way. */
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

const to = ({ taken }: Smtp, name: string): readonly ReceivedMail[] =>
  taken.filter((one) => one.to.includes(`${name}@ours.example`));

const plain = ({ source }: ReceivedMail): string =>
  source.replaceAll("=\r\n", "").replaceAll("=3D", "=");

describe.each(databases)("schedules on %s", { timeout: 30_000 }, (on) => {
  let edge: Edge;
  let post: Smtp;
  let set: string;
  beforeAll(async () => {
    post = await startSmtp();
    edge = await openEdge(
      {
        mailer: smtpMailer({ url: `smtp://127.0.0.1:${post.port}` }),
        reportMailing: mailing,
      },
      on,
    );
    set = await people(edge);
  });
  afterAll(async () => {
    await edge.close();
    await post.close();
  });
  afterEach(async () => {
    post.behave({});
    const { body } = await edge.send("rep", "GET", `${reports}?archived=all&limit=500`);
    for (const { id } of body["items"] as { id: string }[]) {
      for (const who of ["rep", "mate"] as const) {
        await edge.send(who, "DELETE", `${reports}/${id}`);
      }
    }
  });

  test("mail each recipient his own numbers, once a day, with table and files", async () => {
    const before = post.taken.length;
    const id = await save(edge, "rep");
    const made = await schedule(edge, "rep", id, {
      recipients: [edge.users.rep, edge.users.mate],
      formats: ["csv", "xlsx", "pdf"],
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ paused: false, nextAt: expect.stringContaining("06:00") });
    await pass(edge);
    await pass(edge, 0);
    expect(await states(edge, "rep", id)).toEqual([
      ["sent", null],
      ["sent", null],
    ]);
    expect(post.taken.length - before).toBe(2);
    const [own] = to(post, "rep");
    const [other] = to(post, "mate");
    if (own === undefined || other === undefined) throw new Error("No mail came.");
    expect(plain(own)).toContain(">1.50</td>");
    expect(plain(own)).not.toContain("3.25");
    expect(plain(other)).toContain(">3.25</td>");
    for (const part of [
      "Visits.csv",
      "Visits.xlsx",
      "Visits.pdf",
      "List-Unsubscribe-Post: List-Unsubscribe=",
    ]) {
      expect(plain(own)).toContain(part);
    }
    const ids = (await deliveries(edge, "rep", id)).map((one) => `<${one.id}@ennead.example>`);
    expect([own.messageId, other.messageId].toSorted()).toEqual(ids.toSorted());
    await edge.send("rep", "DELETE", `${reports}/${id}`);
    await pass(edge);
    expect(post.taken.length - before).toBe(2);
  });

  test("make up for forty missed days with one mail, and say how many were missed", async () => {
    const id = await save(edge, "rep");
    await schedule(edge, "rep", id, { recipients: [edge.users.rep], formats: [] });
    await pass(edge, 40);
    const [only, ...more] = await deliveries(edge, "rep", id);
    expect(only).toMatchObject({ state: "sent", missed: 39 });
    expect(more).toEqual([]);
  });

  test("send only what is worth it", async () => {
    const id = await save(edge, "rep");
    const cases: readonly (readonly [object, unknown])[] = [
      [{ condition: { value: "hours", op: "<", than: "1.50" } }, ["skipped", "condition"]],
      [{ condition: { value: "hours", op: "<=", than: "1.50" } }, ["sent", null]],
      [{ skipEmpty: true }, ["sent", null]],
    ];
    for (const [more, wanted] of cases) {
      const made = await schedule(edge, "rep", id, {
        recipients: [edge.users.rep],
        formats: [],
        ...more,
      });
      await pass(edge);
      expect((await states(edge, "rep", id))[0]).toEqual(wanted);
      await edge.send("rep", "DELETE", `${reports}/${id}/schedules/${String(made.body["id"])}`);
    }
    await schedule(edge, "rep", id, {
      recipients: [edge.users.viewer],
      formats: [],
      skipEmpty: true,
    });
    await pass(edge);
    expect((await states(edge, "rep", id))[0]).toEqual(["skipped", "empty"]);
  });

  test("send nothing to whoever lost his right, and say why", async () => {
    const id = await save(edge, "rep");
    await schedule(edge, "rep", id, {
      recipients: [edge.users.mate, edge.users.viewer],
      formats: [],
    });
    const mate = `/api/access/users/${edge.users.mate}`;
    const viewer = `/api/access/users/${edge.users.viewer}`;
    await edge.send("admin", "PATCH", mate, { body: { sets: [] } });
    await edge.send("admin", "PATCH", viewer, { body: { active: false } });
    const before = post.taken.length;
    await pass(edge);
    const told = (await deliveries(edge, "rep", id)).map(({ recipient, state, reason }) => [
      recipient,
      state,
      reason,
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        [edge.users.mate, "refused", "access"],
        [edge.users.viewer, "refused", "inactive"],
      ]),
    );
    expect(post.taken.length).toBe(before);
    await edge.send("admin", "PATCH", mate, { body: { sets: [set] } });
    await edge.send("admin", "PATCH", viewer, { body: { active: true } });
  });

  test("rest once their owner is gone, and after a pause replay nothing", async () => {
    const id = await save(edge, "mate");
    const made = await schedule(edge, "mate", id, { recipients: [edge.users.rep], formats: [] });
    const at = `${reports}/${id}/schedules/${String(made.body["id"])}`;
    await edge.send("mate", "PATCH", at, { body: { paused: true } });
    const before = post.taken.length;
    await pass(edge, 3);
    await edge.send("mate", "PATCH", at, { body: { paused: false } });
    await pass(edge, 0);
    expect(post.taken.length).toBe(before);
    await pass(edge);
    expect(post.taken.length).toBe(before + 1);
    const user = `/api/access/users/${edge.users.mate}`;
    await edge.send("admin", "PATCH", user, { body: { active: false } });
    await pass(edge);
    await pass(edge);
    // One mail more, and not to the recipient: he has no manager, so an administrator is told.
    expect(post.taken.slice(before + 1).map((one) => one.to)).toEqual([["admin@ours.example"]]);
    expect(plain(post.taken.at(-1) as ReceivedMail)).toContain('The report "Visits" is not mailed');
    // Whoever may change the report takes the schedule over, and it goes on as his.
    expect((await edge.send("rep", "GET", at)).status).toBe(404);
    await edge.send("admin", "PUT", `/api/access/permission-sets/${set}`, {
      body: editor,
    });
    const rested = await edge.send("rep", "GET", at);
    expect(rested.body).toMatchObject({ paused: true, pausedBy: "owner", nextAt: null });
    const resumed = await edge.send("rep", "PATCH", at, { body: { paused: false } });
    expect(resumed.body).toMatchObject({ paused: false, ownerId: edge.users.rep });
    const sent = post.taken.length;
    await pass(edge);
    expect(post.taken.slice(sent).map((one) => one.to)).toEqual([["rep@ours.example"]]);
    await edge.send("admin", "PATCH", user, { body: { active: true } });
    await edge.send("admin", "PUT", `/api/access/permission-sets/${set}`, {
      body: reporter,
    });
  });

  test("end for a recipient by one click, which a look at the link is not", async () => {
    const id = await save(edge, "rep");
    await schedule(edge, "rep", id, { recipients: [edge.users.mate], formats: [] });
    await pass(edge);
    const mail = to(post, "mate").at(-1);
    const [, url = ""] =
      /List-Unsubscribe:\s*<(.*?)>/.exec(mail?.source.replaceAll(/\r\n[ \t]+/g, "") ?? "") ?? [];
    expect(url).toMatch(/^https:\/\/crm\.example\/api\/analytics\/unsubscribe\/et1\./);
    const click = async (method: string): Promise<number> =>
      (
        await edge.ennead.fetch(
          new Request(url, {
            method,
            ...(method === "POST"
              ? {
                  body: "List-Unsubscribe=One-Click",
                  headers: { "content-type": "application/x-www-form-urlencoded" },
                }
              : {}),
          }),
        )
      ).status;
    expect(await click("GET")).toBe(200);
    await pass(edge);
    const before = to(post, "mate").length;
    expect([await click("POST"), await click("POST")]).toEqual([200, 200]);
    await pass(edge);
    expect(to(post, "mate").length).toBe(before);
  });

  test("can be tried out by sending the mail to oneself", async () => {
    const id = await save(edge, "rep");
    const made = await schedule(edge, "rep", id, {
      recipients: [edge.users.mate],
      formats: [],
      condition: { value: "hours", op: ">", than: 1000 },
    });
    const before = to(post, "rep").length;
    const sent = await edge.send(
      "rep",
      "POST",
      `${reports}/${id}/schedules/${String(made.body["id"])}/test`,
    );
    expect(sent.status).toBe(202);
    await pass(edge, 0);
    expect(to(post, "rep").length).toBe(before + 1);
    expect((await deliveries(edge, "rep", id))[0]).toMatchObject({
      test: true,
      state: "sent",
      recipient: edge.users.rep,
    });
  });

  test("come again when the server puts them off, and never when nobody knows what became of them", async () => {
    const id = await save(edge, "rep");
    await schedule(edge, "rep", id, { recipients: [edge.users.rep], formats: [] });
    const before = post.taken.length;
    post.behave({ recipient: () => "451 4.7.1 Greylisted, try again in 300 seconds." });
    await pass(edge);
    expect((await states(edge, "rep", id))[0]).toEqual(["pending", null]);
    post.behave({});
    await pass(edge, 0.1);
    expect((await states(edge, "rep", id))[0]).toEqual(["sent", null]);
    expect(post.taken.length).toBe(before + 1);
    post.behave({ drop: () => true });
    await pass(edge);
    post.behave({});
    await pass(edge, 0.1);
    expect(post.taken.length).toBe(before + 2);
    expect((await deliveries(edge, "rep", id))[0]?.state).toBe("uncertain");
    post.behave({ recipient: () => "550 5.1.1 Nobody here." });
    await pass(edge);
    post.behave({});
    expect((await states(edge, "rep", id))[0]).toEqual([
      "failed",
      "The server answered 550 5.1.1 to RCPT TO.",
    ]);
  });

  test("are forgotten after a year, one by one known until then", async () => {
    const id = await save(edge, "rep");
    const made = await schedule(edge, "rep", id, { recipients: [edge.users.rep], formats: [] });
    const at = `${reports}/${id}/schedules/${String(made.body["id"])}`;
    await pass(edge);
    await edge.send("rep", "PATCH", at, { body: { paused: true } });
    await pass(edge, 390);
    expect(await deliveries(edge, "rep", id)).toHaveLength(1);
    await pass(edge, 20);
    expect(await deliveries(edge, "rep", id)).toEqual([]);
  });

  test("are refused with the place of everything that is wrong", async () => {
    const id = await save(edge, "rep");
    const refused = await schedule(edge, "rep", id, {
      rule: { ...daily, at: "25:00" },
      recipients: [edge.users.stranger],
      condition: { value: "nope", op: "=", than: 1 },
    });
    expect(refused.status).toBe(422);
    expect(
      (refused.body["errors"] as { code: string; pointer: string }[]).map((one) => [
        one.code,
        one.pointer,
      ]),
    ).toEqual([
      ["calendar/bad-schedule", "/rule/at"],
      ["access/unknown-principal", "/recipients/0"],
      ["pivot/unknown-value", "/condition/value"],
    ]);
  });
});
