import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openWorld, type Answer, type World } from "./acme.ts";

const somewhere = "0190a000-0000-7000-8000-0000000000ee";

const codesOf = ({ body }: Answer): unknown[] =>
  ((body["errors"] ?? []) as { code: string; pointer: string }[]).map((one) => [
    one.code,
    one.pointer,
  ]);

describe.each(databases)("on %s", (on) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(on);
  });
  afterAll(() => world.close());

  const stamp = async (): Promise<number> => {
    const { rows } = await world.db.execute({
      sql: "select stamp from access_stamp where company_id = ?",
      args: [world.acme],
    });
    return Number(rows[0]?.[0]);
  };

  const denied = async (code: string): Promise<number> => {
    const { rows } = await world.db.execute({
      sql: `select count(*) from audit_event where company_id = ? and outcome = 'denied'
        and entity_label like ?`,
      args: [world.acme, `%${code}%`],
    });
    return Number(rows[0]?.[0]);
  };

  const group = async (name: string, members: readonly string[] = []): Promise<string> => {
    const made = await world.send("amy", "POST", "/api/access/groups", { name, members });
    expect([made.status, made.body]).toEqual([201, expect.anything()]);
    return String(made.body["id"]);
  };

  test("a group has members, is changed, and is removed", async () => {
    const { ada, bob } = world.users;
    const inner = await group("Inner", [`user:${ada}`]);
    const outer = await group("Outer", [`group:${inner}`, `user:${bob}`, `user:${bob}`]);
    const read = await world.send("amy", "GET", `/api/access/groups/${outer}`);
    expect(read.body["members"]).toEqual([`group:${inner}`, `user:${bob}`].toSorted());
    const before = await stamp();
    const changed = await world.send("amy", "PATCH", `/api/access/groups/${outer}`, {
      name: "Outermost",
      members: [`group:${inner}`],
    });
    expect(changed.body).toMatchObject({
      version: 2,
      name: "Outermost",
      members: [`group:${inner}`],
    });
    expect(await stamp()).toBe(before + 1);
    const list = await world.send("amy", "GET", "/api/access/groups");
    expect((list.body["items"] as { name: string }[]).map(({ name }) => name)).toEqual([
      "Inner",
      "Outermost",
    ]);
    const used = await world.send("amy", "DELETE", `/api/access/groups/${inner}`);
    expect([used.status, used.body["code"]]).toEqual([409, "access/group-in-use"]);
    expect((await world.send("amy", "DELETE", `/api/access/groups/${outer}`)).status).toBe(204);
    expect((await world.send("amy", "DELETE", `/api/access/groups/${inner}`)).status).toBe(204);
  });

  test("a group that would be in itself is refused, however long the way round", async () => {
    const one = await group("One");
    const two = await group("Two", [`group:${one}`]);
    const three = await group("Three", [`group:${two}`]);
    const looped = await world.send("amy", "PATCH", `/api/access/groups/${one}`, {
      members: [`user:${world.users.ada}`, `group:${three}`],
    });
    expect(codesOf(looped)).toEqual([["access/cycle", "/members/1"]]);
    const itself = await world.send("amy", "PATCH", `/api/access/groups/${one}`, {
      members: [`group:${one}`],
    });
    expect(codesOf(itself)).toEqual([["access/cycle", "/members/0"]]);
    expect(await denied("access/cycle")).toBeGreaterThan(0);
  });

  test("members of another company look like members that never were", async () => {
    const foreign = await world.send("amy", "POST", "/api/access/groups", {
      name: "Mixed",
      members: [`user:${world.users.gus}`],
    });
    const unknown = await world.send("amy", "POST", "/api/access/groups", {
      name: "Mixed",
      members: [`user:${somewhere}`],
    });
    expect(codesOf(foreign)).toEqual([["access/foreign-principal", "/members/0"]]);
    expect(foreign.body["detail"]).toBe(unknown.body["detail"]);
  });

  test("two groups of one name are refused", async () => {
    await group("Twin");
    const twin = await world.send("amy", "POST", "/api/access/groups", { name: "Twin" });
    expect([twin.status, codesOf(twin)]).toEqual([409, [["access/duplicate-group", "/name"]]]);
  });

  test("a deny beats every grant at once, and is lifted", async () => {
    const path = `/api/access/users/${world.users.bob}`;
    expect((await world.send("ada", "GET", path)).status).toBe(200);
    const made = await world.send("amy", "POST", "/api/access/denies", {
      who: `user:${world.users.ada}`,
      action: "read",
      object: "user",
      reason: "on leave",
    });
    expect([made.status, made.body["warnings"]]).toEqual([201, []]);
    expect((await world.send("ada", "GET", path)).status).toBe(404);
    const id = String(made.body["id"]);
    const changed = await world.send("amy", "PATCH", `/api/access/denies/${id}`, {
      action: "update",
    });
    expect(changed.body).toMatchObject({ version: 2, action: "update", reason: "on leave" });
    expect((await world.send("ada", "GET", path)).status).toBe(200);
    expect((await world.send("amy", "DELETE", `/api/access/denies/${id}`)).status).toBe(204);
  });

  test("a deny that binds every administrator is made, and says so; he does not lift it himself", async () => {
    const admins = await group("Admins", [`user:${world.users.amy}`]);
    const made = await world.send("amy", "POST", "/api/access/denies", {
      who: `group:${admins}`,
      action: "delete",
      object: "product",
      reason: "catalogue is closed",
    });
    expect(made.body["warnings"]).toMatchObject([{ code: "access/denies-administrators" }]);
    const path = `/api/access/denies/${String(made.body["id"])}`;
    const lifted = await world.send("amy", "DELETE", path);
    expect([lifted.status, lifted.body["code"]]).toEqual([422, "access/self-grant"]);
    expect((await world.send("amy", "GET", path)).status).toBe(200);
    const used = await world.send("amy", "DELETE", `/api/access/groups/${admins}`);
    expect(used.body["code"]).toBe("access/group-in-use");
  });

  test("a deny names what is there", async () => {
    const made = await world.send("amy", "POST", "/api/access/denies", {
      who: `user:${world.users.gus}`,
      action: "*",
      object: "unheard",
      reason: "none",
    });
    expect(codesOf(made)).toEqual([
      ["access/foreign-principal", "/who"],
      ["access/unknown-object", "/object"],
    ]);
  });

  test("the default of an object is told, set, and taken back", async () => {
    const list = async (): Promise<unknown> => {
      const { body } = await world.send("amy", "GET", "/api/access/defaults");
      return (body["items"] as { object: string }[]).find(({ object }) => object === "product");
    };
    expect(await list()).toEqual({
      object: "product",
      label: "Product",
      access: "none",
      own: null,
    });
    const before = await stamp();
    const put = await world.send("amy", "PUT", "/api/access/defaults/product", { access: "edit" });
    expect([put.status, put.body]).toEqual([
      200,
      { object: "product", label: "Product", access: "edit", own: "edit" },
    ]);
    expect(await stamp()).toBe(before + 1);
    expect(await list()).toEqual(put.body);
    const back = await world.send("amy", "PUT", "/api/access/defaults/product", { access: null });
    expect(back.body).toMatchObject({ access: "none", own: null });
    const unknown = await world.send("amy", "PUT", "/api/access/defaults/unheard", {
      access: "read",
    });
    expect(unknown.status).toBe(404);
  });

  test("a company says how its fiscal year is counted", async () => {
    const fiscal = { startMonth: 4, nameBy: "end" };
    const patched = await world.send("amy", "PATCH", "/api/access/company", { fiscal });
    expect(patched.body["fiscal"]).toEqual(fiscal);
    const { body } = await world.send("amy", "GET", "/api/access/company");
    expect(body["fiscal"]).toEqual(fiscal);
  });
});
