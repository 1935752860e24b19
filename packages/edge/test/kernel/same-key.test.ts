import { AsyncLocalStorage } from "node:async_hooks";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge, type Reply } from "../support/edge.ts";

describe.each(databases)("on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
  });
  afterAll(() => edge.close());

  /** Sends a command, and once more in the moment in which the first of the two is about to read the record. */
  const twice = async (send: () => Promise<Reply>): Promise<readonly Reply[]> => {
    const { read } = edge.database;
    // Work in the background reads records, too.
    const request = new AsyncLocalStorage<string>();
    let second: Promise<Reply> | undefined;
    edge.database.read = async (statements) => {
      const isFirst = request.getStore() === "first" && second === undefined;
      if (isFirst && statements.some(({ sql }) => sql.includes("from record r"))) {
        second = request.run("second", send);
        await second;
      }
      return read(statements);
    };
    const first = await request.run("first", send);
    edge.database.read = read;
    return second === undefined ? [first] : [first, await second];
  };

  const cases = [
    ["a change of a version", "PATCH", { fields: { subject: "Changed" } }, { "if-match": '"1"' }],
    ["a removal", "DELETE", undefined, {}],
  ] as const;

  test.each(cases)(
    "%s that is sent twice at once under one key is answered twice what it did",
    async (name, method, body, headers) => {
      const made = await edge.send("admin", "POST", "/api/records/visit", {
        body: { fields: { subject: "First" } },
      });
      const path = `/api/records/visit/${String(made.body["id"])}`;
      const key = name.replaceAll(" ", "-");
      const [first, second] = await twice(() =>
        edge.send("admin", method, path, {
          ...(body === undefined ? {} : { body }),
          headers: { ...headers, "idempotency-key": key },
        }),
      );
      expect([second?.status, second?.text]).toEqual([
        method === "PATCH" ? 200 : 204,
        second?.text,
      ]);
      expect([first?.status, first?.text]).toEqual([second?.status, second?.text]);
      expect(first?.headers.get("idempotency-replayed")).toBe("true");
    },
  );
});
