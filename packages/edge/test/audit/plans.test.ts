import type { Statement } from "@ennead/edge";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openEdge, type Edge } from "../support/edge.ts";

let edge: Edge;
let id = "";

beforeAll(async () => {
  edge = await openEdge();
  const made = await edge.send("admin", "POST", "/api/records/visit", {
    body: { fields: { subject: "Harbour", mood: "good" } },
  });
  id = String(made.body["id"]);
  await edge.ennead.tick(edge.time.now);
});
afterAll(() => edge.close());

/** What the database is asked by a request that has to do with the log. */
const statementsOf = async (path: string): Promise<readonly Statement[]> => {
  const { read } = edge.database;
  const asked: Statement[] = [];
  edge.database.read = (statements) => {
    asked.push(...statements.filter(({ sql }) => /audit_event|audit_posting/.test(sql)));
    return read(statements);
  };
  try {
    const reply = await edge.send("admin", "GET", path);
    expect(reply.status).toBe(200);
  } finally {
    edge.database.read = read;
  }
  return asked;
};

const planOf = async ({ sql, args }: Statement): Promise<readonly string[]> =>
  (await edge.db.execute({ sql: `explain query plan ${sql}`, args: [...args] })).rows.map((row) =>
    String(row["detail"]),
  );

test.each([
  "/api/audit/logs",
  "/api/audit/logs?actor=x",
  "/api/audit/logs?onBehalfOf=x",
  "/api/audit/logs?action=record.visit.create",
  "/api/audit/logs?entity=visit",
  "/api/audit/logs?entity=visit&record=x",
  "/api/audit/logs?op=create",
  "/api/audit/logs?outcome=denied",
  "/api/audit/logs?outcome=success&entity=visit",
  "/api/audit/logs?field=mood",
  "/api/audit/logs?request=x",
  "/api/audit/logs?from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z",
  "/api/audit/logs?action=record.visit.create&entity=visit&op=create&field=mood&from=2020-01-01T00:00:00Z",
  "/api/audit/facets?entity=visit&field=mood&op=create",
  "/api/audit/entities/visit/ID",
  "/api/audit/entities/visit/ID/as-of?version=1",
])("%s is answered out of ranges of keys, without sorting", async (path) => {
  const asked = await statementsOf(path.replace("ID", id));
  expect(asked.length).toBeGreaterThan(0);
  for (const statement of asked) {
    const steps = await planOf(statement);
    // What a question holds itself may be gone through: its walk of the index, a list of ids, the changes of an event.
    const scans = steps.filter((step) =>
      /^SCAN (?!w\b|j\b|json_each|c\b|d\b|\(subquery|CONSTANT)/.test(step),
    );
    expect([statement.sql, scans]).toEqual([statement.sql, []]);
    const sorts = steps.filter((step) => /TEMP B-TREE FOR ORDER/.test(step));
    expect([statement.sql, sorts]).toEqual([statement.sql, []]);
  }
});

test("the stretch that is walked is bound by the place of the page", async () => {
  const walk = (await statementsOf("/api/audit/logs?action=record.visit.create")).find(({ sql }) =>
    sql.includes("with w as"),
  );
  expect(walk === undefined ? [] : await planOf(walk)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /SEARCH audit_posting USING PRIMARY KEY \(company_id=\? AND facet=\? AND value=\? AND seq>\? AND seq<\?\)/,
      ),
      expect.stringMatching(/SEARCH e USING .*\(company_id=\? AND seq=\?\)/),
    ]),
  );
});
