import { afterAll, beforeAll, expect, test } from "vitest";

import { openWorld, type Answer, type World } from "../access/acme.ts";

const reports = "/api/analytics/reports";
const folders = "/api/analytics/folders";

const spec = {
  version: 1,
  source: "opportunity",
  rows: [{ name: "stage", field: "stage" }],
  cols: [],
  values: [{ name: "deals", agg: "records" }],
};

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

type Person = Parameters<World["send"]>[0];

const make = async (as: Person, name: string, parentId: string | null = null): Promise<string> =>
  String((await world.send(as, "POST", folders, { name, parentId })).body["id"]);

const save = async (as: Person, name: string, more: object = {}): Promise<string> =>
  String((await world.send(as, "POST", reports, { name, spec, ...more })).body["id"]);

const refusal = ({ status, body }: Answer): unknown => [
  status,
  body["code"],
  (body["errors"] as { pointer: string }[])[0]?.pointer,
];

const names = async (as: Person, query: string): Promise<unknown[]> => {
  const { body } = await world.send(as, "GET", `${reports}?sort=name&${query}`);
  return (body["items"] as { name: string }[]).map(({ name }) => name);
};

const actionsOf = async (id: string): Promise<unknown[]> => {
  const { rows } = await world.db.execute({
    sql: "select action, version from audit_event where entity_id = ? order by seq",
    args: [id],
  });
  return rows.map((row) => [row["action"], row["version"]]);
};

test("folders lie in each other, never in themselves", async () => {
  const top = await make("ada", "Sales");
  const mid = await make("ada", "Regions", top);
  const low = await make("ada", "North", mid);
  for (const parentId of [top, mid, low]) {
    const moved = await world.send("ada", "PATCH", `${folders}/${top}`, { parentId });
    expect(refusal(moved)).toEqual([422, "pivot/folder-cycle", "/parentId"]);
  }
  const out = await world.send("ada", "PATCH", `${folders}/${low}`, { parentId: null });
  expect(out.body).toMatchObject({ parentId: null, version: 2 });
  expect((await world.send("ada", "PATCH", `${folders}/${top}`, { parentId: low })).status).toBe(
    200,
  );
  expect(await actionsOf(low)).toEqual([
    ["pivot.folder.create", 1],
    ["pivot.folder.update", 2],
  ]);
});

test("two moves at once that would make a circle together do not both happen", async () => {
  const [a, b] = [await make("bob", "A"), await make("bob", "B")];
  const moves = await Promise.all([
    world.send("bob", "PATCH", `${folders}/${a}`, { parentId: b }),
    world.send("bob", "PATCH", `${folders}/${b}`, { parentId: a }),
  ]);
  expect(moves.map(({ status }) => status).toSorted()).toEqual([200, 422]);
});

test("folders are at most twenty deep, whatever is moved beneath", async () => {
  let parent: string | null = null;
  for (let depth = 0; depth < 20; depth += 1) parent = await make("amy", `F${depth}`, parent);
  const more = await world.send("amy", "POST", folders, { name: "x", parentId: parent });
  expect(refusal(more)).toEqual([422, "pivot/folder-too-deep", "/parentId"]);
});

test("a folder goes only when nothing lies in it, not even what one may not see", async () => {
  const folder = await make("amy", "Shared");
  await save("amy", "In it", { folderId: folder });
  const full = await world.send("amy", "DELETE", `${folders}/${folder}`);
  expect([full.status, full.body["code"]]).toEqual([409, "pivot/folder-not-empty"]);
  const [id] = [await save("amy", "Again", { folderId: folder })];
  await world.send("amy", "DELETE", `${reports}/${id}`);
  const list = await world.send("amy", "GET", `${reports}?folder=${folder}`);
  for (const one of list.body["items"] as { id: string }[]) {
    await world.send("amy", "PATCH", `${reports}/${one.id}`, { folderId: null });
  }
  expect((await world.send("amy", "DELETE", `${folders}/${folder}`)).status).toBe(204);
});

test("a folder of somebody else is not there, nor can anything be put into it", async () => {
  const folder = await make("ada", "Mine");
  expect((await world.send("bob", "GET", `${folders}/${folder}`)).status).toBe(404);
  const put = await world.send("bob", "POST", reports, { name: "x", spec, folderId: folder });
  expect(refusal(put)).toEqual([422, "pivot/unknown-folder", "/folderId"]);
  const nested = await world.send("bob", "POST", folders, { name: "x", parentId: folder });
  expect(refusal(nested)).toEqual([422, "pivot/unknown-folder", "/parentId"]);
  const seen = await world.send("vic", "PATCH", `${folders}/${folder}`, { name: "x" });
  expect([seen.status, seen.body["code"]]).toEqual([403, "access/forbidden"]);
});

