import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openEdge, type Edge, type Person, type Sent } from "../support/edge.ts";

const records = 100_000;
const ofMate = 20_000;
const ofTen = 10;

let edge: Edge;

/** Lines of a load: most are the administrator's, a fifth is Mate's, ten are of the one who had nothing. */
const lines = (): string => {
  const { users } = edge;
  const ownerOf = (at: number): string => {
    if (at % (records / ofMate) === 1) return users.mate;
    return at % (records / ofTen) === 2 ? users.nobody : users.admin;
  };
  return Array.from({ length: records }, (_, at) =>
    JSON.stringify({
      externalId: `v-${at}`,
      ownerId: ownerOf(at),
      fields: { subject: `Visit ${(at * 7919) % records}`, day: `2026-0${(at % 9) + 1}-11` },
    }),
  ).join("\n");
};

const done = async (method: string, path: string, sent: Sent): Promise<void> => {
  const { status, text } = await edge.send("admin", method, path, sent);
  if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
};

beforeAll(async () => {
  edge = await openEdge();
  const { users } = edge;
  const sets = await edge.send("admin", "GET", "/api/access/permission-sets");
  const items = sets.body["items"] as { id: string; name: string }[];
  const rep = items.find(({ name }) => name === "Rep")?.id;
  // Rep manages Mate.
  for (const [id, body] of [
    [users.mate, { managerId: users.rep }],
    [users.nobody, { sets: [rep] }],
  ] as const) {
    await done("PATCH", `/api/access/users/${id}`, { body });
  }
  await done("POST", "/api/records/visit/bulk", {
    raw: lines(),
    headers: { "content-type": "application/x-ndjson", "idempotency-key": "all" },
  });
  const shared = await edge.send("admin", "GET", "/api/records/visit?limit=1&sort=id");
  const [first] = shared.body["items"] as { id: string }[];
  await done("POST", `/api/access/shares/visit/${first?.id}`, {
    body: { to: `user:${users.nobody}`, access: "read" },
  });
}, 240_000);
afterAll(() => edge.close());

interface Page {
  readonly total: unknown;
  readonly items: number;
  /** What SQLite answers to `explain query plan` for the page itself, and for its count. */
  readonly plan: string;
}

const pageOf = async (as: Person, sort: string): Promise<Page> => {
  const plans: string[] = [];
  const { read } = edge.database;
  edge.database.read = async (statements) => {
    for (const { sql, args } of statements) {
      if (!sql.includes("from record") && !sql.includes("join record")) continue;
      const [plan] = await read([{ sql: `explain query plan ${sql}`, args }]);
      plans.push(...(plan?.rows ?? []).map((row) => String(row["detail"])));
    }
    return read(statements);
  };
  const { body } = await edge.send(as, "GET", `/api/records/visit?total=true&sort=${sort}`);
  edge.database.read = read;
  return {
    total: body["total"],
    items: (body["items"] as unknown[]).length,
    plan: plans.join("\n"),
  };
};

const sorts = ["id", "-createdAt", "updatedAt", "subject", "-day"] as const;

describe("a list of 100,000 records", () => {
  test.each(sorts)("by %s is walked in order for one who sees all", async (sort) => {
    const { total, items, plan } = await pageOf("viewer", sort);
    expect([total, items]).toEqual([records, 50]);
    expect(plan).toMatch(/SEARCH [rv] USING/);
    expect(plan).not.toMatch(/SCAN [rv]\b|TEMP B-TREE/);
  });

  test.each(sorts)("by %s is walked in order for one who sees a fifth", async (sort) => {
    const { total, items, plan } = await pageOf("rep", sort);
    expect([total, items]).toEqual([ofMate, 50]);
    expect(plan).toContain("record_share_record");
    expect(plan).toMatch(/SEARCH [rv] USING/);
    expect(plan).not.toMatch(/SCAN [rv]\b|TEMP B-TREE FOR ORDER BY/);
  });

  test.each(sorts)("by %s reads only what one sees who sees eleven", async (sort) => {
    const { total, items, plan } = await pageOf("nobody", sort);
    expect([total, items]).toEqual([ofTen + 1, ofTen + 1]);
    expect(plan).toContain("record_owner (company_id=? AND object=? AND owner_id=?)");
    expect(plan).toContain("record_share_target");
    expect(plan).toMatch(/SEARCH r USING (PRIMARY KEY|COVERING INDEX|INDEX)[^\n]*id=\?/);
    expect(plan).not.toMatch(/SCAN [rv]\b|SEARCH v\b/);
  });
});
