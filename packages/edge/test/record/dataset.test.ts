import { unwrap } from "@ennead/core/kernel";
import { pivot, type Dataset, type PivotSpec } from "@ennead/core/pivot";
import { datasetFromArrow } from "@ennead/core/pivot/arrow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { bulk, openEdge, type Edge, type Person } from "../support/edge.ts";

let edge: Edge;

beforeAll(async () => {
  edge = await openEdge();
  const account = await edge.send("admin", "POST", "/api/records/account", {
    body: { fields: { name: "Acme" } },
  });
  const raw = Array.from({ length: 300 }, (_, at) =>
    JSON.stringify({
      externalId: `v-${at}`,
      fields: {
        subject: `Visit ${at}`,
        mood: at % 3 === 0 ? "bad" : "good",
        hours: `${at}.25`,
        cost: { amount: "10.10", currency: "EUR" },
        pin: "1234",
        ...(at % 2 === 0 ? { account: account.body["id"] } : {}),
        ...(at % 10 === 0 ? {} : { day: "2026-02-03" }),
      },
    }),
  ).join("\n");
  await edge.send("admin", "POST", "/api/records/visit/bulk", { raw, headers: bulk("seed") });
  await edge.send("rep", "POST", "/api/records/visit", { body: { fields: { subject: "Of rep" } } });
});
afterAll(() => edge.close());

const fetchDataset = async (as: Person, query = "", headers: Record<string, string> = {}) => {
  const response = await edge.ennead.fetch(
    new Request(`http://x/api/records/visit/dataset${query}`, {
      headers: { authorization: `Bearer ${await edge.token(as)}`, ...headers },
    }),
  );
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
};

const dataset = async (as: Person, query = ""): Promise<Dataset> =>
  unwrap(datasetFromArrow((await fetchDataset(as, query)).bytes));

const names = ({ columns }: Dataset): string[] => [...columns.keys()].toSorted();

describe("the dataset of an object", () => {
  test("travels as Arrow with the types that its fields have", async () => {
    const { response, bytes } = await fetchDataset("admin");
    expect(response.headers.get("content-type")).toBe("application/vnd.apache.arrow.stream");
    const { rows, columns } = unwrap(datasetFromArrow(bytes));
    expect(rows).toBe(301);
    const types = Object.fromEntries(
      [
        "subject",
        "mood",
        "hours",
        "cost",
        "cost.currency",
        "account",
        "account.id",
        "day",
        "owner",
        "createdAt",
      ].map((name) => [name, [columns.get(name)?.type, columns.get(name)?.scale]]),
    );
    expect(types).toEqual({
      subject: ["text", undefined],
      mood: ["text", undefined],
      hours: ["decimal", 2],
      cost: ["money", 2],
      "cost.currency": ["text", undefined],
      account: ["text", undefined],
      "account.id": ["text", undefined],
      day: ["date", undefined],
      owner: ["text", undefined],
      createdAt: ["timestamp", undefined],
    });
    expect(columns.get("mood")?.dict?.toSorted()).toEqual(["Bad", "Good"]);
    expect(columns.get("account")?.dict).toEqual(["Acme"]);
    expect(columns.has("pin")).toBe(false);
  });

  test("is narrowed to the fields asked for", async () => {
    const always = ["createdAt", "id", "owner", "ownerId", "updatedAt"];
    expect(names(await dataset("admin", "?fields=cost,mood"))).toEqual(
      [...always, "cost", "cost.currency", "mood"].toSorted(),
    );
    const { response } = await fetchDataset("admin", "?fields=nope");
    expect(response.status).toBe(422);
  });

  test("holds only the rows and fields of its reader, and nothing of others in any dictionary", async () => {
    const { bytes } = await fetchDataset("rep");
    const own = unwrap(datasetFromArrow(bytes));
    expect(own.rows).toBe(1);
    expect(own.columns.has("cost")).toBe(false);
    expect(own.columns.get("subject")?.dict).toEqual(["Of rep"]);
    expect(new TextDecoder().decode(bytes)).not.toContain("Visit 1");
    const hidden = await fetchDataset("rep", "?fields=cost");
    expect(hidden.response.status).toBe(422);
    expect((await fetchDataset("nobody")).response.status).toBe(404);
    expect((await dataset("stranger")).rows).toBe(0);
  });

  test("names a state of the data without telling how much the company has changed", async () => {
    const before = await edge.send("admin", "GET", "/api/records/visit/dataset");
    const tag = before.headers.get("etag") ?? "";
    expect(tag).toMatch(/^W\/"test\.[\w-]{22}-[0-9a-f]{16}"$/);
  });

  test("answers 304 until something changes, and then the change", async () => {
    const { response } = await fetchDataset("admin");
    const etag = response.headers.get("etag") ?? "";
    const again = await fetchDataset("admin", "", { "if-none-match": etag });
    expect([again.response.status, again.bytes.length]).toEqual([304, 0]);
    await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "New" } },
    });
    const after = await fetchDataset("admin", "", { "if-none-match": etag });
    expect(after.response.status).toBe(200);
    expect(unwrap(datasetFromArrow(after.bytes)).rows).toBe(302);
    const view = await fetchDataset("viewer", "", {
      "if-none-match": after.response.headers.get("etag") ?? "",
    });
    expect(view.response.status).toBe(200);
  });

  test("gives the same numbers as the records it is made of", async () => {
    const spec: PivotSpec = {
      version: 1,
      source: "visit",
      rows: [{ name: "mood", field: "mood" }],
      cols: [],
      values: [{ name: "hours", agg: "sum", field: "hours" }],
    };
    const result = unwrap(pivot(spec, await dataset("admin"), { now: 0 }));
    const total = Array.from({ length: 300 }, (_, at) => at * 100 + 25).reduce((a, b) => a + b, 0);
    expect(result.cell(0, 0, 0)).toBe((total / 100).toFixed(2));
  });
});
