import { databaseStorage, type Storage } from "@ennead/edge";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";

import { bulk, openEdge, type Edge } from "../support/edge.ts";

const reports = "/api/analytics/reports";
const rows = 50_000;

interface Stored {
  bytes: number;
  /** Length of the longest piece that the file came in. */
  longest: number;
}

const stored: Stored[] = [];

/** The database as it is, with a look at every piece that comes. */
const watched = (): Storage => {
  const inner = databaseStorage();
  return {
    ...inner,
    put: (scope, id, pieces, signal) => {
      const found: Stored = { bytes: 0, longest: 0 };
      stored.push(found);
      async function* looked() {
        for await (const piece of pieces) {
          found.bytes += piece.length;
          found.longest = Math.max(found.longest, piece.length);
          yield piece;
        }
      }
      return inner.put(scope, id, looked(), signal);
    },
  };
};

const spec = {
  version: 1,
  source: "visit",
  rows: [{ name: "subject", field: "subject" }],
  cols: [],
  values: [
    { name: "hours", agg: "sum", field: "hours" },
    { name: "guests", agg: "sum", field: "guests" },
    { name: "visits", agg: "records" },
  ],
};

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge({ storage: watched() });
  const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
    body: {
      name: "Exporter",
      objects: { visit: ["create", "read"] },
      fields: {},
      system: ["pivot.export"],
    },
  });
  await edge.send("admin", "PATCH", `/api/access/users/${edge.users.rep}`, {
    body: { sets: [made.body["id"]] },
  });
  const lines = Array.from({ length: rows }, (_, n) =>
    JSON.stringify({
      externalId: `v${n}`,
      fields: { subject: `Visit ${n}`, hours: `${n}.25`, guests: n % 7 },
    }),
  );
  const sent = await edge.send("rep", "POST", "/api/records/visit/bulk", {
    raw: `${lines.join("\n")}\n`,
    headers: bulk("load"),
  });
  if (!sent.text.includes("created")) throw new Error(sent.text.slice(0, 500));
}, 120_000);
afterAll(() => edge.close());

const exported = async (body: object): Promise<Uint8Array> => {
  const asked = await edge.send("rep", "POST", `${reports}/exports`, { body: { spec, ...body } });
  expect(asked.status).toBe(202);
  const path = `/api/jobs/${String(asked.body["job"])}`;
  const look = async () => (await edge.send("rep", "GET", path)).body;
  await expect
    .poll(async () => (await look())["state"], { timeout: 60_000, interval: 20 })
    .toBe("done");
  const { result } = await look();
  const response = await edge.ennead.fetch(
    new Request(`http://ennead.example${String((result as { path: string }).path)}`, {
      headers: { authorization: `Bearer ${await edge.token("rep")}` },
    }),
  );
  return new Uint8Array(await response.arrayBuffer());
};

const lineCount = (text: string): number => text.split("\r\n").length - 1;

/** Bytes of a piece at most, whatever the size of its file. */
const most = 300_000;

test.each(["cells", "records"] as const)(
  "the %s of 50,000 rows become files that are written piece by piece",
  async (of) => {
    const text = strFromU8(await exported({ format: "csv", of }));
    expect(lineCount(text)).toBe(of === "cells" ? rows + 2 : rows + 1);
    expect(text).toContain('"Visit 49999"');
    const book = await exported({ format: "xlsx", of });
    const sheet = strFromU8(unzipSync(book)["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
    expect(sheet.split("<row ").length - 1).toBe(of === "cells" ? rows + 2 : rows + 1);
    for (const { bytes, longest } of stored) {
      expect(bytes).toBeGreaterThan(500_000);
      expect(longest).toBeLessThan(most);
    }
  },
  120_000,
);