test("a list is narrowed by words, folder, owner and archive, and its cursors are of that list", async () => {
  const folder = await make("amy", "Narrow");
  const first = await save("amy", "Needle 1", { folderId: folder });
  await save("amy", "Needle 2", { description: "of 100% hay_stack" });
  await save("ada", "Needle 3");
  expect(await names("amy", "q=NEEDLE")).toEqual(["Needle 1", "Needle 2", "Needle 3"]);
  expect(await names("amy", "q=needle&mine=true")).toEqual(["Needle 1", "Needle 2"]);
  expect(await names("amy", `q=needle&folder=${folder}`)).toEqual(["Needle 1"]);
  expect(await names("amy", "q=needle&folder=top")).toEqual(["Needle 2", "Needle 3"]);
  expect(await names("amy", `q=${encodeURIComponent("0% hay_")}`)).toEqual(["Needle 2"]);
  const put = await world.send("amy", "POST", `${reports}/${first}/archive`);
  expect(put.body["archivedAt"]).toEqual(expect.any(String));
  expect(await names("amy", "q=needle")).toEqual(["Needle 2", "Needle 3"]);
  expect(await names("amy", "q=needle&archived=true")).toEqual(["Needle 1"]);
  expect(await names("amy", "q=needle&archived=all")).toHaveLength(3);
  await world.send("amy", "POST", `${reports}/${first}/archive`);
  await world.send("amy", "POST", `${reports}/${first}/unarchive`);
  expect(await actionsOf(first)).toEqual([
    ["pivot.report.create", 1],
    ["pivot.report.archive", 2],
    ["pivot.report.unarchive", 3],
  ]);
  const page = await world.send("amy", "GET", `${reports}?q=needle&limit=1`);
  const next = encodeURIComponent(String(page.body["next"]));
  const other = await world.send("amy", "GET", `${reports}?limit=1&cursor=${next}`);
  expect([other.status, other.body["code"]]).toEqual([400, "kernel/bad-cursor"]);
});

test("every saved definition is kept with who and when, and comes back as the newest version", async () => {
  const id = await save("ada", "First", { view: { chart: "bar" } });
  const at = `${reports}/${id}`;
  const other = { ...spec, rows: [{ name: "owner", field: "owner" }] };
  await world.send("ada", "PATCH", at, { spec: other });
  await world.send("amy", "PATCH", at, { name: "Third", view: null });
  await world.send("ada", "POST", `${at}/archive`);
  const { body } = await world.send("ada", "GET", `${at}/versions`);
  expect(body["items"]).toMatchObject([
    { version: 3, name: "Third", savedBy: world.users.amy },
    { version: 2, name: "First", savedBy: world.users.ada },
    { version: 1, name: "First", savedBy: world.users.ada },
  ]);
  expect((await world.send("ada", "GET", `${at}/versions/1`)).body).toMatchObject({
    spec,
    view: { chart: "bar" },
  });
  for (const none of ["4", "0", "x", "99999999999"]) {
    expect((await world.send("ada", "GET", `${at}/versions/${none}`)).status).toBe(404);
  }
  const back = await world.send("ada", "POST", `${at}/versions/1/restore`);
  expect(back.body).toMatchObject({ name: "First", spec, view: { chart: "bar" }, version: 5 });
  expect((await world.send("bob", "GET", `${at}/versions`)).status).toBe(404);
  const stolen = "update report_version set saved_by = 'x' where root_id = ?";
  await expect(world.db.execute({ sql: stolen, args: [id] })).rejects.toThrow("APPEND_ONLY");
});

test("a duplicate is one's own, and knows nothing of what was shared", async () => {
  const folder = await make("amy", "Theirs");
  const id = await save("amy", "Original", { folderId: folder });
  const made = await world.send("amy", "POST", `${reports}/${id}/duplicate`);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ name: "Original", spec, folderId: null, version: 1 });
  expect(made.body["id"]).not.toBe(id);
  expect((await world.send("ada", "POST", `${reports}/${id}/duplicate`)).status).toBe(404);
});
