// Every door of the package does one real thing in Deno.
import { can, compile, scopeOf } from "@ennead/core/access";
import { diff, revertDiff } from "@ennead/core/audit";
import { eventText, leafOfText, noteVerifier, treeRoot } from "@ennead/core/audit/seal";
import { bucketInstant, parseInstant } from "@ennead/core/calendar";
import { chartOf, chartThemes } from "@ennead/core/chart";
import { renderChartSvg } from "@ennead/core/chart/svg";
import { csv, fileName } from "@ennead/core/export";
import { checkExpression, expressions, rowExpression } from "@ennead/core/expression";
import { checkFilter, filterSql, rowPredicate } from "@ennead/core/filter";
import { canonicalJson, parseMoney, unwrap, uuidv7 } from "@ennead/core/kernel";
import { checkSpec, datasetFromRows, pivot, type Dataset } from "@ennead/core/pivot";
import { datasetFromTable, tableFromDataset } from "@ennead/core/pivot/arquero";
import { arrowFromDataset, datasetFromArrow } from "@ennead/core/pivot/arrow";
import { compileSql } from "@ennead/core/pivot/sql";
import { defineObject, parseFields, standardObjects } from "@ennead/core/record";
import { isAncestor, treeFromParents } from "@ennead/core/tree";

const assertEqual = (actual: unknown, expected: unknown): void => {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Error(`expected ${other}, got ${one}`);
};

const deals: Dataset = unwrap(
  datasetFromRows(
    [
      ["Ada", "10.50"],
      ["Ben", null],
      ["Ada", "4.00"],
    ],
    [
      { name: "owner", type: "text" },
      { name: "amount", type: "decimal", scale: 2 },
    ],
  ),
);

const hourOf = (text: string): string =>
  bucketInstant("hour", parseInstant(text) ?? 0, "America/New_York").label;

const typeOf = () => "int" as const;
const stage = () => ({ sql: "stage", type: "text" }) as const;

const wonOf = (dataset: Dataset): unknown => {
  const spec = {
    version: 1,
    source: "deal",
    rows: [{ name: "owner", field: "owner" }],
    cols: [],
    values: [{ name: "won", agg: "sum", field: "amount" }],
  };
  const { rows, cell } = unwrap(pivot(spec, dataset, { now: 0 }));
  return rows.nodes.map(({ label, index }) => [label, cell(index, 0, 0)]);
};

const won = [
  ["", "14.50"],
  ["Ada", "14.50"],
  ["Ben", null],
];

Deno.test("kernel: ids, money and canonical JSON", () => {
  assertEqual(
    uuidv7(0, (count) => new Uint8Array(count)),
    "00000000-0000-7000-8000-000000000000",
  );
  assertEqual(unwrap(parseMoney({ amount: "12.3", currency: "EUR" })).minor, 1230);
  assertEqual(unwrap(canonicalJson({ b: 1, a: 2 })), '{"a":2,"b":1}');
});

Deno.test("calendar: a repeated hour is two", () => {
  assertEqual(
    [hourOf("2024-11-03T05:30:00Z"), hourOf("2024-11-03T06:30:00Z")],
    ["2024-11-03T01-04:00", "2024-11-03T01-05:00"],
  );
});

Deno.test("tree: a grandchild is below the root", () => {
  assertEqual(isAncestor(treeFromParents([-1, 0, 1]), 0, 2), true);
});

Deno.test("filter: a row and SQL", () => {
  const filter = unwrap(checkFilter(["!=", "stage", "Won"], () => "text"));
  assertEqual(rowPredicate(filter, { typeOf: () => "text", now: 0 })({ stage: null }), true);
  assertEqual(filterSql(filter, { column: stage, now: 0 }).params, ["Won"]);
});

Deno.test("expression: a formula, and a condition in a filter", () => {
  const formula = unwrap(checkExpression("a * 2", { typeOf: () => ({ kind: "int" }) }));
  assertEqual(String(rowExpression(formula, { now: 0 })({ a: 21 })), "42");
  const filter = unwrap(checkFilter(["not", ["expr", "a > b"]], typeOf, { expressions }));
  const keep = rowPredicate(filter, { typeOf, expressions, now: 0 });
  assertEqual([keep({ a: 2, b: 1 }), keep({ a: null, b: 1 })], [false, true]);
});

