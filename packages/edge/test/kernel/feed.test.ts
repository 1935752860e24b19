import { err, ok, type Result } from "@ennead/core/kernel";
import {
  defineFollow,
  defineRoom,
  handleFollow,
  openLibsql,
  type Database,
  type FeedEntry,
  type FollowRule,
  type JobFailure,
  type Room,
} from "@ennead/edge";
import { afterEach, describe, expect, test } from "vitest";

import { feedDrain } from "../../src/kernel/feed/drain.ts";
import { feedLag } from "../../src/kernel/feed/feed-lag.ts";
import { introduceFollowers } from "../../src/kernel/feed/roll-call.ts";
import { databases } from "../support/databases.ts";
import { openEdge, type Edge, type Person } from "../support/edge.ts";
import { settle as settled } from "../support/settle.ts";

interface Told {
  readonly company: string;
  readonly entries: readonly FeedEntry[];
}

interface Follower {
  readonly room: Room;
  readonly told: Told[];
  /** What the next attempts answer. */
  readonly answers: Result<null, JobFailure>[];
}

/** A room that follows; what its job is given is kept. */
const follower = (rule: Partial<FollowRule> & { readonly name: string }): Follower => {
  const told: Told[] = [];
  const answers: Result<null, JobFailure>[] = [];
  const follow = defineFollow({
    from: "start",
    objects: ["visit"],
    ...rule,
    job: { kind: `test.${rule.name}`, maxAttempts: 1 },
  });
  const room = defineRoom({
    name: `test-${rule.name}`,
    tables: [],
    routes: [],
    follows: [follow],
    jobs: [
      handleFollow(follow, async ({ context }, entries) => {
        const answer = answers.shift() ?? ok(null);
        if (answer.ok) told.push({ company: context.company, entries });
        return Promise.resolve(answer);
      }),
    ],
  });
  return { room, told, answers };
};

const openEdges: Edge[] = [];
afterEach(async () => {
  await Promise.all(openEdges.splice(0).map((edge) => edge.close()));
});

const create = async (edge: Edge, subject: string, as: Person = "admin"): Promise<string> => {
  const made = await edge.send(as, "POST", "/api/records/visit", {
    body: { fields: { subject, guest: "Grace" } },
  });
  expect(made.status).toBe(201);
  return String(made.body["id"]);
};

const entriesOf = ({ told }: Follower, company: string): readonly FeedEntry[] =>
  told
    .filter((one) => one.company === company)
    .flatMap(({ entries }) => entries)
    .toSorted((a, b) => a.seq - b.seq);

const kinds = ["visits", "accounts", "deletes", "all", "one", "two", "sick", "well"].map(
  (name) => `test.${name}`,
);

/** Works until nothing is left, beside whatever the edge does by itself. */
const settle = (edge: Edge): Promise<void> => settled(edge, kinds);

/** The database with every company awake, and no edge that drains it. */
const quiet = async (edge: Edge): Promise<Database> => {
  await edge.ennead.close();
  await edge.db.execute(
    "insert or ignore into feed_wake select distinct company_id from audit_event",
  );
  return openLibsql(edge.options);
};

