import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge, type Reply } from "../support/edge.ts";

const pathOf = ({ body }: Reply): string => `/api/records/visit/${String(body["id"])}`;

const codesOf = ({ body }: Reply): readonly unknown[] =>
  (body["errors"] as { pointer: string; code: string }[]).map(({ pointer, code }) => [
    pointer,
    code,
  ]);

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
  });
  afterAll(() => edge.close());

  const create = (fields: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    edge.send("admin", "POST", "/api/records/visit", { body: { fields, ...more } });

  const events = async (id: unknown): Promise<readonly Record<string, unknown>[]> => {
    const { rows } = await edge.db.execute({
      sql: "select * from audit_event where entity_id = ? order by seq",
      args: [String(id)],
    });
    return rows as never;
  };

  describe("a record", () => {
    test("is answered as it was sent, with every type in its JSON form", async () => {
      const fields = {
        subject: "Demo",
        cost: { amount: "12.30", currency: "EUR" },
        hours: "1.50",
        guests: 3,
        day: "2026-01-31",
        begins: "2026-01-31T10:00:00Z",
        paid: false,
        mood: "good",
        guest: "Grace",
      };
      const made = await create(fields, { externalId: "crm-1" });
      expect(made.status).toBe(201);
      expect(made.body["fields"]).toEqual(fields);
      expect(made.body).toMatchObject({
        object: "visit",
        version: 1,
        externalId: "crm-1",
        ownerId: edge.users.admin,
      });
      const read = await edge.send("admin", "GET", pathOf(made));
      expect(read.body).toEqual(made.body);
      expect(read.headers.get("etag")).toBe(made.headers.get("etag"));
    });

    test("tells where it is, relative to the path it was posted to", async () => {
      const made = await create({ subject: "Where" });
      const location = made.headers.get("location") ?? "";
      const url = new URL(location, "http://ennead.example/prefix/api/records/visit");
      expect(url.pathname).toBe(`/prefix${pathOf(made)}`);
    });

    test("never gives its secret away", async () => {
      const made = await create({ subject: "Secret", pin: "1234" });
      expect(made.body["fields"]).toMatchObject({ pin: { set: true } });
      const [event] = await events(made.body["id"]);
      expect(String(event?.["diff"])).not.toContain("1234");
    });

    test("is changed field by field; null empties one", async () => {
      const made = await create({ subject: "Before", guests: 2 });
      const changed = await edge.send("admin", "PATCH", pathOf(made), {
        body: { fields: { subject: "After", guests: null } },
      });
      expect(changed.status).toBe(200);
      expect(changed.body).toMatchObject({ version: 2, fields: { subject: "After" } });
      expect(changed.body["fields"]).not.toHaveProperty("guests");
    });

    test("that is saved unchanged keeps its version and leaves no event", async () => {
      const made = await create({ subject: "Same", hours: "1.50" });
      const saved = await edge.send("admin", "PATCH", pathOf(made), {
        body: { fields: { subject: "Same", hours: "1.5" } },
      });
      expect(saved.status).toBe(200);
      expect(saved.body["version"]).toBe(1);
      expect(await events(made.body["id"])).toHaveLength(1);
    });

    test("is gone after a delete, and its history is not", async () => {
      const made = await create({ subject: "Gone" });
      const gone = await edge.send("admin", "DELETE", pathOf(made));
      expect([gone.status, gone.text]).toEqual([204, ""]);
      expect((await edge.send("admin", "GET", pathOf(made))).status).toBe(404);
      expect((await edge.send("admin", "DELETE", pathOf(made))).status).toBe(404);
      const all = await events(made.body["id"]);
      expect(all.map((one) => [one["op"], one["version"]])).toEqual([
        ["create", 1],
        ["delete", 2],
      ]);
    });

    test("frees its external id and unique values when it is deleted", async () => {
      const given = [{ subject: "One", code: "free" }, { externalId: "free" }] as const;
      const made = await create(...given);
      await edge.send("admin", "DELETE", pathOf(made));
      expect((await create(...given)).status).toBe(201);
    });
  });

  describe("the log of a change", () => {
    test("holds who, what and the difference by field", async () => {
      const made = await create({ subject: "Log", hours: "1.00" });
      await edge.send("admin", "PATCH", pathOf(made), { body: { fields: { hours: "2.00" } } });
      const [, event] = await events(made.body["id"]);
      expect(event).toMatchObject({
        action: "record.visit.update",
        entity_label: "Log",
        actor: edge.users.admin,
        actor_label: "admin",
        route: "record.update",
      });
      expect(JSON.parse(String(event?.["diff"]))).toEqual({
        changes: [{ path: ["hours"], op: "set", before: "1.00", after: "2.00" }],
        dropped: [],
        reversible: true,
      });
    });

    test("holds personal values only as commitments, which their salts open", async () => {
      const made = await create({ subject: "Personal", guest: "Grace Hopper" });
      const [event] = await events(made.body["id"]);
      const diff = String(event?.["diff"]);
      expect(diff).not.toContain("Grace");
      const { rows } = await edge.db.execute({
        sql: "select * from audit_value where subject = ?",
        args: [`visit/${String(made.body["id"])}`],
      });
      expect(rows).toHaveLength(1);
      const { commitment, salt, value } = rows[0] as unknown as Record<string, string>;
      expect(value).toBe('"Grace Hopper"');
      expect(diff).toContain(commitment);
      const bytes = Buffer.concat([Buffer.from(salt ?? "", "hex"), Buffer.from(value ?? "")]);
      const digest = Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");
      expect(digest).toBe(commitment);
    });

    test("names what was referred to, as it was called then", async () => {
      const account = await edge.send("admin", "POST", "/api/records/account", {
        body: { fields: { name: "Acme" } },
      });
      const made = await create({ subject: "Referring", account: account.body["id"] });
      const [event] = await events(made.body["id"]);
      const { changes } = JSON.parse(String(event?.["diff"])) as { changes: { path: string[] }[] };
      expect(changes.find(({ path }) => path[0] === "account")).toMatchObject({
        afterLabel: "Acme",
      });
    });
  });

  describe("a record is refused", () => {
    test("with a fault for every wrong field, each with its place", async () => {
      const refused = await create({ hours: 1, mood: "odd", nope: 1 });
      expect(refused.status).toBe(422);
      expect(refused.headers.get("content-type")).toBe("application/problem+json");
      expect(codesOf(refused)).toEqual([
        ["/fields/hours", "record/wrong-type"],
        ["/fields/mood", "record/unknown-option"],
        ["/fields/nope", "record/unknown-field"],
        ["/fields/subject", "record/required"],
      ]);
    });

    test("with members that nobody knows", async () => {
      const refused = await create({ subject: "x" }, { colour: "red" });
      expect(codesOf(refused)).toEqual([["/colour", "kernel/unknown-field"]]);
    });

    test("when it refers to nothing, or to a record of another company", async () => {
      const foreign = await edge.send("stranger", "POST", "/api/records/account", {
        body: { fields: { name: "Theirs" } },
      });
      for (const account of ["0190a000-0000-7000-8000-0000000000ee", foreign.body["id"], "x"]) {
        const refused = await create({ subject: "x", account });
        expect(refused.status).toBe(422);
        expect(codesOf(refused)[0]).toContain("/fields/account");
      }
    });

    test("when a unique value or an external id is taken", async () => {
      await create({ subject: "First", code: "taken" }, { externalId: "taken" });
      const value = await create({ subject: "Second", code: "taken" });
      expect([value.status, value.body["code"]]).toEqual([409, "record/duplicate-value"]);
      const external = await create({ subject: "Second" }, { externalId: "taken" });
      expect(external.body["code"]).toBe("record/duplicate-external-id");
    });

    test("when its owner is nobody of the company", async () => {
      const refused = await create({ subject: "x" }, { ownerId: edge.users.stranger });
      expect(refused.status).toBe(422);
      expect(codesOf(refused)[0]).toContain("/ownerId");
    });
  });

  const rep = (method: string, path: string, body?: unknown) =>
    edge.send("rep", method, path, body === undefined ? {} : { body });

  describe("rights", () => {
    test("fields one may not read are absent, fields one may not write refuse the whole", async () => {
      const made = await rep("POST", "/api/records/visit", { fields: { subject: "Mine" } });
      expect(made.status).toBe(201);
      await edge.send("admin", "PATCH", pathOf(made), {
        body: { fields: { cost: { amount: "1.00", currency: "EUR" }, hours: "1.00" } },
      });
      const read = await rep("GET", pathOf(made));
      expect(read.body["fields"]).toEqual({ subject: "Mine", hours: "1.00" });
      const refused = await rep("PATCH", pathOf(made), { fields: { subject: "x", hours: "2.00" } });
      expect([refused.status, refused.body["code"]]).toEqual([403, "access/field-forbidden"]);
      expect((await rep("GET", pathOf(made))).body["fields"]).toMatchObject({ subject: "Mine" });
      const again = await rep("PATCH", pathOf(made), { fields: { hours: "3.00" } });
      expect(again.status).toBe(403);
      // Who tried what stands in the log, and once a minute.
      const { rows } = await edge.db.execute({
        sql: `select actor, action, entity, entity_label, route, op, version from audit_event
          where outcome = 'denied' and entity_id = ?`,
        args: [String(made.body["id"])],
      });
      expect(rows.map((row) => ({ ...row }))).toEqual([
        {
          actor: edge.users.rep,
          action: "record.visit.deny",
          entity: "visit",
          entity_label: "access/field-forbidden",
          route: "record.update",
          op: null,
          version: null,
        },
      ]);
    });

    test("a record of somebody else does not exist for him who owns only his own", async () => {
      const made = await create({ subject: "Hidden" });
      const missing = await rep("GET", "/api/records/visit/0190a000-0000-7000-8000-0000000000ee");
      for (const [method, body] of [
        ["GET", undefined],
        ["PATCH", { fields: { subject: "x" } }],
        ["PATCH", { fields: { nope: 1 } }],
        ["DELETE", undefined],
      ] as const) {
        const refused = await rep(method, pathOf(made), body);
        expect(refused.status).toBe(404);
        expect(refused.body["detail"]).toBe(missing.body["detail"]);
      }
    });

    test("he who may only read is told so", async () => {
      const made = await create({ subject: "Look" });
      const refused = await edge.send("viewer", "PATCH", pathOf(made), {
        body: { fields: { subject: "x" } },
      });
      expect([refused.status, refused.body["code"]]).toEqual([403, "access/forbidden"]);
    });

    test("one cannot give a record to somebody else unless one may change all", async () => {
      const given = await rep("POST", "/api/records/visit", {
        fields: { subject: "Gift" },
        ownerId: edge.users.mate,
      });
      expect(given.status).toBe(403);
      const own = await rep("POST", "/api/records/visit", { fields: { subject: "Own" } });
      const passed = await rep("PATCH", pathOf(own), { ownerId: edge.users.mate });
      expect(passed.status).toBe(403);
      const moved = await edge.send("admin", "PATCH", pathOf(own), {
        body: { ownerId: edge.users.mate },
      });
      expect(moved.body["ownerId"]).toBe(edge.users.mate);
    });

    test("an object without any right on it does not exist", async () => {
      for (const path of ["visit", "nothing", "__proto__", "constructor", "visit/bulk"]) {
        const refused = await edge.send(
          "nobody",
          path.includes("/") ? "POST" : "GET",
          `/api/records/${path}`,
        );
        expect(refused.status).toBe(404);
      }
      const objects = await edge.send("nobody", "GET", "/api/records");
      expect(objects.body["items"]).toEqual([]);
    });

    test("definitions show only fields one may read", async () => {
      const objects = await edge.send("rep", "GET", "/api/records");
      const items = objects.body["items"] as { name: string; fields: { name: string }[] }[];
      expect(items.map(({ name }) => name)).toEqual(["account", "visit"]);
      expect(items[1]?.fields.map(({ name }) => name)).not.toContain("cost");
    });
  });

  describe("ids of another company", () => {
    test("answer exactly as ids that were never there", async () => {
      const foreign = await edge.send("stranger", "POST", "/api/records/visit", {
        body: { fields: { subject: "Theirs" } },
      });
      const seen = async (id: unknown, method: string, body?: unknown) => {
        const reply = await edge.send("admin", method, `/api/records/visit/${String(id)}`, {
          ...(body === undefined ? {} : { body }),
          headers: { "x-request-id": "same-for-both" },
        });
        return [reply.status, reply.text.replaceAll(String(id), "ID"), [...reply.headers]];
      };
      for (const [method, body] of [
        ["GET", undefined],
        ["PATCH", { fields: { subject: "x" } }],
        ["DELETE", undefined],
      ] as const) {
        const [theirs, none] = await Promise.all([
          seen(foreign.body["id"], method, body),
          seen("0190a000-0000-7000-8000-0000000000ee", method, body),
        ]);
        expect(theirs).toEqual(none);
        expect(theirs[0]).toBe(404);
      }
    });
  });

  describe("versions", () => {
    test("another version than If-Match asked for is refused at once", async () => {
      const made = await create({ subject: "Match" });
      const etag = made.headers.get("etag") ?? "";
      const patch = (subject: string) =>
        edge.send("admin", "PATCH", pathOf(made), {
          body: { fields: { subject } },
          headers: { "if-match": etag },
        });
      expect((await patch("Second")).status).toBe(200);
      const stale = await patch("Third");
      expect([stale.status, stale.body["code"], stale.body["info"]]).toEqual([
        412,
        "kernel/precondition-failed",
        { version: 2 },
      ]);
      const gone = await edge.send("admin", "DELETE", pathOf(made), {
        headers: { "if-match": etag },
      });
      expect(gone.status).toBe(412);
    });

    test("a tag that was seen answers 304 without a body", async () => {
      const made = await create({ subject: "Cached" });
      const again = await edge.send("admin", "GET", pathOf(made), {
        headers: { "if-none-match": made.headers.get("etag") ?? "" },
      });
      expect([again.status, again.text]).toEqual([304, ""]);
    });

    test("of thirty writers of one version, one passes; of thirty without one, all do", async () => {
      const made = await create({ subject: "Race", guests: 0 });
      const etag = made.headers.get("etag") ?? "";
      const race = (headers: Record<string, string>) =>
        Promise.all(
          Array.from({ length: 30 }, (_, at) =>
            edge.send("admin", "PATCH", pathOf(made), {
              body: { fields: { guests: at + 1 + (headers["if-match"] === undefined ? 100 : 0) } },
              headers,
            }),
          ),
        );
      const strict = await race({ "if-match": etag });
      expect(strict.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(strict.filter(({ status }) => status === 412)).toHaveLength(29);
      const loose = await race({});
      expect(loose.every(({ status }) => status === 200)).toBe(true);
      const all = await events(made.body["id"]);
      expect(all.map((one) => one["version"])).toEqual(all.map((_, at) => at + 1));
      expect(all).toHaveLength(32);
    });
  });
});
