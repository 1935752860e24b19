import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openWorld, type Answer, type Person, type World } from "../access/acme.ts";
import { databases } from "../support/databases.ts";

const day = 86_400_000;

interface Deal {
  readonly id: string;
  readonly name: string;
  readonly owner: Person;
}

/** A share as the test knows it: whom it reaches, and whether it has ended. */
interface Given {
  readonly deal: string;
  readonly reaches: readonly Person[];
}

const staff: readonly Person[] = ["ada", "bob", "new"];

const itemsOf = ({ body }: Answer): Record<string, unknown>[] =>
  (body["items"] ?? []) as Record<string, unknown>[];

const nameOf = (item: Record<string, unknown>): string =>
  String((item["fields"] as Record<string, unknown>)["name"]);

describe.each(databases)("what somebody may see, on %s", (on) => {
  let world: World;
  const deals: Deal[] = [];
  const of = (owner: Person): Deal[] => deals.filter((deal) => deal.owner === owner);
  const dealOf = (name: string): string => deals.find((one) => one.name === name)?.id ?? "";
  const given: Given[] = [];
  const hidden = new Map<Person, Set<string>>();

  const ok = async (as: Person, method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await world.send(as, method, path, body);
    expect([method, path, answer.status < 300, answer.body]).toEqual([
      method,
      path,
      true,
      expect.anything(),
    ]);
    return answer;
  };

  const callAbout = (id: string): Promise<Answer> =>
    world.send("ada", "PATCH", `/api/records/opportunity/${id}`, {
      fields: { nextStep: "Call" },
    });

  const share = async (deal: Deal, to: string, reaches: readonly Person[], more: object = {}) => {
    const path = `/api/access/shares/opportunity/${deal.id}`;
    await ok("amy", "POST", path, { to, access: "read", ...more });
    given.push({ deal: deal.id, reaches });
  };

  beforeAll(async () => {
    world = await openWorld(on);
    const { users, sets } = world;
    // New manages Bob, who manages Ada.
    await ok("amy", "PATCH", `/api/access/users/${users.new}`, { sets: [sets["Sales rep"]] });
    await ok("amy", "PATCH", `/api/access/users/${users.ada}`, { managerId: users.bob });
    await ok("amy", "PATCH", `/api/access/users/${users.bob}`, { managerId: users.new });
    const inner = await ok("amy", "POST", "/api/access/groups", {
      name: "Inner",
      members: [`user:${users.ada}`],
    });
    const team = await ok("amy", "POST", "/api/access/groups", {
      name: "Team",
      members: [`group:${String(inner.body["id"])}`],
    });
    for (const [at, owner] of (["ada", "bob", "new", "amy", "vic"] as const).entries()) {
      for (let count = 0; count < 6; count += 1) {
        const name = `Harbour ${owner} ${count}`;
        const made = await ok("amy", "POST", "/api/records/opportunity", {
          fields: { name, stage: "Prospecting", amount: { amount: `${at}00`, currency: "EUR" } },
          ownerId: users[owner],
        });
        deals.push({ id: String(made.body["id"]), name, owner });
      }
    }
    const [a, b, c, d, e] = of("amy");
    const [v] = of("vic");
    const [n, m] = of("new");
    if (!a || !b || !c || !d || !e || !v || !n || !m) throw new Error("There are no deals.");
    await share(a, `user:${users.ada}`, ["ada"]);
    await share(b, `group:${String(team.body["id"])}`, ["ada"]);
    await share(c, `role:${sets["Sales rep"] ?? ""}`, staff);
    await share(d, "company", staff);
    await share(n, `user:${users.ada}`, ["ada"], { access: "edit" });
    // One that ends before it is looked at, and one that was taken back.
    const soon = new Date(1_780_000_000_000 + day).toISOString().replace(".000", "");
    await share(e, "company", [], { expiresAt: soon });
    await share(v, `user:${users.bob}`, []);
    const [taken] = itemsOf(await ok("amy", "GET", `/api/access/shares/opportunity/${v.id}`));
    await ok("amy", "DELETE", `/api/access/shares/opportunity/${v.id}/${String(taken?.["id"])}`);
    // What is denied is out of sight, although it is one's own, shared or below one.
    const [own] = of("ada");
    for (const [who, persons, deal] of [
      [`user:${users.ada}`, ["ada"], own],
      [`group:${String(team.body["id"])}`, ["ada"], d],
      [`user:${users.bob}`, ["bob"], of("ada")[1]],
    ] as const) {
      if (deal === undefined) throw new Error("There is no deal.");
      await ok("amy", "POST", "/api/access/denies", {
        who,
        action: "read",
        object: "opportunity",
        recordId: deal.id,
        reason: "a conflict of interest",
      });
      for (const person of persons) {
        hidden.set(person, (hidden.get(person) ?? new Set()).add(deal.id));
      }
    }
    world.pass(2 * day);
  });
  afterAll(() => world.close());

  const below: Readonly<Partial<Record<Person, readonly Person[]>>> = {
    ada: ["ada"],
    bob: ["bob", "ada"],
    new: ["new", "bob", "ada"],
  };

  /** Names of the deals that somebody may see, by rules written down here once more. */
  const expected = (person: Person): string[] =>
    deals
      .filter(({ id, owner }) => {
        if (hidden.get(person)?.has(id) === true) return false;
        if (person === "amy" || person === "vic") return true;
        if (below[person]?.includes(owner) === true) return true;
        return given.some(({ deal, reaches }) => deal === id && reaches.includes(person));
      })
      .map(({ name }) => name)
      .toSorted();

  const listed = async (person: Person, query: string): Promise<Answer> =>
    ok(person, "GET", `/api/records/opportunity?${query}`);

  const people: readonly Person[] = ["amy", "ada", "bob", "new", "vic"];

  test.each(people)("%s: lists by any order and in pages, with their counts", async (person) => {
    const wanted = expected(person);
    for (const sort of ["name", "-createdAt", "amount,-name", "-updatedAt"]) {
      const names: string[] = [];
      let query = `limit=4&total=true&sort=${sort}`;
      for (;;) {
        const page = await listed(person, query);
        names.push(...itemsOf(page).map(nameOf));
        expect(page.body["total"]).toBe(wanted.length);
        if (page.body["next"] === null) break;
        query = `limit=4&total=true&sort=${sort}&cursor=${String(page.body["next"])}`;
      }
      expect([sort, names.toSorted()]).toEqual([sort, wanted]);
    }
    const filter = encodeURIComponent(JSON.stringify(["=", "name", "Harbour amy 0"]));
    const one = await listed(person, `filter=${filter}&total=true`);
    expect(one.body["total"]).toBe(wanted.includes("Harbour amy 0") ? 1 : 0);
  });

  test.each(people)("%s: finds by words what may be seen, and nothing else", async (person) => {
    const wanted = expected(person);
    await expect
      .poll(async () => itemsOf(await listed("amy", "q=harbour&limit=100")).length)
      .toBe(deals.length);
    const found = itemsOf(await listed(person, "q=harbour&limit=100&total=true")).map(nameOf);
    expect(found.toSorted()).toEqual(wanted);
    const all = await ok(person, "GET", "/api/search?q=harbour&objects=opportunity&limit=20");
    const groups = (all.body["groups"] ?? []) as { items: { record: Record<string, unknown> }[] }[];
    const names = groups.flatMap(({ items }) => items.map(({ record }) => nameOf(record)));
    expect(names.every((name) => wanted.includes(name))).toBe(true);
    expect(names.length).toBe(Math.min(20, wanted.length));
  });

  test.each(people)("%s: reports on what may be seen, in totals and members", async (person) => {
    const wanted = expected(person);
    const run = await ok(person, "POST", "/api/analytics/reports/run", {
      spec: {
        version: 1,
        source: "opportunity",
        rows: [{ name: "deal", field: "name" }],
        cols: [],
        values: [{ name: "n", agg: "records" }],
      },
    });
    const text = JSON.stringify(run.body);
    for (const { name } of deals)
      expect([name, text.includes(name)]).toEqual([name, wanted.includes(name)]);
    expect((run.body["stats"] as Record<string, unknown>)["rows"]).toBe(wanted.length);
  });

  test.each(people)("%s: opens one by one exactly what is listed", async (person) => {
    const wanted = expected(person);
    for (const { id, name } of deals) {
      const { status } = await world.send(person, "GET", `/api/records/opportunity/${id}`);
      expect([name, status]).toEqual([name, wanted.includes(name) ? 200 : 404]);
    }
  });

  test("a share to edit lets one edit, a share to read does not", async () => {
    expect((await callAbout(dealOf("Harbour new 0"))).status).toBe(200);
    expect((await callAbout(dealOf("Harbour amy 0"))).status).toBe(403);
    expect((await callAbout(dealOf("Harbour vic 0"))).status).toBe(404);
  });

  test("a masked field shows its end at most, is told as masked, and nothing is found by it", async () => {
    const { users } = world;
    const made = await ok("amy", "POST", "/api/access/permission-sets", {
      name: "Masked",
      objects: { opportunity: ["viewAll"] },
      fields: { opportunity: { nextStep: "mask", amount: "mask", closeDate: "none" } },
      system: [],
    });
    await ok("amy", "PATCH", `/api/access/users/${users.vic}`, { sets: [made.body["id"]] });
    const [deal] = deals;
    const path = `/api/records/opportunity/${deal?.id}`;
    await ok("amy", "PATCH", path, {
      fields: { nextStep: "Ring the harbour master", closeDate: "2026-03-01" },
    });
    const { body } = await ok("vic", "GET", path);
    const fields = body["fields"] as Record<string, unknown>;
    expect(fields).toMatchObject({ nextStep: "••••ster", amount: null, name: deal?.name });
    expect(fields).not.toHaveProperty("closeDate");
    expect(body["masked"]).toEqual(expect.arrayContaining(["nextStep", "amount"]));
    const ask = (query: string): Promise<Answer> =>
      world.send("vic", "GET", `/api/records/opportunity?${query}`);
    for (const query of [
      "sort=amount",
      `filter=${encodeURIComponent('["=","nextStep","Ring the harbour master"]')}`,
      `filter=${encodeURIComponent('["and",["=","name","x"],["not",["=","amount",1]]]')}`,
    ]) {
      const { status, body: problem } = await ask(query);
      expect([status, problem["code"]]).toEqual([403, "access/field-not-filterable"]);
    }
    expect((await ask("sort=closeDate")).body["code"]).toBe("kernel/unknown-sort");
    expect(itemsOf(await ok("vic", "GET", "/api/records/opportunity?q=master"))).toEqual([]);
    const run = await world.send("vic", "POST", "/api/analytics/reports/run", {
      spec: {
        version: 1,
        source: "opportunity",
        rows: [{ name: "step", field: "nextStep" }],
        cols: [],
        values: [{ name: "n", agg: "records" }],
      },
    });
    expect([run.status, JSON.stringify(run.body).includes("Ring")]).toEqual([403, false]);
  });

  test("a deleted record takes its shares along", async () => {
    const { users } = world;
    const made = await ok("amy", "POST", "/api/records/opportunity", {
      fields: { name: "Short lived", stage: "Prospecting" },
    });
    const id = String(made.body["id"]);
    await ok("amy", "POST", `/api/access/shares/opportunity/${id}`, {
      to: `user:${users.bob}`,
      access: "read",
    });
    await ok("amy", "DELETE", `/api/records/opportunity/${id}`);
    const { rows } = await world.db.execute({
      sql: "select count(*) from record_share where record_id = ?",
      args: [id],
    });
    expect(Number(rows[0]?.[0])).toBe(0);
  });
});
