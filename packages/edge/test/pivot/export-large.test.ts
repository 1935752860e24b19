import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { databaseStorage, type Storage } from "@ennead/edge";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";

import { bulk, openEdge, type Edge } from "../support/edge.ts";

const reports = "/api/analytics/reports";
const rows = 50_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes that are held once what is not needed is gone. */
const held = (): number => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

interface Measured {
  bytes: number;
  /** Most that was held at a time beyond what was held before the first piece. */
  most: number;
}

const stored: Measured[] = [];

/** The database as it is, with a look at the memory at every mebibyte or so. */
const measuring = (): Storage => {
  const inner = databaseStorage();
  return {
    ...inner,
    put: (scope, id, pieces, signal) => {
      const before = held();
      const found: Measured = { bytes: 0, most: 0 };
      stored.push(found);
      async function* looked() {
        let looks = 0;
        for await (const piece of pieces) {
          found.bytes += piece.length;
          if (found.bytes > looks * 1_000_000) {
            looks += 1;
            found.most = Math.max(found.most, held() - before);
          }
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
  edge = await openEdge({ storage: measuring() });
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

/** Bytes that a file may hold on its way, whatever its size. */
const most = 10_000_000;

test.each(["cells", "records"] as const)(
  "the %s of 50,000 rows become files of which a few megabytes are held at a time",
  async (of) => {
    const text = strFromU8(await exported({ format: "csv", of }));
    expect(lineCount(text)).toBe(of === "cells" ? rows + 2 : rows + 1);
    expect(text).toContain('"Visit 49999"');
    const book = await exported({ format: "xlsx", of });
    const sheet = strFromU8(unzipSync(book)["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
    expect(sheet.split("<row ").length - 1).toBe(of === "cells" ? rows + 2 : rows + 1);
    for (const { bytes, most: found } of stored) {
      expect(bytes).toBeGreaterThan(500_000);
      expect(found).toBeLessThan(most);
    }
  },
  120_000,
);
