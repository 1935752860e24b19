import { ok, uuidv7, type Json } from "@ennead/core/kernel";
import { defineRoom, defineRoute, sql, type Command, type RequestContext } from "@ennead/edge";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { isCommand } from "../support/databases.ts";
import { openEdge, type Edge, type Reply } from "../support/edge.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import { hasSqld, startSqld } from "../support/sqld.ts";

/** What happens before a command is loaded again. */
const hooks = { again: (): Promise<void> => Promise.resolve() };

const event = (entityId: string, op: "create" | "update", version: number) => ({
  action: "test.visit.counted",
  entity: "visit",
  entityId,
  label: null,
  op,
  version,
  diff: { format: 1, changes: [] },
});

/** Makes a record whose id is taken by the decision: two decisions are two records. */
const make = (context: RequestContext): Command<number> => {
  let loads = 0;
  return {
    load: async () => {
      if ((loads += 1) > 1) await hooks.again();
      return ok(loads);
    },
    decide: (turn) => {
      const id = uuidv7(context.now, context.random);
      const row = sql`insert into record(company_id, object, id, version, created_at, updated_at, data)
        values (${context.company}, 'visit', ${id}, 1, 1, 1, '{"subject":"made"}')`;
      const answer = { status: 200, body: { id, turn } };
      return ok({ events: [event(id, "create", 1)], parts: [], roots: [row], answer } as never);
    },
  };
};

/** Adds one: done twice, it shows. */
const count = (context: RequestContext, id: string): Command<number> => {
  let loads = 0;
  return {
    load: async () => {
      if ((loads += 1) > 1) await hooks.again();
      const [found] = await context.scope.read(
        sql`select version from record where company_id = ${context.company} and id = ${id}`,
      );
      return ok(Number(found?.rows[0]?.["version"]));
    },
    decide: (version) => {
      const row = sql`update record set version = ${version + 1} where company_id = ${context.company}
        and object = 'visit' and id = ${id} and version = ${version}`;
      const answer = { status: 200, body: { version: version + 1 } };
      return ok({
        events: [event(id, "update", version + 1)],
        parts: [],
        roots: [row],
        answer,
      } as never);
    },
  };
};

/** Changes a technical table alone: no event would refuse a second try. */
const stamp = ({ company }: RequestContext): Command<null> => ({
  load: () => Promise.resolve(ok(null)),
  decide: () =>
    ok({
      events: [],
      parts: [sql`update access_stamp set stamp = stamp + 1 where company_id = ${company}`],
      roots: [],
      answer: { status: 200, body: {} },
    }),
});

const route = (name: string, command: (context: RequestContext, id: string) => Command<never>) =>
  defineRoute({
    id: `held.${name}`,
    method: "POST",
    path: `/api/held-${name}`,
    summary: "Writes once",
    permission: "signed-in",
    response: null,
    faults: [],
    limits: "json",
    since: "2026-01-01",
    handler: (context) => context.services.uow.run(context, command(context, target)),
  });
let target = "";

const room = defineRoom({
  name: "held",
  tables: [],
  routes: [
    route("make", make as never),
    route("count", count as never),
    route("stamp", stamp as never),
  ],
});

const change = (before: readonly number[], after: readonly number[]): readonly number[] =>
  after.map((one, at) => one - (before[at] ?? 0));

describe.skipIf(!hasSqld)("a batch that is on its way when its sender gives up", () => {
  let proxy: Proxy;
  let edge: Edge;
  let tries = 0;
  /** How many of the next tries are held. */
  let held = 0;

  beforeAll(async () => {
    const sqld = await startSqld();
    proxy = await startProxy(sqld.port);
    const options = { url: proxy.url, authToken: sqld.token() };
    const close = () => proxy.close().then(sqld.close);
    edge = await openEdge({ rooms: [room] }, { options, close });
    const made = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "Counted" } },
    });
    target = String(made.body["id"]);
    const { write } = edge.database;
    edge.database.write = async (statements) => {
      if (!isCommand(statements)) return write(statements);
      tries += 1;
      proxy.weather = tries <= held ? "request held" : "fair";
      try {
        return await write(statements);
      } finally {
        proxy.weather = "fair";
      }
    };
  });
  afterAll(() => edge.close());
  beforeEach(async () => {
    // What a test that failed has left on its way would be written in the next one's time.
    await proxy.release();
    [tries, held] = [0, 1];
    hooks.again = () => Promise.resolve();
  });

  const send = (name: string): Promise<Reply> => edge.send("admin", "POST", `/api/held-${name}`);
  const state = async (): Promise<readonly number[]> => {
    const { rows } = await edge.db.execute({
      sql: `select (select count(*) from record) as records,
        (select version from record where id = ?) as version,
        (select count(*) from audit_event where entity = 'visit')
          - (select sum(version) from record) as unaudited, (select count(*) from audit_licence) as open,
        (select stamp from access_stamp where company_id = ?) as stamp`,
      args: [target, edge.ours],
    });
    return Object.values({ ...rows[0] }).map(Number);
  };
  test.each([
    ["make", [1, 0, 0, 0, 0]],
    ["count", [0, 1, 0, 0, 0]],
  ])("and arrives after the second try is refused: %s", async (name, wanted) => {
    const before = await state();
    const answer = await send(name);
    expect([answer.status, tries, proxy.held()]).toEqual([200, 2, 1]);
    expect(change(before, await state())).toEqual(wanted);
    await proxy.release();
    expect(change(before, await state())).toEqual(wanted);
  });

  test.each([
    ["make", [1, 0, 0, 0, 0]],
    ["count", [0, 1, 0, 0, 0]],
  ])("and arrives before the second try has it refused: %s", async (name, wanted) => {
    const before = await state();
    hooks.again = () => proxy.release();
    const answer = await send(name);
    expect([answer.status, tries]).toEqual([200, 2]);
    expect(change(before, await state())).toEqual(wanted);
    // What is answered is what was written.
    const told: Json = answer.body as Json;
    const { rows } = await edge.db.execute(
      "select entity_id, version from audit_event order by company_id = 'x', seq desc limit 1",
    );
    expect(told).toMatchObject(
      name === "make" ? { id: rows[0]?.["entity_id"], turn: 1 } : { version: rows[0]?.["version"] },
    );
  });

  test("and is followed by another that is held, is written once at the most: 503", async () => {
    held = 2;
    const before = await state();
    const answer = await send("make");
    expect([answer.status, answer.body["code"], proxy.held()]).toEqual([
      503,
      "kernel/unavailable",
      2,
    ]);
    await proxy.release();
    expect(change(before, await state())).toEqual([1, 0, 0, 0, 0]);
  });

  test("is not sent again where no event would refuse the second: 503", async () => {
    const before = await state();
    const answer = await send("stamp");
    expect([answer.status, answer.body["code"], tries]).toEqual([503, "kernel/unavailable", 1]);
    await proxy.release();
    expect(change(before, await state())).toEqual([0, 0, 0, 0, 1]);
  });
});
