import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openWorld, type Answer, type Person, type World } from "./acme.ts";

const day = 86_400_000;

const codesOf = ({ body }: Answer): unknown[] =>
  ((body["errors"] ?? []) as { code: string; pointer: string }[]).map((one) => [
    one.code,
    one.pointer,
  ]);

const itemsOf = ({ body }: Answer): Record<string, unknown>[] =>
  (body["items"] ?? []) as Record<string, unknown>[];

const at = (id: string): string => `/api/access/shares/opportunity/${id}`;

describe.each(databases)("on %s", (on) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(on);
    const rights = ["create", "read", "update", "delete", "share"];
    const sharer = await world.send("amy", "POST", "/api/access/permission-sets", {
      name: "Sharer",
      objects: { opportunity: rights },
      fields: {},
      system: [],
    });
    const reader = await world.send("amy", "POST", "/api/access/permission-sets", {
      name: "Reading sharer",
      role: true,
      objects: { opportunity: ["create", "read", "share"] },
      fields: {},
      system: [],
    });
    for (const [person, sets] of [
      ["ada", [world.sets["Sales rep"], sharer.body["id"]]],
      ["new", [reader.body["id"]]],
    ] as const) {
      const path = `/api/access/users/${world.users[person]}`;
      await world.send("amy", "PATCH", path, { sets });
    }
  });
  afterAll(() => world.close());

  let made = 0;
  const record = async (as: Person = "ada"): Promise<string> => {
    made += 1;
    const { status, body } = await world.send(as, "POST", "/api/records/opportunity", {
      fields: { name: `Deal ${made}`, stage: "Prospecting" },
    });
    expect([status, body]).toEqual([201, expect.anything()]);
    return String(body["id"]);
  };

  const events = async (entity: string, id?: string): Promise<string[]> => {
    const { rows } = await world.db.execute({
      sql: `select action from audit_event where company_id = ? and entity = ?
        and entity_id = coalesce(?, entity_id) order by seq`,
      args: [world.acme, entity, id ?? null],
    });
    return rows.map((row) => String(row[0]));
  };

  const bob = (): string => `user:${world.users.bob}`;

  test("a record is shared, the share is changed in its place, and taken back", async () => {
    const id = await record();
    const shared = await world.send("ada", "POST", at(id), { to: bob(), access: "read" });
    expect([shared.status, shared.body]).toMatchObject([
      201,
      { to: bob(), name: "Bob", access: "read", expiresAt: null, grantedBy: world.users.ada },
    ]);
    const again = await world.send("ada", "POST", at(id), {
      to: bob(),
      access: "edit",
      note: "for the quote",
    });
    expect(again.body).toMatchObject({ id: shared.body["id"], version: 2, access: "edit" });
    const list = await world.send("ada", "GET", at(id));
    expect(itemsOf(list)).toMatchObject([{ to: bob(), access: "edit", note: "for the quote" }]);
    const path = `${at(id)}/${String(shared.body["id"])}`;
    expect((await world.send("ada", "DELETE", path)).status).toBe(204);
    expect((await world.send("ada", "DELETE", path)).status).toBe(404);
    expect(itemsOf(await world.send("ada", "GET", at(id)))).toEqual([]);
    expect(await events("access.share", String(shared.body["id"]))).toEqual([
      "access.share.create",
      "access.share.update",
      "access.share.delete",
    ]);
  });

  test("a whole set of shares is put; what stays as it is has no event", async () => {
    const id = await record();
    const everybody = { to: "company", access: "read" };
    const role = { to: `role:${world.sets["Viewer"] ?? ""}`, access: "read" };
    const put = await world.send("ada", "PUT", at(id), {
      shares: [everybody, { to: bob(), access: "full" }],
    });
    expect(itemsOf(put).map(({ to, name }) => [to, name])).toEqual(
      expect.arrayContaining([
        ["company", "Acme"],
        [bob(), "Bob"],
      ]),
    );
    const before = (await events("access.share")).length;
    const same = await world.send("ada", "PUT", at(id), {
      shares: [{ to: bob(), access: "full" }, everybody],
    });
    expect(same.status).toBe(200);
    expect((await events("access.share")).length).toBe(before);
    const other = await world.send("ada", "PUT", at(id), { shares: [everybody, role] });
    expect(itemsOf(other).map(({ to }) => to)).toEqual(
      expect.arrayContaining(["company", role.to]),
    );
    expect((await events("access.share")).length).toBe(before + 2);
  });

  test("sharing takes the right to share, all of the record, and a record that one may see", async () => {
    const id = await record();
    const body = { to: bob(), access: "read" };
    expect((await world.send("bob", "POST", at(id), body)).status).toBe(403);
    expect((await world.send("vic", "POST", at(id), body)).status).toBe(403);
    expect((await world.send("new", "POST", at(id), body)).status).toBe(404);
    await world.send("ada", "POST", at(id), { to: `user:${world.users.new}`, access: "edit" });
    const partly = await world.send("new", "POST", at(id), body);
    expect([partly.status, partly.body["code"]]).toEqual([403, "access/forbidden"]);
    expect((await world.send("gus", "POST", at(id), body)).status).toBe(404);
    expect((await events("opportunity", id)).filter((one) => one.endsWith(".deny"))).toEqual([
      "access.share.deny",
    ]);
  });

  test("nobody gives what he may not do himself", async () => {
    const id = await record("new");
    const edit = await world.send("new", "POST", at(id), { to: bob(), access: "edit" });
    expect([edit.status, codesOf(edit)]).toEqual([403, [["access/share-level", "/access"]]]);
    const set = await world.send("new", "PUT", at(id), {
      shares: [
        { to: "company", access: "read" },
        { to: bob(), access: "full" },
      ],
    });
    expect(codesOf(set)).toEqual([["access/share-level", "/shares/1/access"]]);
    const read = await world.send("new", "POST", at(id), { to: bob(), access: "read" });
    expect(read.status).toBe(201);
  });

  test("a share names somebody of the company, once, and ends in the future", async () => {
    const id = await record();
    const foreign = await world.send("ada", "PUT", at(id), {
      shares: [
        { to: `user:${world.users.gus}`, access: "read" },
        { to: `role:${world.sets["Sharer"] ?? world.users.bob}`, access: "read" },
        { to: `territory:${world.users.bob}`, access: "read" },
        { to: bob(), access: "read", expiresAt: "2020-01-01T00:00:00Z" },
        { to: bob(), access: "read" },
      ],
    });
    expect(codesOf(foreign)).toEqual([
      ["access/foreign-principal", "/shares/0/to"],
      ["access/foreign-principal", "/shares/1/to"],
      ["access/foreign-principal", "/shares/2/to"],
      ["access/expiry-in-past", "/shares/3/expiresAt"],
      ["access/duplicate-share", "/shares/4/to"],
    ]);
    expect(itemsOf(await world.send("ada", "GET", at(id)))).toEqual([]);
  });

  test("a share ends at its instant, and full by a share is as good as owning while it lasts", async () => {
    const id = await record();
    const to = `user:${world.users.new}`;
    const expiresAt = new Date(1_780_000_000_000 + day).toISOString();
    await world.send("ada", "POST", at(id), { to, access: "full", expiresAt });
    const onward = await world.send("new", "POST", at(id), { to: bob(), access: "read" });
    expect(onward.status).toBe(201);
    world.pass(day);
    const late = await world.send("new", "POST", at(id), { to: bob(), access: "read" });
    expect(late.status).toBe(404);
    const list = itemsOf(await world.send("ada", "GET", at(id)));
    expect(list.map(({ to: whom, expired }) => [whom, expired])).toEqual(
      expect.arrayContaining([
        [to, true],
        [bob(), false],
      ]),
    );
  });

  test("a group or a role that shares name stays", async () => {
    const id = await record();
    const group = await world.send("amy", "POST", "/api/access/groups", { name: `On ${on}` });
    const to = `group:${String(group.body["id"])}`;
    await world.send("ada", "POST", at(id), { to, access: "read" });
    const path = `/api/access/groups/${String(group.body["id"])}`;
    expect((await world.send("amy", "DELETE", path)).body["code"]).toBe("access/group-in-use");
    await world.send("ada", "PUT", at(id), { shares: [] });
    expect((await world.send("amy", "DELETE", path)).status).toBe(204);
  });

  test("of two who share at once neither undoes the other", async () => {
    const id = await record();
    const both = await Promise.all([
      world.send("ada", "POST", at(id), { to: bob(), access: "read" }),
      world.send("amy", "POST", at(id), { to: "company", access: "read" }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(itemsOf(await world.send("ada", "GET", at(id)))).toHaveLength(2);
  });
});
