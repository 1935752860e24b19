import { AsyncLocalStorage } from "node:async_hooks";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Route } from "../../src/kernel/index.ts";
import { databases } from "../support/databases.ts";
import { openEdge, theirs, type Edge, type Person } from "../support/edge.ts";
import { ask, type Answered } from "../support/fuzz-ask.ts";
import { exampleBody, freshPath, namesOurs, neededQuery, withId } from "../support/fuzz-ids.ts";

const somewhere = "0190a000-0000-7000-8000-0000000000ee";
const problem = "application/problem+json";

/** Headers that differ between any two answers. */
const changing: ReadonlySet<string> = new Set(["x-request-id", "date", "ratelimit"]);

/** What each role may do, said once more and independently of the permission sets that give it. */
const rights: Readonly<Record<string, Readonly<Record<string, readonly string[]>> | "everything">> =
  {
    admin: "everything",
    rep: { visit: ["create", "read", "update", "delete"], user: ["read"] },
    mate: {
      visit: ["read"],
      user: ["read"],
      "pivot.report": ["create", "read", "update", "delete"],
    },
    viewer: { visit: ["read"] },
    nobody: {},
  };

/** What such a path names is for whoever holds it, of whatever company. */
const isForBearers = ({ credential }: Route): boolean => credential !== undefined;

type Expected = "passes" | 403 | 404;

const expected = (person: string, { id, permission }: Route): Expected => {
  const held = rights[person] ?? {};
  // Open to everybody for himself; here it is asked for somebody else.
  if (id === "access.sign-out" && held !== "everything") {
    return held["user"]?.includes("read") === true ? 403 : 404;
  }
  if (permission === "public" || permission === "signed-in" || held === "everything") {
    return "passes";
  }
  if ("system" in permission) {
    return held["system"]?.includes(permission.system) === true ? "passes" : 403;
  }
  const object = permission.object.replace(":object", "visit");
  if (held[object]?.includes(permission.action) === true) return "passes";
  return held[object]?.includes("read") === true ? 403 : 404;
};