Deno.test("pivot/sql: the queries of a report, and the report of their answers", () => {
  const { columns } = deals;
  const spec = {
    version: 1,
    source: "deal",
    rows: [{ name: "owner", field: "owner" }],
    cols: [],
    values: [{ name: "won", agg: "sum", field: "amount" }],
  };
  const { queries, decode } = unwrap(
    compileSql(unwrap(checkSpec(spec, { columns })), {
      dialect: "libsql",
      table: "deal",
      columns: new Map(
        [...columns].map(([name, { type, scale }]) => [
          name,
          scale === undefined ? { type } : { type, scale },
        ]),
      ),
      scope: { sql: "company = ?", params: ["c1"] },
      facts: { now: 0 },
    }),
  );
  assertEqual(queries[0]?.params, ["c1"]);
  const { rows, cell } = unwrap(
    decode([
      [
        ["2", 0, null, "Ada", 2, "1450", "0"],
        ["1", 0, null, "Ben", 0, null, null],
      ],
    ]),
  );
  assertEqual(
    rows.nodes.map(({ label, index }) => [label, cell(index, 0, 0)]),
    won,
  );
});

Deno.test("record: a standard object and an own one", () => {
  assertEqual(standardObjects.length > 4, true);
  const visit = unwrap(
    defineObject({
      name: "visit",
      label: "Visit",
      labelPlural: "Visits",
      nameField: "subject",
      fields: [{ name: "subject", label: "Subject", type: "text", required: true }],
    }),
  );
  assertEqual(parseFields(visit, {}, "create").ok, false);
});

Deno.test("access: one record and a scope", () => {
  const [company, ada] = ["acme" as never, "ada" as never];
  const set = { id: "rep", company, name: "Rep", fields: {}, system: [] };
  const model = compile({
    company,
    objects: { deal: { default: "none", fields: [] } },
    sets: [{ ...set, objects: { deal: ["read"] } }],
    users: [{ id: ada, company, active: true, sets: ["rep"] }],
  });
  const principal = { company, actor: ada, kind: "user", stamp: 1 } as const;
  const record = { company, owner: ada };
  assertEqual(can(model, principal, "read", { object: "deal", record }).reason, "owner");
  const scope = scopeOf(model, principal, "deal", "read");
  assertEqual(typeof scope === "string" ? scope : scope.owners, ["ada"]);
});

Deno.test("audit: there and back", () => {
  const fields = { stage: { type: "select" } } as const;
  const change = diff(fields, { stage: "Open" }, { stage: "Won" });
  assertEqual(unwrap(revertDiff(fields, { stage: "Won" }, change)), { stage: "Open" });
});

Deno.test("audit/seal: a leaf, and a key of WebCrypto", async () => {
  const leaf = leafOfText(unwrap(eventText({ seq: 1, b: null, a: "x" })));
  assertEqual(treeRoot([leaf]), leaf);
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  if (!("publicKey" in pair)) throw new Error("A pair of keys was asked for.");
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const key = { name: "audit.example", algorithm: "Ed25519", publicKey } as const;
  assertEqual(unwrap(await noteVerifier(key, crypto.subtle)).id.length, 8);
});

Deno.test("export: a formula is guarded", () => {
  const table = { columns: [{ name: "a", label: "a", type: "text" }], rows: [["=1"]] } as const;
  assertEqual(csv(table, { header: false }), '"\'=1"\r\n');
  assertEqual(fileName("a/b", "csv"), "a_b.csv");
});

Deno.test("chart: an option without functions, and its drawing", () => {
  const formats = { value: String, axis: String, percent: String };
  const table = { categories: ["<Q1>"], series: [{ name: "Won", values: [1] }] };
  const chart = unwrap(chartOf(table, { type: "bar" }, { theme: chartThemes.light }, formats));
  assertEqual(JSON.parse(JSON.stringify(chart)), chart);
  assertEqual(renderChartSvg(chart, { width: 400, height: 200 }).includes("&lt;Q1&gt;"), true);
});

Deno.test("pivot: rows, Arrow and arquero give the same report", () => {
  assertEqual(wonOf(deals), won);
  assertEqual(wonOf(unwrap(datasetFromArrow(arrowFromDataset(deals)))), won);
  const schema = [{ name: "amount", type: "decimal", scale: 2 }] as const;
  assertEqual(wonOf(unwrap(datasetFromTable(tableFromDataset(deals), schema))), won);
});
