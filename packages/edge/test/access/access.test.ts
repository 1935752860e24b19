import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openWorld, type Answer, type World } from "./acme.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const itemsOf = ({ body }: Answer): readonly Record<string, unknown>[] =>
  body["items"] as Record<string, unknown>[];

const namesOf = (answer: Answer): unknown[] => itemsOf(answer).map((item) => item["name"]);

const codesOf = ({ body }: Answer): unknown[] =>
  (body["errors"] as { code: string; pointer: string }[]).map((one) => [one.code, one.pointer]);

const addUser = async (name: string, more: object = {}): Promise<string> => {
  const email = `${name}@acme.example`;
  const made = await world.send("amy", "POST", "/api/access/users", { name, email, ...more });
  expect(made.status).toBe(201);
  return String(made.body["id"]);
};

const count = async (sql: string, ...args: string[]): Promise<number> => {
  const { rows } = await world.db.execute({ sql, args });
  return Number(rows[0]?.[0]);
};

describe("me", () => {
  test("tells who one is, of which company, and what one may do", async () => {
    const me = await world.send("ada", "GET", "/api/access/me");
    expect(me.status).toBe(200);
    expect(me.body["user"]).toEqual({
      id: world.users.ada,
      name: "Ada",
      email: "ada@acme.example",
      roles: ["Sales rep"],
    });
    expect(me.body["company"]).toEqual({
      id: world.acme,
      name: "Acme",
      currency: "EUR",
      locale: "en",
      timeZone: "Europe/Berlin",
    });
    const permissions = me.body["permissions"] as {
      system: string[];
      objects: Record<string, { actions: string[]; fields: Record<string, string> }>;
    };
    expect(permissions.system).toEqual([]);
    expect(permissions.objects["opportunity"]?.actions).toEqual([
      "create",
      "read",
      "update",
      "delete",
    ]);
    expect(permissions.objects["opportunity"]?.fields).toMatchObject({
      name: "edit",
      description: "read",
    });
    expect(permissions.objects["opportunity"]?.fields).not.toHaveProperty("probability");
    expect(permissions.objects).not.toHaveProperty("product");
  });

  test("answers a user without permission sets, who may do nothing", async () => {
    const me = await world.send("new", "GET", "/api/access/me");
    expect(me.status).toBe(200);
    expect(me.body["permissions"]).toEqual({ system: [], objects: {} });
    expect((await world.send("new", "GET", "/api/access/users")).status).toBe(404);
  });
});