describe.each(databases)("the feed on %s", (kind) => {
  const open = async (...followers: readonly Follower[]): Promise<Edge> => {
    const edge = await openEdge({ rooms: followers.map(({ room }) => room) }, kind);
    openEdges.push(edge);
    return edge;
  };

  test("tells a follower of every change once, in order, with the names of what changed and no value", async () => {
    const visits = follower({ name: "visits" });
    const edge = await open(visits);
    const id = await create(edge, "First");
    await edge.send("admin", "PATCH", `/api/records/visit/${id}`, {
      body: { fields: { guest: "Heidi", mood: "good" } },
    });
    await edge.send("admin", "POST", "/api/records/account", { body: { fields: { name: "A" } } });
    await edge.send("admin", "DELETE", `/api/records/visit/${id}`);
    await settle(edge);
    const entries = entriesOf(visits, edge.ours);
    expect(entries.map(({ op, version, entity, action }) => [op, version, entity, action])).toEqual(
      [
        ["create", 1, "visit", "record.visit.create"],
        ["update", 2, "visit", "record.visit.update"],
        ["delete", 3, "visit", "record.visit.delete"],
      ],
    );
    expect(entries.every((one) => one.id === id)).toBe(true);
    expect(entries[1]?.fields.toSorted()).toEqual(["guest", "mood"]);
    expect(JSON.stringify(entries)).not.toMatch(/Heidi|Grace|First/);
  });

  test("tells followers apart: by object, by action and by how actions begin", async () => {
    const accounts = follower({ name: "accounts", objects: ["account"] });
    const deletes = follower({ name: "deletes", objects: [], actions: ["record.visit.delete"] });
    const all = follower({ name: "all", objects: [], actions: ["record."] });
    const edge = await open(accounts, deletes, all);
    const id = await create(edge, "First");
    await edge.send("admin", "POST", "/api/records/account", { body: { fields: { name: "A" } } });
    await edge.send("admin", "DELETE", `/api/records/visit/${id}`);
    await settle(edge);
    const actions = (one: Follower) => entriesOf(one, edge.ours).map(({ action }) => action);
    expect(actions(accounts)).toEqual(["record.account.create"]);
    expect(actions(deletes)).toEqual(["record.visit.delete"]);
    expect(actions(all)).toHaveLength(3);
  });

  test("keeps companies apart, and takes the wake row away when all followers stand at the head", async () => {
    const visits = follower({ name: "visits" });
    const edge = await open(visits);
    const mine = await create(edge, "Mine");
    const foreign = await create(edge, "Foreign", "stranger");
    await settle(edge);
    expect(entriesOf(visits, edge.ours).map(({ id }) => id)).toEqual([mine]);
    expect(entriesOf(visits, edge.theirs).map(({ id }) => id)).toEqual([foreign]);
    const after = await edge.db.execute("select company_id from feed_wake");
    expect(after.rows).toEqual([]);
  });

  test("is drained by itself, a moment after a change", async () => {
    const visits = follower({ name: "visits" });
    const edge = await open(visits);
    await create(edge, "First");
    await expect.poll(() => visits.told.length, { timeout: 30_000, interval: 10 }).toBe(1);
  });

  test("reaches each follower exactly once when many drains race with writers", async () => {
    const [one, two] = [follower({ name: "one" }), follower({ name: "two" })];
    const edge = await open(one, two);
    const others = await Promise.all(
      [1, 2, 3].map(async () => ({
        database: await openLibsql(edge.options),
        drain: feedDrain({
          follows: [...(one.room.follows ?? []), ...(two.room.follows ?? [])],
          clock: () => Date.now(),
          random: (count) => crypto.getRandomValues(new Uint8Array(count)),
        }),
      })),
    );
    const writing = new AbortController();
    const drains = others.map(async ({ database, drain }) => {
      while (!writing.signal.aborted) {
        await drain.work(database, edge.time.now, 500).catch(() => undefined);
        await new Promise((resolve) => {
          setTimeout(resolve, 0);
        });
      }
    });
    for (let at = 0; at < 15; at += 1) await create(edge, `Visit ${at}`);
    writing.abort();
    await Promise.all(drains);
    await settle(edge);
    for (const { database } of others) await database.close();
    const seqs = entriesOf(one, edge.ours).map(({ seq }) => seq);
    expect(seqs).toHaveLength(15);
    expect(new Set(seqs).size).toBe(15);
    expect(entriesOf(two, edge.ours).map(({ seq }) => seq)).toEqual(seqs);
  });

  test("doubles nothing when the answer to a batch is lost", async () => {
    const visits = follower({ name: "visits" });
    const edge = await open(visits);
    await create(edge, "First");
    await settle(edge);
    await create(edge, "Second");
    const { write } = edge.database;
    let lost = 0;
    edge.database.write = async (statements) => {
      const answer = await write(statements);
      if (lost === 0 && statements.some(({ sql }) => sql.startsWith("update feed_cursor"))) {
        lost += 1;
        throw new Error("the connection was lost");
      }
      return answer;
    };
    await edge.ennead.tick(edge.time.now);
    expect(lost).toBe(1);
    edge.database.write = write;
    await settle(edge);
    expect(entriesOf(visits, edge.ours)).toHaveLength(2);
  });

  test("goes on for others when the job of one follower is dead", async () => {
    const [sick, well] = [follower({ name: "sick" }), follower({ name: "well" })];
    sick.answers.push(err({ message: "no" }));
    const edge = await open(sick, well);
    await create(edge, "First");
    await settle(edge);
    await create(edge, "Second");
    await settle(edge);
    expect(entriesOf(well, edge.ours)).toHaveLength(2);
    expect(entriesOf(sick, edge.ours)).toHaveLength(1);
    const dead = await edge.db.execute("select kind from job where state = 2");
    expect(dead.rows.map((row) => row["kind"])).toEqual(["test.sick"]);
  });

  test("begins a new follower at the first event or after the newest, as it says", async () => {
    const edge = await open();
    await create(edge, "Before");
    const heads = await edge.db.execute({
      sql: "select max(seq) as seq from audit_event where company_id = ?",
      args: [edge.ours],
    });
    const [start, head] = [
      follower({ name: "start", from: "start" }),
      follower({ name: "head", from: "head" }),
    ];
    const follows = [...(start.room.follows ?? []), ...(head.room.follows ?? [])];
    await introduceFollowers(edge.database, follows);
    await create(edge, "After");
    // Whoever comes later changes nothing.
    await introduceFollowers(edge.database, follows);
    const database = await quiet(edge);
    const drain = feedDrain({
      follows,
      clock: () => edge.time.now,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    });
    await drain.work(database, edge.time.now, 1000);
    await database.close();
    const jobs = await edge.db.execute(
      "select kind, payload ->> 'after' as after from job where kind like 'test.%' order by kind",
    );
    expect(jobs.rows.map((row) => [row["kind"], row["after"]])).toEqual([
      ["test.head", heads.rows[0]?.["seq"]],
      ["test.start", 0],
    ]);
  });

  test("gives every company its turn within a budget, and goes on where it stopped", async () => {
    const visits = follower({ name: "visits" });
    const edge = await open();
    await create(edge, "Mine");
    await create(edge, "Foreign", "stranger");
    const database = await quiet(edge);
    let now = 0;
    const drain = feedDrain({
      follows: visits.room.follows ?? [],
      clock: () => (now += 1),
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    });
    const done: string[][] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      await drain.work(database, edge.time.now, 2);
      const found = await edge.db.execute(
        "select company_id from job where kind = 'test.visits' order by company_id",
      );
      done.push(found.rows.map((row) => String(row["company_id"])));
    }
    await database.close();
    expect(done).toEqual([[edge.ours], [edge.ours, edge.theirs]]);
  });

  test("reaches the companies after one whose log cannot be drained", async () => {
    const visits = follower({ name: "visits" });
    const edge = await open();
    await create(edge, "Mine");
    await create(edge, "Foreign", "stranger");
    const database = await quiet(edge);
    const sick: Database = {
      ...database,
      write: (statements) =>
        statements.some(({ args }) => args.includes(edge.ours))
          ? Promise.reject(new Error("no"))
          : database.write(statements),
    };
    const drain = feedDrain({
      follows: visits.room.follows ?? [],
      clock: () => edge.time.now,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    });
    await expect(drain.work(sick, edge.time.now, 1000)).rejects.toThrow("no");
    await expect(drain.work(sick, edge.time.now, 1000)).rejects.toThrow("no");
    const jobs = await edge.db.execute("select company_id from job where kind = 'test.visits'");
    expect(jobs.rows.map((row) => row["company_id"])).toEqual([edge.theirs]);
    await database.close();
  });

  test("tells how far each follower is behind", async () => {
    const visits = follower({ name: "visits" });
    const edge = await open();
    const follows = visits.room.follows ?? [];
    await create(edge, "First");
    const database = await quiet(edge);
    const [lag] = await feedLag(database, follows);
    expect(lag).toMatchObject({ follower: "visits", companies: 2 });
    expect(lag?.events).toBeGreaterThan(1);
    expect(lag?.since).toBeGreaterThan(0);
    const drain = feedDrain({
      follows,
      clock: () => edge.time.now,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    });
    expect(await drain.work(database, edge.time.now, 1000)).toEqual({
      jobs: 1,
      complete: true,
    });
    expect(await feedLag(database, follows)).toEqual([
      { follower: "visits", companies: 0, events: 0, since: null },
    ]);
    await database.close();
  });
});

describe("a follower", () => {
  test("has a name of its own, follows something, and has its job done by its room", async () => {
    const one = follower({ name: "one" });
    await expect(
      openEdge({ rooms: [one.room, { ...one.room, name: "other", jobs: [] }] }),
    ).rejects.toThrow("follower one is there twice");
    await expect(openEdge({ rooms: [{ ...one.room, jobs: [] }] })).rejects.toThrow(
      "which test-one does not do",
    );
    expect(() => follower({ name: "none", objects: [] })).toThrow("follows no object");
  });
});
