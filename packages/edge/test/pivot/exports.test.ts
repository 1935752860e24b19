import { headingsOf, lineOf, tableFromJson } from "@ennead/core/export";
import { unwrap } from "@ennead/core/kernel";
import { datasetFromArrow } from "@ennead/core/pivot/arrow";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openEdge, type Edge, type Person } from "../support/edge.ts";

const reports = "/api/analytics/reports";

const spec = {
  version: 1,
  source: "visit",
  rows: [
    { name: "mood", field: "mood" },
    { name: "code", field: "code" },
  ],
  cols: [],
  values: [
    { name: "hours", agg: "sum", field: "hours" },
    { name: "visits", agg: "records" },
  ],
};

const nasty = '=HYPERLINK("http://x.example","<img src=x onerror=alert(1)>")';

let edge: Edge;
let id: string;
beforeAll(async () => {
  edge = await openEdge();
  const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
    body: {
      name: "Exporter",
      objects: { "pivot.report": ["create", "viewAll"], visit: ["create", "read"] },
      fields: { visit: { cost: "none" } },
      system: ["pivot.export"],
    },
  });
  for (const who of ["rep", "mate"] as const) {
    await edge.send("admin", "PATCH", `/api/access/users/${edge.users[who]}`, {
      body: { sets: [made.body["id"]] },
    });
  }
  const visits: readonly (readonly [Person, string, string, string])[] = [
    ["rep", "good", nasty, "1.50"],
    ["rep", "bad", "plain", "-2.25"],
    ["mate", "bad", "Ünï 😀", "3.00"],
  ];
  for (const [who, mood, code, hours] of visits) {
    const sent = await edge.send(who, "POST", "/api/records/visit", {
      body: { fields: { subject: "V", mood, code, hours } },
    });
    if (sent.status !== 201) throw new Error(sent.text);
  }
  const saved = await edge.send("rep", "POST", reports, { body: { name: 'Q1: Ünï/…"x', spec } });
  id = String(saved.body["id"]);
});
afterAll(() => edge.close());

