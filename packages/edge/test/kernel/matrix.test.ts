import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openEdge, theirs, type Edge } from "../support/edge.ts";

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge();
});
afterAll(() => edge.close());

const somewhere = "0190a000-0000-7000-8000-0000000000ee";

/** A request to every route, with a body that is JSON and nothing more. */
const everyRoute = async (authorization: string | undefined): Promise<readonly unknown[][]> =>
  Promise.all(
    edge.ennead.routes.map(async ({ id, method, path, limits }) => {
      const url = path.replace("{object}", "visit").replaceAll(/\{\w+\}/g, somewhere);
      const response = await edge.ennead.fetch(
        new Request(`http://x${url}`, {
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

const problem = "application/problem+json";

describe("every route", () => {
  test("is refused without a credential, with an expired one and with a foreign one", async () => {
    const expired = await edge.token("admin", { exp: Math.floor(edge.time.now / 1000) - 61 });
    const foreign = await edge.token("admin", { company: theirs });
    const unknown = await edge.token("admin", { sub: somewhere });
    for (const token of [undefined, expired, foreign, unknown, "", "x.y.z"]) {
      // eslint-disable-next-line no-await-in-loop -- one credential after the other
      const all = await everyRoute(token === undefined ? undefined : `Bearer ${token}`);
      expect(all).toEqual(edge.ennead.routes.map(({ id }) => [id, 401, problem]));
    }
  });

  test("tells somebody without rights nothing, and nobody an error of ours", async () => {
    const open = new Set(
      edge.ennead.routes.flatMap(({ id, permission }) => (permission === "signed-in" ? [id] : [])),
    );
    const nobody = await everyRoute(`Bearer ${await edge.token("nobody")}`);
    const told = nobody.filter(([id]) => !open.has(String(id)));
    expect(told.filter(([, status]) => status !== 403 && status !== 404)).toEqual([]);
    for (const person of ["admin", "rep", "viewer", "stranger"] as const) {
      // eslint-disable-next-line no-await-in-loop -- one person after the other
      const all = await everyRoute(`Bearer ${await edge.token(person)}`);
      expect(all.filter(([, status]) => Number(status) >= 500)).toEqual([]);
    }
  });
});
