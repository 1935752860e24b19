import { unwrap } from "@ennead/core/kernel";
import { datasetFromArrow } from "@ennead/core/pivot/arrow";
import { afterEach, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { bulk, linesOf, openEdge, type Edge } from "../support/edge.ts";
import { settle } from "../support/settle.ts";

const openEdges: Edge[] = [];
afterEach(async () => {
  await Promise.all(openEdges.splice(0).map((edge) => edge.close()));
});

/** Writes accounts `a-0`, `a-1` … with these descriptions; answers what became of the lines. */
const load = async (edge: Edge, key: string, descriptions: readonly string[]) => {
  const raw = descriptions
    .map((description, at) =>
      JSON.stringify({ externalId: `a-${at}`, fields: { name: `Account ${at}`, description } }),
    )
    .join("\n");
  const reply = await edge.send("admin", "POST", "/api/records/account/bulk", {
    raw,
    headers: bulk(key),
  });
  return [...new Set(linesOf(reply).map(({ status }) => status))];
};

const dataset = async (edge: Edge) => {
  const response = await edge.ennead.fetch(
    new Request("http://x/api/records/account/dataset?fields=description", {
      headers: { authorization: `Bearer ${await edge.token("admin")}` },
    }),
  );
  expect(response.status).toBe(200);
  return unwrap(datasetFromArrow(new Uint8Array(await response.arrayBuffer())));
};

const found = async (edge: Edge, q: string): Promise<number> => {
  const reply = await edge.send("admin", "GET", `/api/records/account?q=${q}&total=true&limit=1`);
  expect(reply.status).toBe(200);
  return Number(reply.body["total"]);
};

const long = (letter: string): string[] => Array(340).fill(letter.repeat(30_000)) as string[];

// A server answers no value beyond 4 MiB and no rows beyond 10 MB, and takes no parameter beyond 4 MiB.
describe.each(databases)("records with long texts on %s", { timeout: 120_000 }, (kind) => {
  const open = async (): Promise<Edge> => {
    const edge = await openEdge({}, kind);
    openEdges.push(edge);
    return edge;
  };

  test("are found by all their words, though together they are more than a statement takes", async () => {
    const edge = await open();
    const words = Array.from({ length: 4_000 }, (_, at) => `w${at}`).join(" ");
    expect(await load(edge, "one", Array(60).fill(words) as string[])).toEqual(["created"]);
    await settle(edge);
    expect(await found(edge, '"w3999"')).toBe(60);
    const search = await edge.send("admin", "GET", "/api/search?q=w3999&limit=50");
    expect([search.status, search.body["groups"]]).toMatchObject([
      200,
      [{ object: "account", more: true }],
    ]);
    const [drift] = await edge.ennead.verify(edge.ours);
    expect(drift).toMatchObject({ missing: 0, extra: 0 });
    const rebuilt = async () =>
      (await edge.ennead.rebuild(edge.ours)).find(({ table }) => table === "record_indexed");
    await edge.db.execute("delete from record_indexed where root_id in (select id from record)");
    expect(await rebuilt()).toMatchObject({ missing: 60 });
    expect(await found(edge, '"w3999"')).toBe(60);
    const dead = await edge.db.execute("select 1 from job where state = 2");
    expect(dead.rows).toEqual([]);
  });

  test("are listed, read into datasets, indexed anew and changed in bulk, though together they are more than an answer", async () => {
    const edge = await open();
    expect(await load(edge, "one", long("a"))).toEqual(["created"]);
    const names = new Set<unknown>();
    let pages = 0;
    for (let next: unknown = ""; next !== null; pages += 1) {
      const cursor = next === "" ? "" : `&cursor=${encodeURIComponent(String(next))}`;
      const page = await edge.send("admin", "GET", `/api/records/account?limit=500${cursor}`);
      expect(page.status).toBe(200);
      for (const { id } of page.body["items"] as { id: string }[]) names.add(id);
      next = page.body["next"];
    }
    expect([names.size, pages]).toEqual([340, kind === "sqld" ? 2 : 1]);
    const first = await dataset(edge);
    expect([first.rows, first.columns.get("description")?.dict]).toEqual([
      340,
      ["a".repeat(30_000)],
    ]);
    await settle(edge);
    await edge.db.execute("drop table record_search");
    await edge.ennead.migrate();
    await settle(edge);
    expect(await found(edge, "account")).toBe(340);
    expect(await load(edge, "two", long("b"))).toEqual(["updated"]);
    const second = await dataset(edge);
    expect([second.rows, second.columns.get("description")?.dict]).toEqual([
      340,
      ["b".repeat(30_000)],
    ]);
  });
});
