import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { openLibsql, type Database, type Statement } from "@ennead/edge";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** What the server answers for each step of the next batch; a step without an error has an empty result. */
let errors: readonly (string | null)[] = [];

const result = { cols: [{ name: "foreign_keys" }], rows: [[{ type: "integer", value: "1" }]] };
const answer = { ...result, affected_row_count: 0, last_insert_rowid: null };

interface Asked {
  readonly requests: readonly {
    readonly type: string;
    readonly batch?: { readonly steps: readonly unknown[] };
  }[];
}

/** A server of the protocol's second version, which speaks JSON, and gives transactions up as sqld does. */
const server = createServer((request, response) => {
  if (request.method === "GET") {
    response.writeHead(request.url === "/v2" ? 200 : 404).end();
    return;
  }
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const { requests } = JSON.parse(Buffer.concat(parts).toString()) as Asked;
    const results = requests.map(({ type, batch }) => {
      if (type === "close") return { type: "ok", response: { type } };
      if (type === "execute") return { type: "ok", response: { type, result: answer } };
      const steps = batch?.steps ?? [];
      const told = steps.map((_, at) => errors[at] ?? null);
      const failed = told.some((one) => one !== null);
      return {
        type: "ok",
        response: {
          type: "batch",
          result: {
            step_results: told.map((one) => (one === null && !failed ? answer : null)),
            step_errors: told.map((code) => (code === null ? null : { message: "gone", code })),
          },
        },
      };
    });
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ baton: null, base_url: null, results }));
  });
});

let database: Database;
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  database = await openLibsql({ url: `http://127.0.0.1:${port}` });
});
afterAll(async () => {
  await database.close();
  server.close();
});

const statement: Statement = { sql: "select 1", args: [] };
const write = () => database.write([statement, statement]);

describe("a transaction that the server gives up", () => {
  // A promise of a step that nobody hears would end the process; vitest fails on one, too.
  test("is told once, by its first error, however many steps answer one", async () => {
    errors = [null, "TRANSACTION_TIMEOUT", "TRANSACTION_TIMEOUT", "TRANSACTION_TIMEOUT", "X"];
    await expect(write()).rejects.toMatchObject({ kind: "unknown", statement: 0 });
    errors = ["TRANSACTION_TIMEOUT", null, null, "TRANSACTION_TIMEOUT"];
    await expect(write()).rejects.toMatchObject({ kind: "unknown", statement: undefined });
  });

  test("at COMMIT has no statement to blame", async () => {
    errors = [null, null, null, "SQLITE_BUSY"];
    await expect(write()).rejects.toMatchObject({ kind: "busy", statement: undefined });
  });

  test("goes on to serve the next batch", async () => {
    errors = [];
    expect((await write()).map(({ rows }) => rows[0]?.["foreign_keys"])).toEqual([1, 1]);
  });
});
