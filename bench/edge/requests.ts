// Requests through every guard against bare Hono handlers that run the same SQL on the same database, in one process.
import { ok } from "@ennead/core/kernel";
import { defineRoom, defineRoute } from "@ennead/edge";
import { Hono } from "hono";
import * as v from "valibot";

import { openEdge, visit } from "../../packages/edge/test/support/edge.ts";
import { median, order, orderData } from "./order.ts";

const rate = { quota: 1e9, window: 60_000 };
const rates = { read: rate, write: rate, run: rate, bulk: rate, anonymous: rate, unknown: rate };

const bench = (id: string, more: object) =>
  defineRoute({
    id: `bench.${id}`,
    path: `/api/bench/${id}`,
    summary: "Does nothing",
    response: v.any(),
    faults: [],
    limits: "json",
    since: "2026-01-01",
    handler: () => Promise.resolve(ok({ status: 200, body: { done: true } })),
    ...more,
  } as never);

/** Routes without SQL of their own, each with one more guard. */
const room = defineRoom({
  name: "bench",
  tables: [],
  routes: [
    bench("public", { method: "GET", permission: "public" }),
    bench("signed-in", { method: "GET", permission: "signed-in" }),
    bench("body", {
      method: "POST",
      permission: "signed-in",
      body: v.strictObject({ title: v.string(), amount: v.number() }),
    }),
  ],
});

type Ask = () => Promise<Response>;

/** Milliseconds of CPU that this process has used: other work on the machine changes them least. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Requests of each per second of CPU, taking turns: medians of so many rounds, and medians of the ratios to the first.
 */
const compare = async (
  asks: readonly (readonly [name: string, ask: Ask])[],
  rounds: number,
  requests: number,
): Promise<readonly { name: string; perSecond: number; share: number }[]> => {
  const times = asks.map((): number[] => []);
  for (let turn = 0; turn <= rounds; turn += 1) {
    for (let step = 0; step < asks.length; step += 1) {
      const at = (turn + step) % asks.length;
      const [name, ask] = asks[at] as readonly [string, Ask];
      const begun = cpu();
      for (let one = 0; one < requests; one += 1) {
        const response = await ask();
        if (response.status >= 300) throw new Error(`${name} answered ${response.status}.`);
        await response.arrayBuffer();
      }
      // The first turn warms up.
      if (turn > 0) times[at]?.push((cpu() - begun) / requests);
    }
  }
  return asks.map(([name], at) => {
    const own = times[at] ?? [];
    return {
      name,
      perSecond: 1000 / median(own),
      share: median(own.map((time, turn) => (times[0]?.[turn] ?? 0) / time)),
    };
  });
};

/** The table of requests. */
export const measureRequests = async (rounds: number): Promise<readonly (readonly string[])[]> => {
  const edge = await openEdge({
    objectDefinitions: [visit, order],
    rooms: [room],
    limits: { rates },
    // A token of tests is good for a minute: this clock stands.
    clock: () => 1_780_000_000_000,
  });
  const grant = { name: "Orders", objects: { order: ["create", "read", "viewAll"] } };
  const set = await edge.send("admin", "POST", "/api/access/permission-sets", {
    body: { ...grant, fields: {}, system: ["access.manage"] },
  });
  await edge.send("admin", "PATCH", `/api/access/users/${edge.users.mate}`, {
    body: { sets: [set.body["id"]] },
  });
  if (set.status !== 201) throw new Error(set.text);
  const ids: string[] = [];
  for (let at = 0; at < 500; at += 1) {
    const body = { fields: orderData(at, at) };
    const made = await edge.send("mate", "POST", "/api/records/order", { body });
    if (made.status !== 201) throw new Error(made.text);
    ids.push(String(made.body["id"]));
  }
  const authorization = `Bearer ${await edge.token("mate", { exp: 1_780_003_000 })}`;
  const headers = { authorization };
  const ask =
    (path: string, init: RequestInit = { headers }): Ask =>
    async () =>
      edge.ennead.fetch(new Request(`http://x${path}`, init));

  const hono = new Hono();
  const { database, ours } = edge;
  hono.get("/nothing", (c) => c.json({ done: true }));
  hono.post("/nothing", async (c) => c.json({ done: typeof (await c.req.json()) === "object" }));
  const columns = "r.id, r.object, r.version, r.owner_id, r.created_at, r.updated_at, r.data";
  const external =
    "(select x.external_id from record_external x where x.company_id = r.company_id" +
    " and x.object = r.object and x.root_id = r.id) as external_id";
  hono.get("/orders/:id", async (c) => {
    const [found] = await database.read([
      {
        sql: `select ${columns}, ${external} from record r
          where r.company_id = ? and r.object = 'order' and r.id = ?`,
        args: [ours, c.req.param("id")],
      },
    ]);
    const row = found?.rows[0];
    return c.json({ ...row, data: JSON.parse(String(row?.["data"])) });
  });
  hono.get("/orders", async (c) => {
    const [found] = await database.read([
      {
        sql: `select ${columns}, ${external}, v.value from record_value v cross join record r
          where v.company_id = ?1 and v.object = 'order' and v.field = 'amount' and r.company_id = ?1
            and r.object = 'order' and r.id = v.root_id order by v.value, v.root_id limit 51`,
        args: [ours],
      },
    ]);
    const rows = found?.rows ?? [];
    return c.json({
      items: rows.slice(0, 50).map((row) => ({ ...row, data: JSON.parse(String(row["data"])) })),
      next: rows.length > 50 ? "more" : null,
    });
  });
  const bare =
    (path: string, init: RequestInit = {}): Ask =>
    async () =>
      hono.fetch(new Request(`http://x${path}`, init));

  const id = ids[250] ?? "";
  const body = JSON.stringify({ title: "A title", amount: 12 });
  const json = {
    method: "POST",
    body,
    headers: { ...headers, "content-type": "application/json" },
  };
  const one = await compare(
    [
      ["one record: bare Hono, same SQL", bare(`/orders/${id}`)],
      ["one record: every guard", ask(`/api/records/order/${id}`)],
    ],
    rounds,
    200,
  );
  const list = await compare(
    [
      ["50 records by an index: bare Hono, same SQL", bare("/orders")],
      ["50 records by an index: every guard", ask("/api/records/order?sort=amount&limit=50")],
    ],
    rounds,
    40,
  );
  const steps = await compare(
    [
      ["nothing: bare Hono", bare("/nothing")],
      ["GET, public: ids, time, headers", ask("/api/bench/public", {})],
      ["GET, signed in: token, rights, rate", ask("/api/bench/signed-in")],
      ["nothing with a body: bare Hono", bare("/nothing", { method: "POST", body })],
      ["POST, signed in: body, schema", ask("/api/bench/body", json)],
    ],
    rounds,
    300,
  );
  await edge.close();
  const rows = (
    told: Awaited<ReturnType<typeof compare>>,
    goal: string,
  ): readonly (readonly string[])[] =>
    told.map(({ name, perSecond, share }, at) => [
      name,
      perSecond.toFixed(0),
      (1e6 / perSecond).toFixed(0),
      share.toFixed(2),
      at === told.length - 1 ? goal : "",
    ]);
  return [...rows(one, "0.35"), ...rows(list, "0.30"), ...rows(steps, "")];
};
