import type { CompanyId } from "@ennead/core/kernel";
import { expect, test } from "vitest";

import { openScope } from "../../src/kernel/db/scope.ts";
import { defineRoom, defineRoute, sql } from "../../src/kernel/index.ts";
import { databases } from "../support/databases.ts";
import { openEdge, ours } from "../support/edge.ts";

const never = {
  slice: 1,
  read: () => Promise.reject(new Error("was asked")),
  write: () => Promise.reject(new Error("was asked")),
  close: () => Promise.resolve(),
};

test.each([
  ["names no company", sql`select * from record`],
  ["binds another company", sql`select * from record where company_id = ${"other"}`],
  ["binds the company to something else", sql`select * from record where id = ${ours}`],
])("a query that %s is never asked", async (_name, statement) => {
  const scope = openScope(ours as CompanyId, never);
  await expect(scope.read(statement)).rejects.toThrow(/not bound to its company/);
});

const careless = (id: string, method: "GET" | "POST") =>
  defineRoute({
    id,
    method,
    path: `/api/${id}`,
    summary: "Forgets the company",
    permission: "signed-in",
    response: null,
    faults: [],
    limits: "json",
    since: "2026-01-01",
    handler: async (context) => {
      if (method === "GET") await context.scope.read(sql`select * from user`);
      const statement = sql`delete from access_stamp`;
      return await context.services.uow.run(context, {
        load: () => Promise.resolve({ ok: true, value: null }),
        decide: () => ({
          ok: true,
          value: { events: [], parts: [statement], roots: [], answer: { status: 204 } },
        }),
      });
    },
  });

test.each(databases)(
  "a room that forgets the company cannot read or write, and tells its caller nothing: on %s",
  async (on) => {
    const told: string[] = [];
    const room = defineRoom({
      name: "careless",
      tables: [],
      routes: [careless("careless.read", "GET"), careless("careless.write", "POST")],
    });
    const edge = await openEdge(
      {
        rooms: [room],
        logger: (_level, _event, facts) => told.push(String(facts["error"])),
      },
      on,
    );
    for (const [method, id] of [
      ["GET", "careless.read"],
      ["POST", "careless.write"],
    ] as const) {
      const answer = await edge.send("admin", method, `/api/${id}`);
      expect([answer.status, answer.body["code"]]).toEqual([500, "kernel/internal"]);
      expect(answer.text).not.toContain("company");
    }
    expect(told.every((one) => one.includes("not bound to its company"))).toBe(true);
    expect(told).toHaveLength(2);
    await edge.close();
  },
);
