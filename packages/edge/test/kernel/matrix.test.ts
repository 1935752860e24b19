import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Route } from "../../src/kernel/index.ts";
import { openEdge, theirs, type Edge, type Person, type Reply } from "../support/edge.ts";

let edge: Edge;
let set: string;
let spare: string;
let report: string;
beforeAll(async () => {
  edge = await openEdge();
  const grant = { "pivot.report": ["create", "read", "update", "delete", "viewAll"] };
  const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
    body: { name: "Reporter", objects: { ...grant, visit: ["read"] }, fields: {}, system: [] },
  });
  set = String(made.body["id"]);
  await edge.send("admin", "PATCH", `/api/access/users/${edge.users.mate}`, {
    body: { sets: [set] },
  });
  const other = { name: "Spare", objects: {}, fields: {}, system: [] };
  const also = await edge.send("admin", "POST", "/api/access/permission-sets", { body: other });
  spare = String(also.body["id"]);
  const spec = {
    version: 1,
    source: "visit",
    rows: [],
    cols: [],
    values: [{ name: "n", agg: "records" }],
  };
  const saved = await edge.send("mate", "POST", "/api/analytics/reports", {
    body: { name: "Private numbers", spec },
  });
  report = String(saved.body["id"]);
  if ([made, also, saved].some(({ status }) => status !== 201)) throw new Error(saved.text);
});
afterAll(() => edge.close());

const somewhere = "0190a000-0000-7000-8000-0000000000ee";

const bodies: Readonly<Record<string, unknown>> = {
  "access.replace-set": { name: "Other", objects: {}, fields: {}, system: [] },
};

/** The path of a route with this in place of its ids. */
const pathOf = ({ path }: Route, id: string): string =>
  path.replace("{object}", "visit").replaceAll(/\{\w+\}/g, id);

/** An id of ours that the route's path could name; a fresh record, because some routes delete it. */
const idFor = async ({ path }: Route): Promise<string> => {
  if (path.includes("/users/")) return edge.users.rep;
  if (path.includes("/permission-sets/")) return spare;
  if (path.includes("/reports/")) return report;
  const made = await edge.send("admin", "POST", "/api/records/visit", {
    body: { fields: { subject: "Private visit" } },
  });
  return String(made.body["id"]);
};

let keys = 0;
const ask = (as: Person, route: Route, id: string): Promise<Reply> => {
  keys += 1;
  const headers = {
    "content-type": route.limits === "bulk" ? "application/x-ndjson" : "application/json",
    "idempotency-key": `matrix-${keys}`,
  };
  const raw = JSON.stringify(bodies[route.id] ?? {});
  return edge.send(as, route.method, pathOf(route, id), {
    headers,
    ...(route.method === "GET" ? {} : { raw }),
  });
};

const problem = "application/problem+json";

/** A request to every route with this credential. */
const everyRoute = async (authorization: string | undefined): Promise<readonly unknown[][]> =>
  Promise.all(
    edge.ennead.routes.map(async (route) => {
      const { id, method, limits } = route;
      const response = await edge.ennead.fetch(
        new Request(`http://x${pathOf(route, somewhere)}`, {
          method,
          headers: {
            ...(authorization === undefined ? {} : { authorization }),
            "content-type": limits === "bulk" ? "application/x-ndjson" : "application/json",
            "idempotency-key": "matrix",
          },
          ...(method === "GET" ? {} : { body: "{}" }),
        }),
      );
      return [id, response.status, response.headers.get("content-type")];
    }),
  );

/** What each role may do, said once more and independently of the permission sets that give it. */
const rights: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  admin: {
    system: ["access.manage"],
    visit: ["create", "read", "update", "delete"],
    user: ["create", "read", "update", "delete"],
  },
  rep: { visit: ["create", "read", "update", "delete"], user: ["read"] },
  mate: { visit: ["read"], "pivot.report": ["create", "read", "update", "delete"] },
  viewer: { visit: ["read"] },
  nobody: {},
};

const expected = (person: string, { permission }: Route): "passes" | 403 | 404 => {
  if (permission === "public" || permission === "signed-in") return "passes";
  const held = rights[person] ?? {};
  if ("system" in permission) {
    return held["system"]?.includes(permission.system) === true ? "passes" : 403;
  }
  const object = permission.object.replace(":object", "visit");
  if (held[object]?.includes(permission.action) === true) return "passes";
  return held[object]?.includes("read") === true ? 403 : 404;
};

describe("every route", () => {
  test("is refused without a credential, with an expired one and with a foreign one", async () => {
    const expired = await edge.token("admin", { exp: Math.floor(edge.time.now / 1000) - 61 });
    const early = await edge.token("admin", { nbf: Math.floor(edge.time.now / 1000) + 3600 });
    const foreign = await edge.token("admin", { company: theirs });
    const unknown = await edge.token("admin", { sub: somewhere });
    for (const token of [undefined, expired, early, foreign, unknown, "", "x.y.z"]) {
      const all = await everyRoute(token === undefined ? undefined : `Bearer ${token}`);
      expect(all).toEqual(edge.ennead.routes.map(({ id }) => [id, 401, problem]));
    }
  });

  test.each(Object.keys(rights))("answers %s what his role may have", async (person) => {
    const wrong: unknown[] = [];
    for (const route of edge.ennead.routes) {
      const { status } = await ask(person as Person, route, await idFor(route));
      const wanted = expected(person, route);
      const fits =
        wanted === "passes" ? status < 500 && status !== 401 && status !== 403 : status === wanted;
      // Whose sets nobody changes but others: the right is there, the rule is another.
      if (!fits && !(route.id === "access.replace-set" && status === 403)) {
        wrong.push([route.id, status, wanted]);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("knows no id of another company, and answers it as one that never was", async () => {
    const asked = { ...edge.database };
    let statements: string[] = [];
    const noted =
      (work: typeof asked.read): typeof asked.read =>
      (batch) => {
        statements.push(...batch.map(({ sql }) => sql));
        return work(batch);
      };
    edge.database.read = noted(asked.read);
    edge.database.write = noted(asked.write);
    const told = async (route: Route, id: string): Promise<unknown> => {
      statements = [];
      const { status, body, headers } = await ask("stranger", route, id);
      const { instance: _, requestId: __, ...rest } = body;
      const shown = [...headers].filter(([name]) => name !== "x-request-id");
      return { status, rest, shown, statements };
    };
    await edge.send("stranger", "GET", "/api/access/me");
    for (const route of edge.ennead.routes) {
      if (!route.path.includes("{id}")) continue;
      const foreign = await told(route, await idFor(route));
      expect([route.id, foreign]).toEqual([route.id, await told(route, somewhere)]);
      expect(foreign).toMatchObject({ status: 404 });
    }
    Object.assign(edge.database, asked);
  });

  test("shows another company nothing of ours", async () => {
    for (const route of edge.ennead.routes) {
      const { text } = await ask("stranger", route, somewhere);
      for (const word of ["Private", "ours.example", edge.users.admin, edge.ours, report, set]) {
        expect(text).not.toContain(word);
      }
    }
  });
});