describe("users", () => {
  test("are listed in order, page by page, with a total", async () => {
    const first = await world.send("amy", "GET", "/api/access/users?limit=3&total=true");
    expect(namesOf(first)).toEqual(["Ada", "Amy", "Bob"]);
    expect(first.body["total"]).toBe(5);
    const next = encodeURIComponent(String(first.body["next"]));
    const second = await world.send(
      "amy",
      "GET",
      `/api/access/users?limit=3&total=true&cursor=${next}`,
    );
    expect(namesOf(second)).toEqual(["New", "Vic"]);
    expect(second.body["next"]).toBe(null);
  });

  test("are filtered and sorted by what the caller may read", async () => {
    const filter = encodeURIComponent(JSON.stringify(["startsWith", "email", "a"]));
    const path = `/api/access/users?sort=-name&filter=${filter}`;
    expect(namesOf(await world.send("amy", "GET", path))).toEqual(["Amy", "Ada"]);
    const refused = await world.send("ada", "GET", path);
    expect(refused.body["code"]).toBe("filter/unknown-field");
  });

  test("show no field that is hidden from the reader, and sets only to administrators", async () => {
    const seen = await world.send("ada", "GET", `/api/access/users/${world.users.bob}`);
    expect(seen.body).toMatchObject({ name: "Bob", active: true, roles: ["Sales rep"] });
    expect(seen.body).not.toHaveProperty("email");
    expect(seen.body).not.toHaveProperty("sets");
    const whole = await world.send("amy", "GET", `/api/access/users/${world.users.bob}`);
    expect(whole.body).toMatchObject({
      email: "bob@acme.example",
      sets: [world.sets["Sales rep"]],
    });
  });

  test("of another company are not there, and look like ids that never were", async () => {
    const foreign = await world.send("amy", "GET", `/api/access/users/${world.users.gus}`);
    const missing = await world.send(
      "amy",
      "GET",
      "/api/access/users/0190a000-0000-7000-8000-0000000000ff",
    );
    expect(foreign.status).toBe(404);
    const { requestId: _, instance: __, ...body } = foreign.body;
    expect(missing.body).toMatchObject(body);
    const patched = await world.send("amy", "PATCH", `/api/access/users/${world.users.gus}`, {
      active: false,
    });
    expect(patched.status).toBe(404);
  });

  test("are administered only with access.manage", async () => {
    const body = { name: "Eve", email: "eve@acme.example" };
    for (const who of ["ada", "vic"] as const) {
      const refused = await world.send(who, "POST", "/api/access/users", body);
      expect([refused.status, refused.body["code"]]).toEqual([403, "access/forbidden"]);
    }
  });

  test("can sign in as soon as they are made, and no longer once they are inactive", async () => {
    const id = await addUser("Zoe", { sets: [world.sets["Viewer"]] });
    const at = `/api/access/users/${id}`;
    const before = await world.send("amy", "GET", at);
    expect(before.body).toMatchObject({ name: "Zoe", email: "zoe@acme.example", version: 1 });
    const gone = await world.send("amy", "PATCH", at, { active: false });
    expect([gone.status, gone.body["active"], gone.body["version"]]).toEqual([200, false, 2]);
    const deactivated = await world.send("amy", "PATCH", `/api/access/users/${world.users.vic}`, {
      active: false,
    });
    expect(deactivated.status).toBe(200);
    expect((await world.send("vic", "GET", "/api/access/me")).status).toBe(401);
    await world.send("amy", "PATCH", `/api/access/users/${world.users.vic}`, { active: true });
    expect((await world.send("vic", "GET", "/api/access/me")).status).toBe(200);
  });

  test("have one address each, whatever its case", async () => {
    const refused = await world.send("amy", "POST", "/api/access/users", {
      name: "Ada II",
      email: "ADA@acme.example",
    });
    expect(codesOf(refused)).toEqual([["access/duplicate-email", "/email"]]);
  });

  test("need a manager and sets that exist, and no circle of managers", async () => {
    const nobody = "0190a000-0000-7000-8000-0000000000ff";
    const unknown = await world.send("amy", "POST", "/api/access/users", {
      name: "Eve",
      email: "eve@acme.example",
      managerId: nobody,
      sets: [nobody],
    });
    expect(codesOf(unknown)).toEqual([
      ["access/unknown-principal", "/managerId"],
      ["access/unknown-set", "/sets/0"],
    ]);
    const low = await addUser("Low", { managerId: world.users.bob });
    const circle = await world.send("amy", "PATCH", `/api/access/users/${world.users.bob}`, {
      managerId: low,
    });
    expect(codesOf(circle)).toEqual([["access/cycle", "/managerId"]]);
  });

  test("change their own sets never, and leave the company an administrator always", async () => {
    const self = `/api/access/users/${world.users.amy}`;
    const grant = await world.send("amy", "PATCH", self, { sets: [] });
    expect(codesOf(grant)).toEqual([["access/self-grant", "/sets"]]);
    const last = await world.send("amy", "PATCH", self, { active: false });
    expect(last.body["code"]).toBe("access/last-admin");
    expect((await world.send("amy", "GET", "/api/access/me")).status).toBe(200);
  });

  test("are refused in the audit log: who tried what, and that he was denied", async () => {
    const noted = async (): Promise<unknown[]> => {
      const { rows } = await world.db.execute(
        `select actor, action, entity, entity_id, entity_label, route, op, version, diff
          from audit_event where outcome = 'denied' order by seq`,
      );
      return rows.map((row) => ({ ...row }));
    };
    // Equal ones within a minute are one.
    world.pass(60_000);
    const before = (await noted()).length;
    const own = `/api/access/users/${world.users.amy}`;
    await world.send("amy", "PATCH", own, { sets: [] });
    await world.send("amy", "PATCH", own, { sets: [] });
    await world.send("amy", "POST", "/api/access/api-keys", {
      name: "Late",
      scopes: ["read"],
      expiresAt: "2020-01-01T00:00:00Z",
    });
    // A slip of the pen is no denial.
    await world.send("amy", "PATCH", own, { name: "" });
    const event = { actor: world.users.amy, op: null, version: null };
    expect((await noted()).slice(before)).toMatchObject([
      {
        ...event,
        action: "access.user.deny",
        entity: "access.user",
        entity_id: world.users.amy,
        entity_label: "access/self-grant",
        route: "access.update-user",
      },
      {
        ...event,
        action: "access.user.deny",
        entity_id: world.users.amy,
        entity_label: "access/expiry-in-past",
        route: "access.create-api-key",
      },
    ]);
  });

  test("are changed only in the version the caller has seen", async () => {
    const at = `/api/access/users/${world.users.new}`;
    const seen = await world.send("amy", "GET", at);
    const tag = String(seen.headers.get("etag"));
    const first = await world.send("amy", "PATCH", at, { name: "Newer" }, { "if-match": tag });
    expect(first.status).toBe(200);
    const second = await world.send("amy", "PATCH", at, { name: "Newest" }, { "if-match": tag });
    expect([second.status, second.body["code"]]).toEqual([412, "kernel/precondition-failed"]);
  });

  test("stay in their version when nothing differs, and nothing is logged", async () => {
    const at = `/api/access/users/${world.users.bob}`;
    const events = "select count(*) from audit_event where entity_id = ?";
    const before = await count(events, world.users.bob);
    const { version } = (await world.send("amy", "GET", at)).body;
    const same = await world.send("amy", "PATCH", at, { name: "Bob" });
    expect([same.status, same.body["version"]]).toEqual([200, version]);
    expect(await count(events, world.users.bob)).toBe(before);
  });

  test("are made once for one Idempotency-Key", async () => {
    const body = { name: "Kay", email: "kay@acme.example" };
    const key = { "idempotency-key": "kay-1" };
    const first = await world.send("amy", "POST", "/api/access/users", body, key);
    const again = await world.send("amy", "POST", "/api/access/users", body, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
  });

  test("leave no address in the log itself, only among the values that can be erased", async () => {
    const id = await addUser("Pia");
    const { rows } = await world.db.execute({
      sql: "select action, diff from audit_event where entity_id = ?",
      args: [id],
    });
    expect(rows.map((row) => row["action"])).toEqual(["access.user.create"]);
    expect(String(rows[0]?.["diff"]).toLowerCase()).not.toContain("pia@acme.example");
    const kept = await count(
      "select count(*) from audit_value where subject = ? and value like '%pia@acme.example%'",
      `access.user/${id}`,
    );
    expect(kept).toBe(1);
  });
});

describe("permission sets", () => {
  const rights = { name: "Auditor", objects: { opportunity: ["read"] }, fields: {}, system: [] };

  test("work from the next request on", async () => {
    const made = await world.send("amy", "POST", "/api/access/permission-sets", rights);
    expect(made.status).toBe(201);
    const at = `/api/access/permission-sets/${String(made.body["id"])}`;
    await world.send("amy", "PATCH", `/api/access/users/${world.users.new}`, {
      sets: [made.body["id"]],
    });
    const objects = async (): Promise<unknown> => {
      const { body } = await world.send("new", "GET", "/api/access/me");
      return Object.keys((body["permissions"] as { objects: object }).objects);
    };
    expect(await objects()).toEqual(["opportunity"]);
    const more = { ...rights, objects: { ...rights.objects, account: ["read"] } };
    expect((await world.send("amy", "PUT", at, more)).body["version"]).toBe(2);
    expect(await objects()).toEqual(expect.arrayContaining(["account", "opportunity"]));
    expect((await world.send("amy", "DELETE", at)).body["code"]).toBe("access/set-in-use");
    await world.send("amy", "PATCH", `/api/access/users/${world.users.new}`, { sets: [] });
    expect(await objects()).toEqual([]);
    expect((await world.send("amy", "DELETE", at)).status).toBe(204);
    expect((await world.send("amy", "GET", at)).status).toBe(404);
  });

  test("speak only of what exists", async () => {
    const refused = await world.send("amy", "POST", "/api/access/permission-sets", {
      ...rights,
      name: "Wrong",
      objects: { nothing: ["read"] },
      fields: { account: { nope: "read" } },
      system: ["access.everything"],
    });
    expect(refused.status).toBe(422);
    expect(codesOf(refused)).toEqual([
      ["access/unknown-object", "/objects/nothing"],
      ["access/unknown-field", "/fields/account/nope"],
      ["access/unknown-permission", "/system/0"],
    ]);
  });

  test("are not changed by those who hold them", async () => {
    const at = `/api/access/permission-sets/${world.sets["Administrator"]}`;
    const refused = await world.send("amy", "PUT", at, { ...rights, name: "Administrator" });
    expect(refused.body["code"]).toBe("access/self-grant");
  });
});

describe("the company", () => {
  test("opens all records of an object by its default", async () => {
    const made = await world.send("amy", "POST", "/api/records/opportunity", {
      fields: { name: "Big deal", stage: "Prospecting" },
    });
    const at = `/api/records/opportunity/${String(made.body["id"])}`;
    expect((await world.send("ada", "GET", at)).status).toBe(404);
    const changed = await world.send("amy", "PATCH", "/api/access/company", {
      defaults: { account: "read", opportunity: "read" },
    });
    expect(changed.status).toBe(200);
    expect((await world.send("ada", "GET", at)).status).toBe(200);
    await world.send("amy", "PATCH", "/api/access/company", { defaults: { account: "read" } });
    expect((await world.send("ada", "GET", at)).status).toBe(404);
  });

  test("refuses settings that mean nothing", async () => {
    for (const body of [
      { timeZone: "Mars/Olympus" },
      { defaults: { nothing: "read" } },
      { currency: "euro" },
    ]) {
      expect((await world.send("amy", "PATCH", "/api/access/company", body)).status).toBe(422);
    }
  });
});

test("two administrators who deactivate each other at once leave one", async () => {
  const one = await openWorld();
  const admin = one.sets["Administrator"];
  for (const who of ["ada", "bob"] as const) {
    await one.send("amy", "PATCH", `/api/access/users/${one.users[who]}`, { sets: [admin] });
  }
  await one.send("ada", "PATCH", `/api/access/users/${one.users.amy}`, { active: false });
  const answers = await Promise.all([
    one.send("ada", "PATCH", `/api/access/users/${one.users.bob}`, { active: false }),
    one.send("bob", "PATCH", `/api/access/users/${one.users.ada}`, { active: false }),
  ]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  await one.close();
});

test("nothing about access changes past the log", async () => {
  const attempts = [
    "update user set active = 0",
    "delete from permission_set_user",
    "update permission_set set grants = '{}', version = version + 1",
    `insert into permission_set_user(company_id, root_id, set_id, root_version)
      select company_id, root_id, 'x', 1 from permission_set_user`,
    "insert or replace into company select * from company",
  ];
  for (const sql of attempts) {
    await expect(world.db.execute(sql)).rejects.toThrow(/UNAUDITED|BAD_VERSION|DUPLICATE/);
  }
});
