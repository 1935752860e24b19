import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge } from "../support/edge.ts";

describe.each(databases)("27: on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
  });
  afterAll(() => edge.close());

  test("a credential that names the company in upper case names no company", async () => {
    const company = edge.ours.toUpperCase();
    expect(company).not.toBe(edge.ours);
    const ask = async (claims: Record<string, unknown>): Promise<number> => {
      const token = await edge.token("admin", claims);
      const headers = { authorization: `Bearer ${token}` };
      return (await edge.ennead.fetch(new Request("http://x/api/access/me", { headers }))).status;
    };
    expect([await ask({ company }), await ask({})]).toEqual([401, 200]);
  });

  // The id of a user has one writing; another is no id at all.
  test("a path in another case is refused: object, record and user", async () => {
    const made = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "Cased" } },
    });
    const id = String(made.body["id"]);
    const statuses = async (...paths: readonly string[]): Promise<readonly number[]> =>
      Promise.all(paths.map(async (path) => (await edge.send("admin", "GET", path)).status));
    const user = `/api/access/users/${edge.users.rep}`;
    expect(await statuses(`/api/records/visit/${id}`, user)).toEqual([200, 200]);
    expect(
      await statuses(
        `/api/records/Visit/${id}`,
        `/api/records/visit/${id.toUpperCase()}`,
        `/API/records/visit/${id}`,
        `/api/access/users/${edge.users.rep.toUpperCase()}`,
      ),
    ).toEqual([404, 404, 404, 422]);
  });
});
