import { isObject } from "@ennead/core/kernel";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Route } from "../../src/kernel/index.ts";
import { openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";

const requests = 700;

let edge: Edge;
let ids: readonly string[];
const logged: string[] = [];
beforeAll(async () => {
  edge = await openEdge({
    logger: (level, event, facts) => logged.push(`${level} ${event} ${JSON.stringify(facts)}`),
  });
  const full = ["create", "read", "update", "delete", "viewAll", "modifyAll"];
  const set = await edge.send("admin", "POST", "/api/access/permission-sets", {
    body: {
      name: "Mate",
      objects: { visit: full, "pivot.report": full, user: ["read"] },
      fields: {},
      system: ["access.manage"],
    },
  });
  await edge.send("admin", "PATCH", `/api/access/users/${edge.users.mate}`, {
    body: { sets: [set.body["id"]] },
  });
  const visit = { fields: { subject: "Ours", code: "ours" }, externalId: "ours-1" };
  const ours = await edge.send("admin", "POST", "/api/records/visit", { body: visit });
  const theirs = await edge.send("stranger", "POST", "/api/records/visit", {
    body: { fields: { subject: "Marker of theirs", code: "theirs" }, externalId: "theirs-1" },
  });
  const report = await edge.send("mate", "POST", "/api/analytics/reports", {
    body: { name: "Ours", spec: goodSpec },
  });
  ids = [ours, theirs, set, report].map(({ body }) => String(body["id"]));
});
afterAll(() => edge.close());

const goodSpec = {
  version: 1,
  source: "visit",
  rows: [{ name: "mood", field: "mood" }],
  cols: [],
  values: [{ name: "n", agg: "records" }],
};

/** A generator of numbers from 0 to 1 that answers the same for the same seed (mulberry32). */
const randomness = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
const random = randomness(20_261_122);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const chance = (share: number): boolean => random() < share;

const texts = [
  "",
  " ",
  "a",
  "0",
  "-1",
  "1e400",
  "true",
  "null",
  "*",
  "id",
  "-id",
  "subject",
  "-subject,code",
  "cost",
  "visit",
  "account",
  "user",
  "__proto__",
  "constructor",
  "toString",
  "..",
  "../..",
  "%",
  "%00",
  "\u0000",
  "\ud800",
  "😀",
  "x".repeat(300),
  "' or 1=1 --",
  "${7*7}",
  "2026-02-30",
  "2026-01-31",
  "EUR",
  "a@b.example",
  "0190a000-0000-7000-8000-0000000000ee",
  '["=","subject","Ours"]',
  '["contains","guest","%_"]',
  "[[[[",
  "{}",
  '["in","guests",[1,2,1e999]]',
  '["period","day",{"grain":"week"}]',
  '["expr","1/0"]',
  'W/"1"',
] as const;

const hostile = (): unknown =>
  pick([
    null,
    true,
    false,
    0,
    -0,
    -1,
    1,
    500,
    501,
    1e21,
    Number.MAX_SAFE_INTEGER,
    0.1,
    [],
    {},
    [[]],
    [null],
    { __proto__: null, a: 1 },
    JSON.parse('{"__proto__":{"x":1}}'),
    { constructor: 1 },
    pick(texts),
    pick(ids),
    Array.from({ length: 40 }).reduce<unknown>((inner) => [inner], 1),
    goodSpec,
  ]);

const fields = (): unknown => ({
  subject: chance(0.8) ? "Fuzz" : pick(texts),
  ...(chance(0.12) ? { code: pick([`c${random()}`, "ours", pick(texts)]) } : {}),
  ...(chance(0.12) ? { cost: pick([{ amount: "1.50", currency: "EUR" }, hostile()]) } : {}),
  ...(chance(0.12) ? { hours: pick(["1.5", "-0.001", hostile()]) } : {}),
  ...(chance(0.08) ? { guests: hostile() } : {}),
  ...(chance(0.08) ? { day: pick(texts) } : {}),
  ...(chance(0.08) ? { begins: pick(["2026-01-31T09:30:00Z", hostile()]) } : {}),
  ...(chance(0.05) ? { account: pick(ids) } : {}),
  ...(chance(0.05) ? { [pick(texts)]: hostile() } : {}),
});

const spec = (): unknown => ({
  ...goodSpec,
  ...(chance(0.3)
    ? { [pick(["rows", "cols", "values", "filter", "source", "sort"])]: hostile() }
    : {}),
  ...(chance(0.2) ? { filter: ["=", pick(texts), hostile()] } : {}),
  ...(chance(0.2)
    ? { rows: [{ name: "x", field: pick(["day", "cost", "pin", "owner", ...texts]) }] }
    : {}),
  ...(chance(0.2)
    ? { values: [{ name: "s", agg: pick(["sum", "avg", "min"]), field: pick(texts) }] }
    : {}),
});

interface Shape {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly wrapped?: Shape;
  readonly item?: Shape;
  readonly options?: readonly unknown[];
}

/** Something that the schema would mostly take. */
const fitting = (shape: Shape, name: string): unknown => {
  if (name === "fields" && shape.type === "custom") return fields();
  if (name === "spec") return spec();
  switch (shape.type) {
    case "strict_object":
      return Object.fromEntries(
        Object.entries(shape.entries ?? {}).flatMap(([key, member]) =>
          (member.type.includes("optional") && chance(0.5)) || chance(0.02)
            ? []
            : [[key, chance(0.04) ? hostile() : fitting(member, key)]],
        ),
      );
    case "optional":
    case "exact_optional":
    case "nullable":
      return chance(0.1) ? null : fitting(shape.wrapped as Shape, name);
    case "array":
      return Array.from({ length: Math.floor(random() * 3) }, () =>
        fitting(shape.item as Shape, name),
      );
    case "picklist":
      return pick(shape.options ?? [""]);
    case "boolean":
      return chance(0.5);
    case "number":
      return Math.floor(random() * 100);
    case "record":
      return pick([{}, { visit: ["read"] }, { visit: "read" }, { [pick(texts)]: hostile() }]);
    default:
      if (name === "email") return pick([`f${Math.floor(random() * 1e9)}@b.example`, pick(texts)]);
      return name.toLowerCase().endsWith("id") || name === "sets" ? pick(ids) : pick(texts);
  }
};

const bodyOf = (route: Route): string => {
  if (route.limits === "bulk") {
    return Array.from({ length: Math.floor(random() * 6) }, () =>
      chance(0.2)
        ? pick(["{", "\uFEFF{}", "[]", "null", "\r", '"x"', "\u0000"])
        : JSON.stringify({
            externalId: pick(["f-1", "f-2", "ours-1", ...texts]),
            fields: fields(),
          }),
    ).join(pick(["\n", "\r\n"]));
  }
  const value = route.body === undefined ? hostile() : fitting(route.body as unknown as Shape, "");
  const grown = isObject(value) && chance(0.15) ? { ...value, [pick(texts)]: hostile() } : value;
  const text = JSON.stringify(chance(0.05) ? hostile() : grown);
  return chance(0.05) ? pick(["", "{", `${text}x`, "1e400", "\uFEFF{}"]) : text;
};

const pathOf = ({ path, query }: Route): string => {
  const filled = path
    .replace("{object}", chance(0.85) ? "visit" : encodeURIComponent(pick(texts).toWellFormed()))
    .replaceAll(/\{\w+\}/g, () =>
      chance(0.8) ? pick(ids) : encodeURIComponent(pick(texts).toWellFormed()),
    );
  const names = Object.keys((query as unknown as Shape | undefined)?.entries ?? {});
  const asked = [...names, pick(texts)].flatMap((name) =>
    chance(name === "limit" ? 0.5 : 0.25)
      ? [
          `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(pick(texts).toWellFormed())}`,
        ]
      : [],
  );
  return asked.length === 0 ? filled : `${filled}?${asked.join("&")}`;
};

const headersOf = (route: Route): Record<string, string> => ({
  "content-type": chance(0.04)
    ? pick(["text/plain", "application/json; charset=x", "*"])
    : route.limits === "bulk"
      ? "application/x-ndjson"
      : "application/json",
  ...(route.idempotency === "required" || chance(0.1)
    ? { "idempotency-key": pick(["k1", "k2", `k${random()}`, "", "a b"]) }
    : {}),
  ...(chance(0.1) ? { "if-match": pick(['"1"', 'W/"2-1-x"', "*", "x", '"a", "1"', ""]) } : {}),
  ...(chance(0.05) ? { "if-none-match": pick(["*", '"1"', "x"]) } : {}),
  ...(chance(0.03) ? { "accept-version": pick(["2026-01-01", "2020-01-01", "x"]) } : {}),
  ...(chance(0.03) ? { "content-encoding": "gzip" } : {}),
});

const stored = [
  "record",
  "record_unique",
  "record_external",
  "record_value",
  "user",
  "permission_set",
  "permission_set_user",
  "company",
  "report",
];

/** Everything that entities and their parts hold. */
const state = async (): Promise<string> => {
  const found = await edge.db.batch(
    stored.map((name) => `select * from "${name}"`),
    "read",
  );
  return JSON.stringify(found.map(({ rows }) => rows.map((row) => Object.values(row))));
};

const problemSchema = v.looseObject({
  type: v.pipe(v.string(), v.startsWith("urn:ennead:fault:")),
  title: v.string(),
  status: v.number(),
  code: v.pipe(v.string(), v.regex(/^[a-z]+\/[a-z-]+$/)),
  detail: v.string(),
  instance: v.string(),
  errors: v.array(v.strictObject({ pointer: v.string(), code: v.string(), message: v.string() })),
  requestId: v.string(),
});

const people: readonly Person[] = ["admin", "mate", "mate", "rep", "viewer", "nobody"];

/** What an answer must not be, of those it is. */
const wrongs = (
  route: Route,
  { status, headers, text, body }: Reply,
  changed: boolean,
): string[] => {
  const isProblem = headers.get("content-type") === "application/problem+json";
  const isJson = route.response !== null && !("media" in route.response) && text !== "";
  const rules: readonly (readonly [string, boolean])[] = [
    ["an error of ours", status >= 500],
    ["without its request id", headers.get("x-request-id") === null],
    ["a row of another company", text.includes("Marker of theirs")],
    ["a refusal that is no problem", status >= 400 && !isProblem],
    ["no whole problem", isProblem && !v.safeParse(problemSchema, body).success],
    ["a problem of another status", isProblem && body["status"] !== status],
    ["a change by a refusal", status >= 400 && changed],
    [
      "no answer of the route",
      status < 300 && isJson && !v.safeParse(route.response as v.GenericSchema, body).success,
    ],
  ];
  return rules.flatMap(([name, isSo]) => (isSo ? [name] : []));
};

test(`${requests} requests of every kind are answered as they should be`, async () => {
  const found: unknown[] = [];
  let [answered, changes] = [0, 0];
  let before = await state();
  for (let at = 0; at < requests; at += 1) {
    const route = edge.ennead.routes[at % edge.ennead.routes.length] as Route;
    const [as, path, raw, headers] = [pick(people), pathOf(route), bodyOf(route), headersOf(route)];
    const sent = route.method === "GET" ? { headers } : { headers, raw };
    const reply = await edge.send(as, route.method, path, sent);
    const after = await state();
    const wrong = wrongs(route, reply, after !== before);
    if (wrong.length > 0)
      found.push([...wrong, as, route.id, path, sent, reply.status, reply.text]);
    if (reply.status < 300) answered += 1;
    if (after !== before) changes += 1;
    before = after;
  }
  expect(found).toEqual([]);
  expect(logged).toEqual([]);
  // A fuzzer that is only refused proves little.
  expect(answered).toBeGreaterThan(requests / 10);
  expect(changes).toBeGreaterThan(requests / 100);
}, 60_000);

test("what the requests left behind is whole", async () => {
  const { rows } = await edge.db.execute(
    `select count(*) as unaudited from record r where r.version <> (select count(*) from audit_event a
      where a.company_id = r.company_id and a.entity = r.object and a.entity_id = r.id and a.op is not null)`,
  );
  const { rows: open } = await edge.db.execute("select count(*) as licences from audit_licence");
  expect([rows[0]?.["unaudited"], open[0]?.["licences"]]).toEqual([0, 0]);
  const drift = await edge.ennead.verify(edge.ours);
  expect(drift.every(({ missing, extra }) => missing + extra === 0)).toBe(true);
});
