import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows, pivot, pivotResultJson, type PivotResultJson } from "@ennead/core/pivot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { readCsv } from "../../../scripts/load-csv.ts";
import { openBrowser, openBuilder, openPage, signInOnPage, useField } from "./support/browser.ts";
import { readGrid } from "./support/grid.ts";
import { dataFolder, root, signedIn, startPortal, type RunningPortal } from "./support/portal.ts";

const rowsOf = async (...chunks: readonly string[]) => {
  const rows: (readonly (string | null)[])[] = [];
  const stream = (async function* stream() {
    yield* chunks;
  })();
  for await (const row of readCsv(stream)) rows.push(row);
  return rows;
};

/** Labels and numbers of a result, whatever order its cells came in. */
const numbersOf = ({ rows, cols, cells }: PivotResultJson) => ({
  rows: rows.nodes.map(({ label }) => label),
  cols: cols.nodes.map(({ label }) => label),
  cells: cells.toSorted(([a, b], [c, d]) => Number(a) - Number(c) || Number(b) - Number(d)),
});

describe("the CSV reader", () => {
  test("tells an empty field from a quoted empty one", async () => {
    expect(await rowsOf('a,,""\n')).toEqual([["a", null, ""]]);
  });
  test("takes commas, quotes and line ends inside quotes, wherever the chunks end", async () => {
    const text = '"a,""b""\r\nc",d\r\ne,f';
    const whole = [
      ['a,"b"\r\nc', "d"],
      ["e", "f"],
    ];
    expect(await rowsOf(text)).toEqual(whole);
    expect(await rowsOf(...text)).toEqual(whole);
  });
  test("refuses a file that ends inside quotes", async () => {
    await expect(rowsOf('"a')).rejects.toThrow("quoted");
  });
});

describe("loading a CSV file into the portal", () => {
  const data = dataFolder();
  let portal: RunningPortal;
  beforeAll(async () => {
    portal = await startPortal(data.folder, "none");
  });
  afterAll(async () => {
    await portal.stop();
    data.remove();
  });

  const load = (file: string) =>
    new Promise<{ readonly code: number; readonly out: string; readonly err: string }>(
      (resolve) => {
        const script = join(root, "scripts/load-csv.ts");
        execFile(
          process.execPath,
          [script, file, "--url", portal.url, "--user", "admin"],
          (error, out, err) => {
            resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err });
          },
        );
      },
    );
  const write = (name: string, lines: readonly string[]): string => {
    const file = join(data.folder, name);
    writeFileSync(file, lines.join("\n"));
    return file;
  };

  const header = "opportunity_id,sales_agent,account,deal_stage,close_date,close_value,note";
  const deals = Array.from({ length: 900 }, (_, at) => {
    const won = at % 3 !== 0;
    const month = String((at % 12) + 1).padStart(2, "0");
    return {
      id: `D${at}`,
      stage: won ? "Won" : at % 2 === 0 ? "Lost" : "Engaging",
      closeDate: at % 10 === 9 ? null : `2017-${month}-${String((at % 28) + 1).padStart(2, "0")}`,
      closeValue: at % 10 === 9 ? null : String(won ? 100 + at * 7 : 0),
    };
  });
  const dealLines = deals.map(
    ({ id, stage, closeDate, closeValue }) =>
      `${id},"Ash, Ada","Say ""hi""",${stage},${closeDate ?? ""},${closeValue ?? ""},left out`,
  );

  test("loads every row, and none twice", async () => {
    const file = write("deals.csv", [header, ...dealLines]);
    const first = await load(file);
    expect(first.err).toContain("Left out: note");
    expect(first.out).toContain("deal: 900 created, 0 updated, 0 unchanged, 0 refused");
    expect(first.code).toBe(0);
    const second = await load(file);
    expect(second.out).toContain("deal: 0 created, 0 updated, 900 unchanged, 0 refused");
  });

  test("names the rows that are refused and loads the others", async () => {
    const file = write("faulty.csv", [
      header,
      "X1,Ada,Acme,Won,2017-01-01,10,",
      "X2,Ada,Acme,Won,2017-02-30,10,",
    ]);
    const { code, out, err } = await load(file);
    expect(out).toContain("1 created, 0 updated, 0 unchanged, 1 refused");
    expect(err).toContain("faulty.csv, row 2: ");
    expect(code).toBe(1);
    const admin = await signedIn(portal.url, "admin");
    const list = await admin.json<{ items: { id: string }[] }>(
      "GET",
      `/api/records/deal?filter=${encodeURIComponent('["=","externalId","X1"]')}`,
    );
    for (const { id } of list.items) await admin.call("DELETE", `/api/records/deal/${id}`);
  });

  test("lets the quarterly pivot give the same over HTTP, from the package and in the browser", async () => {
    const spec = {
      version: 1,
      source: "deal",
      rows: [{ name: "quarter", field: "closeDate", bucket: { kind: "date", grain: "quarter" } }],
      cols: [{ name: "stage", field: "dealStage" }],
      values: [
        { name: "closed", agg: "sum", field: "closeValue", currency: "closeValue.currency" },
        { name: "average", agg: "avg", field: "closeValue", currency: "closeValue.currency" },
      ],
    } as const;
    const admin = await signedIn(portal.url, "admin");
    const overHttp = await admin.json<PivotResultJson>("POST", "/api/analytics/reports/run", {
      spec,
    });
    const dataset = unwrap(
      datasetFromRows(
        deals.map(({ stage, closeDate, closeValue }) => [stage, closeDate, closeValue, "USD"]),
        [
          { name: "dealStage", type: "text" },
          { name: "closeDate", type: "date" },
          { name: "closeValue", type: "money", scale: 2 },
          { name: "closeValue.currency", type: "text" },
        ],
      ),
    );
    const fromPackage = pivotResultJson(unwrap(pivot(spec, dataset, { now: 0 })));
    expect(numbersOf(overHttp)).toEqual(numbersOf(fromPackage));
    expect(fromPackage.rows.nodes).toHaveLength(6);

    const browser = await openBrowser();
    const { page, complaints } = await openPage(browser, portal.url);
    await signInOnPage(page, "Mara Ellison");
    await openBuilder(page);
    await page.getByLabel("Records of").selectOption("deal");
    await useField(page, "Close date", "Add to rows");
    await useField(page, "Close value", "Add to values");
    await page.getByRole("button", { name: /Options of Close date/ }).click();
    await page.getByRole("menuitem", { name: "Group by" }).click();
    await page.getByRole("menuitemradio", { name: "Quarter", exact: true }).click();
    const closed = (node: number) =>
      Number(fromPackage.cells.find(([row, col]) => row === node && col === 0)?.[3] ?? 0);
    await expect
      .poll(async () => (await readGrid(page)).rows.map(({ cells }) => cells.at(-1)), {
        timeout: 20_000,
      })
      .toEqual([1, 2, 3, 4, 5, 0].map(closed));
    expect(complaints).toEqual([]);
    await browser.close();
  });
});
