import type { AccessTerritory, TerritoryReach } from "@ennead/core/access";
import type { UserId } from "@ennead/core/kernel";
import { defineRoom, type Room } from "@ennead/edge";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, ours, type Edge } from "../support/edge.ts";

const [north, south, elsewhere] = [
  "0190a000-0000-7000-8000-0000000000e1",
  "0190a000-0000-7000-8000-0000000000e2",
  "0190a000-0000-7000-8000-0000000000e3",
];

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  let version = 1;
  const reach = new Map<UserId, readonly TerritoryReach[]>();
  const tree: readonly AccessTerritory[] = [
    { id: north ?? "", company: ours, parent: null },
    { id: south ?? "", company: ours, parent: north ?? "" },
  ];
  const territory: Room = defineRoom({
    name: "lands",
    tables: [],
    routes: [],
    gives: () => ({
      territories: {
        version: () => Promise.resolve(String(version)),
        tree: () => Promise.resolve(tree),
        reach: () => Promise.resolve(reach),
      },
    }),
  });
  const assign = (user: string, id: string | undefined): void => {
    reach.set(user as UserId, [{ id: id ?? "", access: "read", down: true, up: false }]);
    version += 1;
  };
  beforeAll(async () => {
    edge = await openEdge({ rooms: [territory] }, on);
  });
  afterAll(() => edge.close());

  test("a record is shared with who is assigned to a territory itself, as long as he is", async () => {
    const body = { fields: { subject: "In the south" } };
    const made = await edge.send("admin", "POST", "/api/records/visit", { body });
    const id = String(made.body["id"]);
    const share = (to: string): Promise<{ readonly status: number }> =>
      edge.send("admin", "POST", `/api/access/shares/visit/${id}`, {
        body: { to, access: "read" },
      });
    const seen = async (): Promise<unknown[]> => {
      const one = await edge.send("mate", "GET", `/api/records/visit/${id}`);
      const list = await edge.send("mate", "GET", "/api/records/visit?total=true");
      return [one.status, list.body["total"]];
    };
    expect((await share(`territory:${elsewhere}`)).status).toBe(422);
    expect((await share(`territory:${south}`)).status).toBe(201);
    expect(await seen()).toEqual([404, 0]);
    assign(edge.users.mate, south);
    expect(await seen()).toEqual([200, 1]);
    // Who is above reaches the records of a territory, and not what was shared with it.
    assign(edge.users.mate, north);
    expect(await seen()).toEqual([404, 0]);
  });
});