describe.each(databases)("on %s", { timeout: 60_000 }, (on) => {
  let edge: Edge;
  let routes: readonly Route[];
  let keys = 0;

  /** The objects and system permissions that any route asks for. */
  const everything = (): object => {
    const asked = routes.flatMap(({ permission }) =>
      typeof permission === "object" ? [permission] : [],
    );
    const actions = ["create", "read", "update", "delete", "share", "viewAll", "modifyAll"];
    const objects = asked.flatMap((one) => ("object" in one ? [one.object] : []));
    const named = objects.map((object) => object.replace(":object", "visit"));
    return {
      objects: Object.fromEntries([...named, "visit", "account"].map((name) => [name, actions])),
      fields: {},
      system: [
        ...new Set([
          ...asked.flatMap((one) => ("system" in one ? [one.system] : [])),
          "access.manage",
        ]),
      ],
    };
  };

  /** Makes a set and gives it to somebody, by the hand of another: nobody changes what he may do himself. */
  const give = async (as: Person, to: Person, name: string, grants: object): Promise<void> => {
    const held = await edge.send(as, "GET", `/api/access/users/${edge.users[as]}`);
    const set = await edge.send(as, "POST", "/api/access/permission-sets", {
      body: { name, ...grants },
    });
    const helper = await edge.send(as, "POST", "/api/access/users", {
      body: { name, email: `${name.toLowerCase()}@${as}.example`, sets: held.body["sets"] },
    });
    const given = await edge.send(as, "PATCH", `/api/access/users/${edge.users[to]}`, {
      headers: {
        authorization: `Bearer ${await edge.token(as, { sub: helper.body["id"] })}`,
      },
      body: { sets: [...(as === to ? (held.body["sets"] as string[]) : []), set.body["id"]] },
    });
    if (given.status !== 200) throw new Error(`${set.text} ${helper.text} ${given.text}`);
  };

  beforeAll(async () => {
    edge = await openEdge({}, on);
    ({ routes } = edge.ennead);
    await give("admin", "admin", "Everything", everything());
    await give("stranger", "stranger", "Everything", everything());
    const report = ["create", "read", "update", "delete"];
    await give("admin", "mate", "Reporter", {
      objects: { "pivot.report": report, visit: ["read"], user: ["read"] },
      fields: {},
      system: [],
    });
  });
  afterAll(() => edge.close());

  const headersOf = (route: Route, authorization: string | undefined): Record<string, string> => {
    keys += 1;
    return {
      ...(authorization === undefined ? {} : { authorization }),
      "content-type": route.limits === "bulk" ? "application/x-ndjson" : "application/json",
      "idempotency-key": `matrix-${keys}`,
    };
  };

  const bodyFor = (route: Route): string => {
    const line = { externalId: `private-line-${keys}`, fields: { subject: "Private line" } };
    return JSON.stringify(route.limits === "bulk" ? line : (exampleBody(edge, route) ?? {}));
  };

  const askAs = async (as: Person, route: Route, path: string, body: string): Promise<Answered> =>
    ask(edge, {
      method: route.method,
      path: path + neededQuery(route),
      headers: headersOf(route, `Bearer ${await edge.token(as)}`),
      body,
    });

  /** What a request to every route is answered with this credential. */
  const everyRoute = (authorization: string | undefined): Promise<readonly unknown[][]> =>
    Promise.all(
      routes.map(async (route) => {
        const { status, headers } = await ask(edge, {
          method: route.method,
          path: withId(route.path, somewhere) + neededQuery(route),
          headers: headersOf(route, authorization),
          body: bodyFor(route),
        });
        const isOpen = route.permission === "public" && status < 500 && status !== 401;
        return [route.id, isOpen ? "open" : status, isOpen ? null : headers.get("content-type")];
      }),
    );

  test("every route refuses whoever is nobody we know", async () => {
    const now = Math.floor(edge.time.now / 1000);
    const credentials: Record<string, string | undefined> = {
      none: undefined,
      empty: "Bearer",
      "two words": "Bearer a b",
      malformed: "Bearer x.y.z",
      basic: "Basic YTpi",
      expired: `Bearer ${await edge.token("admin", { exp: now - 61 })}`,
      "not yet valid": `Bearer ${await edge.token("admin", { nbf: now + 3600 })}`,
      "another company": `Bearer ${await edge.token("admin", { company: theirs })}`,
      "no company": `Bearer ${await edge.token("admin", { company: somewhere })}`,
      unknown: `Bearer ${await edge.token("admin", { sub: somewhere })}`,
      "of another signature": `Bearer ${(await edge.token("admin")).slice(0, -4)}AAAA`,
    };
    for (const [name, authorization] of Object.entries(credentials)) {
      const wanted = routes.map(({ id, permission }) =>
        permission === "public" ? [id, "open", null] : [id, 401, problem],
      );
      expect([name, await everyRoute(authorization)]).toEqual([name, wanted]);
    }
  });

  test("every route refuses a user who has been deactivated", async () => {
    const made = await edge.send("admin", "POST", "/api/access/users", {
      body: { name: "Gone", email: "gone@ours.example" },
    });
    const id = String(made.body["id"]);
    const token = await edge.token("admin", { sub: id });
    const me = {
      method: "GET",
      path: "/api/access/me",
      headers: { authorization: `Bearer ${token}` },
    };
    expect((await ask(edge, me)).status).toBe(200);
    await edge.send("admin", "PATCH", `/api/access/users/${id}`, { body: { active: false } });
    const wanted = routes.map(({ id: route, permission }) =>
      permission === "public" ? [route, "open", null] : [route, 401, problem],
    );
    expect(await everyRoute(`Bearer ${token}`)).toEqual(wanted);
  });

  test("every route refuses an API key whose scopes do not reach it", async () => {
    const made = await edge.send("admin", "POST", "/api/access/api-keys", {
      body: { name: "Narrow", scopes: ["account:read"], expiresAt: "2026-08-01T00:00:00Z" },
    });
    const key = `Bearer ${String(made.body["value"])}`;
    const wanted = routes.map(({ id, permission, scope }) => {
      if (permission === "public") return [id, "open"];
      // Null: a route that answers what the key's model allows, however little that is.
      if (permission === "signed-in") return [id, scope === null ? "let in" : 403];
      return [id, "system" in permission ? 403 : 404];
    });
    expect([made.status, made.text]).toEqual([201, made.text]);
    const answered = await everyRoute(key);
    expect(
      answered.map(([id, status], at) => [
        id,
        wanted[at]?.[1] === "let in" && status !== 401 && status !== 403 ? "let in" : status,
      ]),
    ).toEqual(wanted);
  });

  test("every route whose path names something can be asked for something that is there", async () => {
    const unknown: string[] = [];
    for (const route of routes.filter(({ path }) => namesOurs(path))) {
      try {
        await freshPath(edge, "admin", route);
      } catch (error) {
        unknown.push(error instanceof Error ? error.message : String(error));
      }
    }
    expect([...new Set(unknown)]).toEqual([]);
  });

  test.each(Object.keys(rights).filter((person) => person !== "admin"))(
    "every route answers %s what his role may have",
    async (person) => {
      const wrong: unknown[] = [];
      for (const route of routes) {
        const path = await freshPath(edge, "admin", route);
        const { status, json } = await askAs(person as Person, route, path, bodyFor(route));
        const { code } = (json ?? {}) as { readonly code?: string };
        const wanted = expected(person, route);
        const fits =
          wanted === "passes"
            ? status < 500 && status !== 401 && status !== 403
            : status === wanted;
        if (!fits) wrong.push([route.id, status, code, wanted]);
      }
      expect(wrong).toEqual([]);
    },
  );

  test("every route that an administrator may ask answers him", async () => {
    const refused: unknown[] = [];
    for (const route of routes) {
      const path = await freshPath(edge, "admin", route);
      const { status, text } = await askAs("admin", route, path, bodyFor(route));
      if (status >= 300) refused.push([route.id, status, text]);
    }
    expect(refused).toEqual([]);
  });

  test("an id of another company is answered as one that never was, with the same work", async () => {
    const asked = { ...edge.database };
    // What goes on in the background, of changes before, is no work of the request.
    const request = new AsyncLocalStorage<string[]>();
    const noted =
      (work: typeof asked.read): typeof asked.read =>
      (batch) => {
        request.getStore()?.push(...batch.map(({ sql }) => sql));
        return work(batch);
      };
    edge.database.read = noted(asked.read);
    edge.database.write = noted(asked.write);
    const told = (route: Route, path: string, body: string): Promise<object> =>
      request.run([], async () => {
        const { status, json, headers } = await askAs("stranger", route, path, body);
        const { instance: _, requestId: __, ...rest } = (json ?? {}) as Record<string, unknown>;
        const shown = [...headers].filter(([name]) => !changing.has(name));
        return { status, rest, shown, statements: request.getStore() };
      });
    await edge.send("stranger", "GET", "/api/access/me");
    for (const route of routes.filter((one) => namesOurs(one.path) && !isForBearers(one))) {
      const path = await freshPath(edge, "admin", route);
      const body = bodyFor(route);
      const missing = await told(route, withId(route.path, somewhere), body);
      const foreign = await told(route, path, body);
      expect([route.id, foreign]).toEqual([route.id, missing]);
      expect([route.id, foreign]).toMatchObject([route.id, { status: 404 }]);
    }
    Object.assign(edge.database, asked);
  });

  test("no route shows another company anything of ours", async () => {
    for (const route of routes.filter((one) => !isForBearers(one))) {
      const paths = [withId(route.path, somewhere), await freshPath(edge, "admin", route)];
      for (const path of paths) {
        const { text } = await askAs(
          "stranger",
          route,
          path,
          bodyFor(route).replaceAll("rivate", "wn"),
        );
        for (const word of ["Private", "private-", edge.users.admin, edge.ours]) {
          expect([route.id, text.replaceAll(path, "")]).not.toEqual([
            route.id,
            expect.stringContaining(word),
          ]);
        }
      }
    }
  });
});
