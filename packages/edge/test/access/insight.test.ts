import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";

const day = 86_400_000;
const somewhere = "0190a000-0000-7000-8000-0000000000ee";

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  let visit = "";
  let sharer = "";
  beforeAll(async () => {
    edge = await openEdge({}, on);
    const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
      body: {
        name: "Sharer",
        objects: { visit: ["create", "read", "update", "delete", "share"] },
        fields: { visit: { pin: "none" } },
        system: [],
      },
    });
    sharer = String(made.body["id"]);
    await edge.send("admin", "PATCH", `/api/access/users/${edge.users.rep}`, {
      body: { sets: [sharer], managerId: edge.users.mate },
    });
    const record = await edge.send("rep", "POST", "/api/records/visit", {
      body: { fields: { subject: "At the customer" } },
    });
    visit = String(record.body["id"]);
  });
  afterAll(() => edge.close());

  const get = (path: string, as: Person = "admin"): Promise<Reply> => edge.send(as, "GET", path);
  const whatIf = (body: object): Promise<Reply> =>
    edge.send("admin", "POST", "/api/access/what-if", { body });

  test("the vocabulary of sets names every object, field, right and permission, to administrators", async () => {
    const { status, body } = await get("/api/access/vocabulary");
    expect(status).toBe(200);
    const objects = body["objects"] as { name: string; label: string; fields: object[] }[];
    const known = new Map(objects.map((one) => [one.name, one]));
    expect(known.get("visit")?.fields).toContainEqual({ name: "subject", label: "Subject" });
    expect(known.get("pivot.report")?.label).toBe("Report");
    expect(body["rights"]).toContain("modifyAll");
    expect(body["system"]).toContain("access.impersonate");
    expect((await get("/api/access/vocabulary", "rep")).status).toBe(403);
  });

  test("a permission is explained by the rule that decided, in names", async () => {
    const path = `/api/access/explain/visit/${visit}`;
    const mate = await get(`${path}?user=${edge.users.mate}`);
    expect([mate.status, mate.body]).toMatchObject([
      200,
      { allow: true, reason: "manager", rule: "scope", action: "read", changes: [] },
    ]);
    expect(mate.body["text"]).toContain("mate");
    expect(mate.body["text"]).toContain("rep");
    expect(mate.body["fields"]).toMatchObject({ subject: "edit", cost: "none" });
    const nobody = await get(`${path}?user=${edge.users.nobody}&action=update`);
    expect(nobody.body).toMatchObject({ allow: false, rule: "object" });
    expect(nobody.body["changes"]).not.toEqual([]);
    expect((await get(path, "rep")).status).toBe(403);
    expect((await get(`${path}?user=${edge.users.stranger}`)).body["code"]).toBe(
      "access/unknown-principal",
    );
    expect((await get(`/api/access/explain/visit/${somewhere}`)).status).toBe(404);
  });

  test("whoever may share a record is told who sees it, and why", async () => {
    await edge.send("rep", "POST", `/api/access/shares/visit/${visit}`, {
      body: { to: `user:${edge.users.nobody}`, access: "read" },
    });
    const seen = await get(`/api/access/who-can-see/visit/${visit}`, "rep");
    const items = seen.body["items"] as { userId: string; reason: string; access: string }[];
    const reasons = Object.fromEntries(items.map(({ userId, reason }) => [userId, reason]));
    expect(reasons[edge.users.rep]).toBe("owner");
    expect(reasons[edge.users.mate]).toBe("manager");
    expect(reasons[edge.users.viewer]).toBe("view-all");
    // The share gives him nothing while no set lets him read visits.
    expect(reasons[edge.users.nobody]).toBeUndefined();
    expect(seen.body["total"]).toBe(items.length);
    expect((await get(`/api/access/who-can-see/visit/${visit}`, "viewer")).status).toBe(403);
  });

  test("what a change would do is told before it is made, with the sample it rests on", async () => {
    const lowered = await whatIf({
      sets: [
        {
          id: sharer,
          definition: { name: "Sharer", objects: { visit: ["read"] }, fields: {}, system: [] },
        },
      ],
    });
    expect(lowered.status).toBe(200);
    const { users, records, sample } = lowered.body as {
      users: { user: string; actions: object[]; fields: object[] }[];
      records: { user: string; record: string; lost: string[]; gained: string[] }[];
      sample: { users: number; ofUsers: number; records: object[] };
    };
    expect(users.map(({ user }) => user)).toEqual([edge.users.rep]);
    expect(users[0]?.fields).toContainEqual({
      object: "visit",
      field: "pin",
      before: "none",
      after: "read",
    });
    expect(records).toEqual([
      {
        user: edge.users.rep,
        object: "visit",
        record: visit,
        gained: [],
        lost: ["update", "delete", "share"],
      },
    ]);
    expect(sample).toEqual({
      users: 1,
      ofUsers: 1,
      records: [{ object: "visit", records: 1, more: false }],
    });
    const opened = await whatIf({ defaults: { visit: "read" } });
    expect(opened.body["records"]).toEqual([]);
    const led = await whatIf({ users: [{ id: edge.users.rep, managerId: null }] });
    expect(led.body["records"]).toMatchObject([
      { user: edge.users.mate, record: visit, gained: [] },
    ]);
    const set = await get(`/api/access/permission-sets/${sharer}`);
    expect(set.body["version"]).toBe(1);
  });

  test("a change of what is not there is refused", async () => {
    const asked = await whatIf({
      sets: [{ id: somewhere, definition: { name: "X", objects: {}, fields: {}, system: [] } }],
      groups: [{ id: somewhere, members: [`user:${edge.users.stranger}`] }],
      users: [{ id: edge.users.stranger }],
      defaults: { unheard: "read" },
    });
    const codes = (asked.body["errors"] as { code: string }[]).map(({ code }) => code);
    expect(codes).toEqual([
      "access/unknown-set",
      "access/foreign-principal",
      "access/foreign-principal",
      "access/foreign-principal",
      "access/unknown-object",
    ]);
  });

  test("two users are compared, and one is told in full", async () => {
    const compared = await get(
      `/api/access/users/${edge.users.viewer}/compare?with=${edge.users.rep}`,
    );
    expect(compared.body).toMatchObject({
      left: { name: "viewer", sets: ["Viewer"] },
      right: { name: "rep", sets: ["Sharer"] },
    });
    expect(compared.body["actions"]).toContainEqual({
      object: "visit",
      action: "update",
      before: "none",
      after: "some",
    });
    const rights = await get(`/api/access/users/${edge.users.viewer}/rights`);
    const visits = (rights.body["objects"] as { object: string }[]).find(
      ({ object }) => object === "visit",
    );
    expect(visits).toMatchObject({ actions: { read: "all", update: "none" } });
    expect((await get(`/api/access/users/${edge.users.stranger}/rights`)).status).toBe(404);
  });

  test("a review names who holds too much, too little, and what ends", async () => {
    const expiresAt = new Date(edge.time.now + 5 * day).toISOString();
    await edge.send("rep", "POST", `/api/access/shares/visit/${visit}`, {
      body: { to: `user:${edge.users.viewer}`, access: "edit", expiresAt },
    });
    const key = await edge.send("admin", "POST", "/api/access/api-keys", {
      body: {
        name: "Forgotten",
        scopes: ["read"],
        expiresAt: new Date(edge.time.now + 300 * day).toISOString(),
      },
    });
    const review = await get("/api/access/review");
    const findings = review.body["findings"] as { kind: string; subject: string }[];
    const of = (kind: string): string[] =>
      findings.filter((one) => one.kind === kind).map(({ subject }) => subject);
    expect(of("administrator")).toEqual([`user:${edge.users.admin}`]);
    expect(of("user-without-sets")).toEqual([`user:${edge.users.nobody}`]);
    expect(of("ending-share")).toEqual([`visit:${visit}`]);
    expect(review.body["endingShares"]).toMatchObject([
      { recordId: visit, to: `user:${edge.users.viewer}`, access: "edit" },
    ]);
    expect(of("unused-key")).toEqual([]);
    const seen = (review.body["users"] as { userId: string; lastSeen: string | null }[]).find(
      ({ userId }) => userId === edge.users.rep,
    );
    expect(seen?.lastSeen).toEqual(expect.any(String));
    edge.time.now += 100 * day;
    const later = await get("/api/access/review");
    expect(
      (later.body["findings"] as { kind: string; subject: string }[])
        .filter(({ kind }) => kind === "unused-key")
        .map(({ subject }) => subject),
    ).toEqual([`key:${String(key.body["id"])}`]);
    expect((await get("/api/access/review", "rep")).status).toBe(403);
  });
});
