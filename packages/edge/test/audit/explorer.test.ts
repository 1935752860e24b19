import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";

type Item = Readonly<Record<string, unknown>>;

const items = ({ body }: Reply): readonly Item[] => body["items"] as readonly Item[];
const visit = (id: string): string => `/api/audit/entities/visit/${id}`;

describe.each(databases)("the explorer on %s", { timeout: 60_000 }, (on) => {
  let edge: Edge;
  let first = "";
  let second = "";
  let auditor = "";
  /** The answers of the API for the first visit, by version. */
  const versions: Record<string, unknown>[] = [];

  const get = (as: Person, path: string): Promise<Reply> => edge.send(as, "GET", path);
  const asAuditor = async (path: string): Promise<Reply> =>
    edge.send("rep", "GET", path, {
      headers: { authorization: `Bearer ${await edge.token("rep", { sub: auditor })}` },
    });

  const change = async (fields: object): Promise<void> => {
    const reply = await edge.send("admin", "PATCH", `/api/records/visit/${first}`, {
      body: { fields },
    });
    versions.push(reply.body);
  };

  beforeAll(async () => {
    edge = await openEdge({}, on);
    const made = await edge.send("admin", "POST", "/api/records/visit", {
      body: {
        fields: {
          subject: "Harbour",
          cost: { amount: "12.30", currency: "EUR" },
          guest: "Zuleika",
          pin: "4711",
          hours: "1.50",
        },
      },
    });
    first = String(made.body["id"]);
    versions.push(made.body);
    await change({ mood: "good", subject: "Harbour cranes" });
    await edge.ennead.tick(edge.time.now);
    // What follows is not indexed: questions find it all the same.
    await change({ cost: { amount: "99.00", currency: "EUR" }, guest: "Yolanda" });
    await change({ mood: null, day: "2026-05-01" });
    const own = await edge.send("rep", "POST", "/api/records/visit", {
      body: { fields: { subject: "Rep's own" } },
    });
    second = String(own.body["id"]);
    // An auditor who sees the log of what he may see: visits that he owns, and those shared with him.
    const set = await edge.send("admin", "POST", "/api/access/permission-sets", {
      body: {
        name: "Auditor",
        objects: { visit: ["read"] },
        fields: { visit: { cost: "none", guest: "mask" } },
        system: ["audit.read"],
      },
    });
    const user = await edge.send("admin", "POST", "/api/access/users", {
      body: { name: "Aud", email: "aud@ours.example", sets: [set.body["id"]] },
    });
    auditor = String(user.body["id"]);
    const shared = await edge.send("admin", "PUT", `/api/access/shares/visit/${first}`, {
      body: { shares: [{ to: `user:${auditor}`, access: "read" }] },
    });
    if (shared.status !== 200) throw new Error(`${set.text} ${user.text} ${shared.text}`);
  });
  afterAll(() => edge.close());

  test("events are listed newest first, over pages that meet", async () => {
    const seqs: number[] = [];
    let next: unknown = null;
    do {
      const reply = await get(
        "admin",
        `/api/audit/logs?limit=3${next === null ? "" : `&cursor=${String(next)}`}`,
      );
      expect(reply.status).toBe(200);
      seqs.push(...items(reply).map(({ seq }) => Number(seq)));
      next = reply.body["next"];
    } while (next !== null);
    expect(seqs).toEqual(seqs.toSorted((a, b) => b - a));
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(seqs.at(-1)).toBe(1);
  });

  test.each([
    ["actor", () => `actor=${edge.users.rep}`, 1],
    ["action", () => "action=record.visit.update", 3],
    ["record", () => `entity=visit&record=${first}`, 4],
    ["entity and kind", () => "entity=visit&op=create", 2],
    ["changed field", () => "entity=visit&field=mood", 2],
    ["changed field and actor", () => `field=cost&actor=${edge.users.admin}`, 2],
    ["outcome", () => `outcome=success&entity=visit&actor=${edge.users.rep}`, 1],
    ["nothing that is there", () => `action=record.visit.update&actor=${edge.users.rep}`, 0],
  ])("by %s, indexed or not", async (_, query, count) => {
    expect(items(await get("admin", `/api/audit/logs?${query()}`))).toHaveLength(count);
  });

  test("by time: the first instant is in, the last is not", async () => {
    const all = items(await get("admin", `/api/audit/logs?entity=visit&record=${first}`));
    const times = all.map(({ at }) => String(at));
    const between = await get(
      "admin",
      `/api/audit/logs?entity=visit&record=${first}&from=${times[2]}&to=${times[0]}`,
    );
    expect(items(between).map(({ at }) => at)).toEqual([times[1], times[2]]);
    const backwards = await get("admin", `/api/audit/logs?from=${times[0]}&to=${times[1]}`);
    expect([backwards.status, backwards.body["code"]]).toEqual([422, "audit/bad-range"]);
  });

  test("an event holds its changes, personal values where they may be read", async () => {
    const [, third] = items(await get("admin", visit(first)));
    const { body } = await get("admin", `/api/audit/logs/${String(third?.["id"])}`);
    expect(body).toMatchObject({ version: 3, withheld: false });
    expect(body["changes"]).toContainEqual(
      expect.objectContaining({ path: ["guest"], before: "Zuleika", after: "Yolanda" }),
    );
  });

  test("an erased value is shown as erased", async () => {
    const made = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "Erased", guest: "Xaver" } },
    });
    const id = String(made.body["id"]);
    // As an erasure leaves it: the log itself holds none of its values.
    await edge.db.execute("drop trigger audit_value_before_delete");
    await edge.db.execute({
      sql: "delete from audit_value where company_id = ? and subject = ?",
      args: [edge.ours, `visit/${id}`],
    });
    const [event] = items(await get("admin", visit(id)));
    const { body } = await get("admin", `/api/audit/logs/${String(event?.["id"])}`);
    expect(body["changes"]).toContainEqual(
      expect.objectContaining({ path: ["guest"], after: null, erased: true }),
    );
    expect((await get("admin", `${visit(id)}/as-of?version=1`)).body).toMatchObject({
      state: { fields: { subject: "Erased" } },
      unknown: ["guest"],
    });
  });

  test("who may not read a field sees neither its values nor that it changed", async () => {
    const listed = items(await asAuditor(visit(first)));
    const third = listed.find(({ version }) => version === 3);
    expect(third).toMatchObject({ fields: ["guest"], withheld: true });
    const { text, body } = await asAuditor(`/api/audit/logs/${String(third?.["id"])}`);
    expect(text).not.toMatch(/cost|99\.00|Yolanda|Zuleika/);
    expect(body["changes"]).toEqual([expect.objectContaining({ path: ["guest"], masked: true })]);
    expect(items(await asAuditor("/api/audit/logs?field=cost"))).toEqual([]);
    const past = await asAuditor(`${visit(first)}/as-of?version=3`);
    expect(past.status).toBe(200);
    expect(past.text).not.toMatch(/99\.00|Yolanda/);
    expect(past.body["masked"]).toEqual(["guest"]);
  });

  test("events of records out of his scope do not exist for him, nor what others did elsewhere", async () => {
    const listed = items(await asAuditor("/api/audit/logs"));
    expect(new Set(listed.map(({ entity }) => entity))).toEqual(new Set(["visit", "audit.log"]));
    expect(
      new Set(listed.filter(({ entity }) => entity === "visit").map((one) => one["entityId"])),
    ).toEqual(new Set([first]));
    const [event] = items(await get("admin", visit(second)));
    const refused = [
      await asAuditor(`/api/audit/logs/${String(event?.["id"])}`),
      await asAuditor(visit(second)),
      await asAuditor(`${visit(second)}/as-of?version=1`),
      await asAuditor("/api/audit/logs/0190a000-0000-7000-8000-0000000000ee"),
    ];
    expect(refused.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    const facets = await asAuditor("/api/audit/facets?entity=visit");
    expect(facets.body).toMatchObject({ counted: 4, complete: true });
  });

  test("another company sees nothing of it, and a reader without the permission neither", async () => {
    const [event] = items(await get("admin", visit(first)));
    expect((await get("stranger", `/api/audit/logs/${String(event?.["id"])}`)).status).toBe(404);
    expect((await get("stranger", visit(first))).status).toBe(404);
    const theirs = await get("stranger", "/api/audit/logs");
    expect(theirs.status).toBe(200);
    expect(theirs.text).not.toContain(first);
    expect((await get("viewer", "/api/audit/logs")).status).toBe(403);
  });

  test("a cursor belongs to its question and its reader", async () => {
    const { body } = await get("admin", "/api/audit/logs?limit=1");
    const cursor = String(body["next"]);
    expect((await get("admin", `/api/audit/logs?entity=visit&cursor=${cursor}`)).status).toBe(400);
    expect((await asAuditor(`/api/audit/logs?cursor=${cursor}`)).status).toBe(400);
  });

  test("a record as of each version is what it was then", async () => {
    for (const [at, then] of versions.entries()) {
      const { body } = await get("admin", `${visit(first)}/as-of?version=${at + 1}`);
      const { pin: _, ...fields } = then["fields"] as Record<string, unknown>;
      expect(body["state"]).toEqual({
        ownerId: then["ownerId"],
        externalId: then["externalId"],
        fields,
      });
      expect(body["unknown"]).toEqual(["pin"]);
      const byTime = await get("admin", `${visit(first)}/as-of?at=${String(body["at"])}`);
      expect(byTime.body["version"]).toBe(at + 1);
    }
    const before = await get("admin", `${visit(first)}/as-of?at=2001-01-01T00:00:00Z`);
    expect(before.body).toMatchObject({ version: null, state: null });
    const now = await get("admin", `${visit(first)}/as-of`);
    expect(now.body["version"]).toBe(versions.length);
    const both = await get("admin", `${visit(first)}/as-of?version=1&at=2026-01-01T00:00:00Z`);
    expect(both.body["code"]).toBe("audit/bad-moment");
  });

  test("a deleted record was there, and is not after", async () => {
    const made = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "Short" } },
    });
    const id = String(made.body["id"]);
    await edge.send("admin", "DELETE", `/api/records/visit/${id}`);
    expect((await get("admin", `${visit(id)}/as-of?version=1`)).body).toMatchObject({
      state: { fields: { subject: "Short" } },
    });
    expect((await get("admin", `${visit(id)}/as-of?version=2`)).body).toMatchObject({
      version: 2,
      state: null,
    });
  });

  test("reading the log is told by the log: once for equal questions, and not for further pages", async () => {
    const readings = async (): Promise<readonly Item[]> =>
      (
        await edge.db.execute({
          sql: `select action, actor, entity_label from audit_event where company_id = ?
            and entity = 'audit.log' and entity_label like '%create%' order by seq`,
          args: [edge.ours],
        })
      ).rows as unknown as readonly Item[];
    edge.time.now += 120_000;
    const before = (await readings()).length;
    const query = "/api/audit/logs?op=create&limit=1";
    const { body } = await get("admin", query);
    await get("admin", query);
    await get("admin", `${query}&cursor=${String(body["next"])}`);
    expect((await readings()).slice(before)).toEqual([
      { action: "audit.log.read", actor: edge.users.admin, entity_label: '{"op":"create"}' },
    ]);
    edge.time.now += 120_000;
    await get("admin", query);
    expect((await readings()).slice(before)).toHaveLength(2);
  });
});