const fetched = async (
  as: Person,
  path: string,
  body?: object,
): Promise<{ status: number; headers: Headers; bytes: Uint8Array; text: string }> => {
  const response = await edge.ennead.fetch(
    new Request(`http://ennead.example${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        authorization: `Bearer ${await edge.token(as)}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  return { status: response.status, headers: response.headers, bytes, text };
};

const cellsOf = (text: string): unknown => {
  const table = unwrap(tableFromJson(text));
  return [
    headingsOf(table)
      .at(-1)
      ?.map((one) => one.text),
    ...[...table.rows].map((row) => lineOf(row).cells),
  ];
};

test("the files hold the very cells of the run, with the rights of whoever takes them", async () => {
  const own = await fetched("rep", `${reports}/${id}/export.json`);
  expect(cellsOf(own.text)).toEqual([
    ["mood", "code", "hours", "visits"],
    ["Bad", "Total", "-2.25", 1],
    ["Bad", "plain", "-2.25", 1],
    ["Good", "Total", "1.50", 1],
    ["Good", nasty, "1.50", 1],
    ["Total", null, "-0.75", 2],
  ]);
  const other = await fetched("mate", `${reports}/${id}/export.json`);
  expect(other.text).toContain("3.00");
  expect(other.text).not.toContain("plain");
});

test("user data is guarded in every format", async () => {
  const csv = await fetched("rep", `${reports}/${id}/export.csv`);
  expect(csv.bytes.subarray(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]));
  expect(csv.text).toContain(`"'=HYPERLINK(""http://x.example""`);
  expect(csv.text).toContain(",-2.25,1\r\n");
  const html = await fetched("rep", `${reports}/${id}/export.html`);
  expect(html.text).toContain("&lt;img src=x onerror=alert(1)&gt;");
  expect(html.text).not.toContain("<img");
  const book = unzipSync((await fetched("rep", `${reports}/${id}/export.xlsx`)).bytes);
  const sheets = Object.entries(book).filter(([name]) => name.startsWith("xl/worksheets/"));
  expect(sheets.length).toBeGreaterThan(0);
  for (const [, bytes] of sheets) expect(new TextDecoder().decode(bytes)).not.toMatch(/<f[ >]/);
});

test("an Arrow file reads back as typed columns", async () => {
  const { bytes } = await fetched("rep", `${reports}/${id}/export.arrow`);
  const dataset = unwrap(datasetFromArrow(bytes));
  expect(dataset.rows).toBe(5);
  expect([...dataset.columns.values()].map(({ name, type }) => [name, type])).toEqual([
    ["#kind", "text"],
    ["#level", expect.any(String)],
    ["mood", "text"],
    ["code", "text"],
    ["0/hours", "decimal"],
    ["0/visits", "float"],
  ]);
});

test("a file is kept and never run: its name, its type and its policy say so", async () => {
  for (const [format, media] of [
    ["csv", "text/csv; charset=utf-8"],
    ["html", "text/html; charset=utf-8"],
    ["json", "application/json"],
    ["pdf", "application/pdf"],
    ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
    ["arrow", "application/vnd.apache.arrow.stream"],
  ] as const) {
    const { headers, status } = await fetched("rep", `${reports}/${id}/export.${format}`);
    expect([format, status, headers.get("content-type")]).toEqual([format, 200, media]);
    expect(headers.get("content-disposition")).toBe(
      `attachment; filename="Q1_ _n____x.${format}"; filename*=UTF-8''Q1_%20%C3%9Cn%C3%AF_%E2%80%A6_x.${format}`,
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

test("what is closed and hidden on the screen is so in the file", async () => {
  const view = { collapsed: { rows: [["Bad"]] }, totals: { rows: false } };
  const { text } = await fetched("rep", `${reports}/export.json`, { spec, view });
  expect(cellsOf(text)).toEqual([
    ["mood", "code", "hours", "visits"],
    ["Bad", "Total", "-2.25", 1],
    ["Good", "Total", "1.50", 1],
    ["Good", nasty, "1.50", 1],
  ]);
});

test("the records beneath come as a file too, with the columns that one may read", async () => {
  const { text } = await fetched("rep", `${reports}/${id}/export.csv?of=records`);
  const [head, ...lines] = text.trimEnd().split("\r\n");
  expect(lines).toHaveLength(2);
  expect(head).toContain('"subject"');
  expect(head).not.toContain('"cost"');
  expect(head).not.toContain('"pin"');
});

test("it takes a permission of its own, and is written down without a change", async () => {
  const refused = await fetched("viewer", `${reports}/${id}/export.csv`);
  expect([refused.status, refused.text]).toEqual([
    403,
    expect.stringContaining("takes the permission pivot.export"),
  ]);
  const { rows } = await edge.db.execute(
    "select distinct entity_id, op, version, outcome from audit_event where action = 'pivot.report.export' order by entity_id",
  );
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { entity_id: id, op: null, version: null, outcome: "success" },
    { entity_id: "unsaved", op: null, version: null, outcome: "success" },
  ]);
});

test("a spec that cannot be run is refused, not answered as a broken file", async () => {
  const wrong = { ...spec, rows: [{ name: "x", field: "nope" }] };
  const { status, headers } = await fetched("rep", `${reports}/export.xlsx`, { spec: wrong });
  expect([status, headers.get("content-type")]).toEqual([422, "application/problem+json"]);
});

test("a PDF shows the chart of the view before its table", async () => {
  for (const chart of ["bar", "line", "area", "pie", "scatter", "heatmap", "gauge"]) {
    const drawn = await fetched("rep", `${reports}/export.pdf`, { spec, view: { chart } });
    expect([chart, drawn.status, drawn.text.slice(0, 5)]).toEqual([chart, 200, "%PDF-"]);
    const plain = await fetched("rep", `${reports}/export.pdf`, { spec });
    expect(drawn.bytes.length).toBeGreaterThan(plain.bytes.length);
  }
  const odd = { chart: "bar", chartOptions: { stacking: 7, target: "x" } };
  expect((await fetched("rep", `${reports}/export.pdf`, { spec, view: odd })).status).toBe(200);
});
