import { afterEach, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";
import { settle } from "../support/settle.ts";

const openEdges: Edge[] = [];
afterEach(async () => {
  await Promise.all(openEdges.splice(0).map((edge) => edge.close()));
});

const create = async (
  edge: Edge,
  object: string,
  fields: Readonly<Record<string, unknown>>,
  { as = "admin", ...more }: { as?: Person; externalId?: string; ownerId?: string } = {},
): Promise<string> => {
  const made = await edge.send(as, "POST", `/api/records/${object}`, { body: { fields, ...more } });
  expect(made.text).toContain('"id"');
  return String(made.body["id"]);
};

interface Item {
  readonly label: string;
  readonly fields: readonly string[];
  readonly record: Readonly<Record<string, unknown>>;
}
interface Group {
  readonly object: string;
  readonly items: readonly Item[];
  readonly more: boolean;
}

const groupsOf = ({ body }: Reply): readonly Group[] => body["groups"] as readonly Group[];

const search = async (edge: Edge, as: Person, q: string, more = ""): Promise<readonly Group[]> => {
  const reply = await edge.send(as, "GET", `/api/search?q=${encodeURIComponent(q)}${more}`);
  expect(reply.status).toBe(200);
  return groupsOf(reply);
};

/** What is found, by label. */
const labels = async (edge: Edge, as: Person, q: string): Promise<readonly string[]> =>
  (await search(edge, as, q)).flatMap(({ items }) => items.map(({ label }) => label));

const list = async (edge: Edge, as: Person, q: string, more = ""): Promise<readonly string[]> => {
  const path = `/api/records/visit?q=${encodeURIComponent(q)}&sort=subject${more}`;
  const reply = await edge.send(as, "GET", path);
  expect(reply.status).toBe(200);
  return (reply.body["items"] as { fields: Record<string, string> }[]).map(
    ({ fields }) => fields["subject"] ?? "",
  );
};

describe.each(databases)("search on %s", (kind) => {
  const open = async (): Promise<Edge> => {
    const edge = await openEdge({}, kind);
    openEdges.push(edge);
    return edge;
  };

  test("finds words in any field, without case, accents and order, the last one by its beginning", async () => {
    const edge = await open();
    await create(edge, "visit", { subject: "Besuch bei Müller", guest: "Grace Hopper" });
    await create(edge, "visit", { subject: "Kran abnehmen" }, { externalId: "erp-4711" });
    await create(edge, "account", { name: "Müller & Söhne" });
    await create(edge, "contact", {
      name: "Lovelace",
      email: "ada.lovelace@engines.example",
      phone: "+49 30 123 45 67",
    });
    await settle(edge);
    const at = (q: string) => labels(edge, "admin", q);
    expect(await at("muller")).toEqual(["Müller & Söhne", "Besuch bei Müller"]);
    expect(await at("MÜLLER besuch")).toEqual(["Besuch bei Müller"]);
    expect(await at("hopper besuch")).toEqual(["Besuch bei Müller"]);
    expect(await at("mü")).toHaveLength(2);
    expect(await at("hop mül")).toEqual([]);
    expect(await at("erp-4711")).toEqual(["Kran abnehmen"]);
    expect(await at("ada.lovelace@engines.example")).toEqual(["Lovelace"]);
    expect(await at("lovelace@eng")).toEqual(["Lovelace"]);
    expect(await at("4930123")).toEqual(["Lovelace"]);
    expect(await at("nothing")).toEqual([]);
    expect(await at("  !?  ")).toEqual([]);
  });

  test("finds letters of other alphabets as people type them who have plain keys", async () => {
    const edge = await open();
    const subjects = [
      "Große Straße",
      "Łódź Ørsted",
      "ÆRØ Đorđe",
      "ısı",
      "ΣΊΣΥΦΟΣ",
      "مَرْحَبًا",
      "ﾊﾝｶｸ",
    ];
    for (const subject of subjects) await create(edge, "visit", { subject });
    await settle(edge);
    for (const [q, subject] of [
      ["GROSSE", "Große Straße"],
      ["strasse", "Große Straße"],
      ["lodz orsted", "Łódź Ørsted"],
      ["aero dorde", "ÆRØ Đorđe"],
      ["ISI", "ısı"],
      ["σίσυφος", "ΣΊΣΥΦΟΣ"],
      ["مرحبا", "مَرْحَبًا"],
      ["ハンカク", "ﾊﾝｶｸ"],
    ] as const) {
      expect({ q, found: await labels(edge, "admin", q) }).toEqual({ q, found: [subject] });
    }
  });

  test("takes quotes for a phrase, and nothing for an operator", async () => {
    const edge = await open();
    await create(edge, "visit", { subject: "Blue crane at the harbour" });
    await create(edge, "visit", { subject: "Crane, blue" });
    await create(edge, "visit", { subject: "起重机检查" });
    await settle(edge);
    const at = async (q: string) => (await labels(edge, "admin", q)).toSorted();
    expect(await at('"blue crane"')).toEqual(["Blue crane at the harbour"]);
    expect(await at('"blue cra"')).toEqual([]);
    expect(await at("crane blue")).toHaveLength(2);
    expect(await at("重机")).toEqual(["起重机检查"]);
    expect(await at("机重")).toEqual([]);
    for (const hostile of [
      'f0 : "blue"',
      "blue OR nothing",
      "blue NOT crane",
      "NEAR(blue crane)",
      "{f0} : crane",
      '"',
      '"""',
      "blue*",
      "^blue",
      "-blue",
      "(blue",
      "crane'; drop table record; --",
      "owner:admin",
      "%",
      "\u0000crane",
    ]) {
      const reply = await edge.send("admin", "GET", `/api/search?q=${encodeURIComponent(hostile)}`);
      expect({ hostile, isAnswered: [200, 422].includes(reply.status) }).toEqual({
        hostile,
        isAnswered: true,
      });
    }
    expect(await at("blue OR nothing")).toEqual([]);
    expect(await at("-blue*")).toHaveLength(2);
  });

  test("finds only words of fields that one may read, in records that one may see", async () => {
    const edge = await open();
    await create(edge, "visit", { subject: "Mine", guest: "Turing", pin: "sesame" }, { as: "rep" });
    await create(edge, "visit", { subject: "Theirs", guest: "Turing" }, { as: "mate" });
    await create(edge, "visit", { subject: "Foreign", guest: "Turing" }, { as: "stranger" });
    await create(edge, "account", { name: "Turing Works" });
    await settle(edge);
    expect((await labels(edge, "rep", "turing")).toSorted()).toEqual(["Mine"]);
    expect((await labels(edge, "viewer", "turing")).toSorted()).toEqual(["Mine", "Theirs"]);
    expect(await labels(edge, "stranger", "turing")).toEqual(["Foreign"]);
    expect(await labels(edge, "nobody", "turing")).toEqual([]);
    expect(await labels(edge, "admin", "sesame")).toEqual([]);
    expect(await list(edge, "rep", "turing", "&total=true")).toEqual(["Mine"]);
    const refused = await edge.send("rep", "GET", "/api/search?q=a&objects=opportunity");
    const unknown = await edge.send("rep", "GET", "/api/search?q=a&objects=nonsense");
    expect([refused.status, unknown.status]).toEqual([404, 404]);
  });

  test("tells the fields in which it found something, and what it was asked for of each object", async () => {
    const edge = await open();
    for (const at of [1, 2, 3]) {
      await create(edge, "visit", { subject: `Harbour ${at}`, guest: "Harbour master" });
    }
    await create(edge, "visit", { subject: "Office", guest: "Harbour master" });
    await create(edge, "account", { name: "Harbour" });
    await settle(edge);
    const groups = await search(edge, "admin", "harbour", "&limit=3");
    expect(groups.map(({ object, more, items }) => [object, more, items.length])).toEqual([
      ["account", false, 1],
      ["visit", true, 3],
    ]);
    expect(groups[1]?.items[0]).toMatchObject({ label: "Harbour 3", fields: ["subject", "guest"] });
    const [one, ...none] = await search(edge, "admin", "harbour", "&objects=visit&limit=50");
    expect(none).toEqual([]);
    expect(one?.items.map(({ label }) => label)).toEqual([
      "Harbour 3",
      "Harbour 2",
      "Harbour 1",
      "Office",
    ]);
  });

  test("shows nothing that is not so any more, even before the index knows", async () => {
    const edge = await open();
    const changed = await create(edge, "visit", { subject: "Alpha one" });
    const deleted = await create(edge, "visit", { subject: "Alpha two" });
    await create(edge, "visit", { subject: "Alpha three" });
    await settle(edge);
    const { write } = edge.database;
    // The feed stands still: what follows is not in the index.
    edge.database.write = (statements) =>
      statements.some(({ sql }) => sql.startsWith("update feed_cursor"))
        ? Promise.reject(new Error("not now"))
        : write(statements);
    await edge.send("admin", "PATCH", `/api/records/visit/${changed}`, {
      body: { fields: { subject: "Beta" } },
    });
    await edge.send("admin", "DELETE", `/api/records/visit/${deleted}`);
    expect(await labels(edge, "admin", "alpha")).toEqual(["Alpha three"]);
    expect(await list(edge, "admin", "alpha")).toEqual(["Alpha three"]);
    edge.database.write = write;
    await settle(edge);
    expect(await labels(edge, "admin", "alpha")).toEqual(["Alpha three"]);
    expect(await labels(edge, "admin", "beta")).toEqual(["Beta"]);
    const rows = await edge.db.execute(
      "select count(*) as n from record_indexed where object = 'visit'",
    );
    expect(rows.rows[0]?.["n"]).toBe(2);
  });

  test("is a list like any other with its filter, sort, total and cursor", async () => {
    const edge = await open();
    for (let at = 0; at < 7; at += 1) {
      await create(edge, "visit", { subject: `Crane ${at}`, guests: at });
    }
    await create(edge, "visit", { subject: "Office", guests: 5 });
    await settle(edge);
    const filter = encodeURIComponent(JSON.stringify([">=", "guests", 2]));
    const path = `/api/records/visit?q=crane&filter=${filter}&sort=-guests&limit=3&total=true`;
    const first = await edge.send("admin", "GET", path);
    expect(first.body["total"]).toBe(5);
    const next = encodeURIComponent(String(first.body["next"]));
    const second = await edge.send("admin", "GET", `${path}&cursor=${next}`);
    const guests = [
      ...(first.body["items"] as Item["record"][]),
      ...(second.body["items"] as Item["record"][]),
    ];
    expect(guests.map((one) => (one["fields"] as Record<string, number>)["guests"])).toEqual([
      6, 5, 4, 3, 2,
    ]);
    const other = await edge.send(
      "admin",
      "GET",
      `${path.replace("q=crane", "q=cran")}&cursor=${next}`,
    );
    expect(other.body["code"]).toBe("kernel/bad-cursor");
  });

  test("verifies, and is made right again by a rebuild", async () => {
    const edge = await open();
    const drift = async (): Promise<unknown> =>
      (await edge.ennead.verify(edge.ours)).find(({ table }) => table === "record_indexed");
    await create(edge, "visit", { subject: "Alpha" });
    const beta = await create(edge, "visit", { subject: "Beta" });
    await create(edge, "visit", { subject: "Gamma" });
    await settle(edge);
    expect(await drift()).toEqual({ table: "record_indexed", missing: 0, extra: 0 });
    await edge.db.execute(
      "delete from record_search where rowid = (select min(rid) from record_indexed)",
    );
    await edge.db.execute({
      sql: "update record_indexed set version = 9 where root_id = ?",
      args: [beta],
    });
    await edge.db.execute({
      sql: "insert into record_indexed(company_id, object, root_id, version, code) values (?, 'visit', 'gone', 1, 'x')",
      args: [edge.ours],
    });
    expect(await drift()).toEqual({ table: "record_indexed", missing: 2, extra: 1 });
    await edge.ennead.rebuild(edge.ours);
    expect(await drift()).toEqual({ table: "record_indexed", missing: 0, extra: 0 });
    expect(await labels(edge, "admin", "alpha")).toEqual(["Alpha"]);
  });

  test("fills the index again when it was made anew", async () => {
    const edge = await open();
    await create(edge, "visit", { subject: "Alpha" });
    await create(edge, "account", { name: "Alpha Works" });
    await create(edge, "visit", { subject: "Alpha abroad" }, { as: "stranger" });
    await settle(edge);
    await edge.db.execute("drop table record_search");
    await edge.ennead.migrate();
    expect(await labels(edge, "admin", "alpha")).toEqual([]);
    await settle(edge);
    expect((await labels(edge, "admin", "alpha")).toSorted()).toEqual(["Alpha", "Alpha Works"]);
    expect(await labels(edge, "stranger", "alpha")).toEqual(["Alpha abroad"]);
  });
});
