import { read, utils } from "@e965/xlsx";
import type { Table, TableRow } from "@ennead/core/export";
import { xlsx, xlsxChunks, type XlsxOptions } from "@ennead/core/export/xlsx";
import { describe, expect, test } from "vitest";

import { namesOf, partOf, sheetXml } from "../support/sheet-xml.ts";

const text = (label: string) => ({ name: label, label, type: "text" }) as const;

/** Every sheet as rows of values, by its name, as another engine reads it. */
const read2d = (file: Uint8Array): Record<string, unknown[][]> => {
  const book = read(file);
  return Object.fromEntries(
    book.SheetNames.map((name) => [
      name,
      utils.sheet_to_json(book.Sheets[name] ?? {}, { header: 1 }) as unknown[][],
    ]),
  );
};

const grid = (columns: number, rows: number): Table => ({
  title: "Grid",
  keys: 1,
  columns: Array.from({ length: columns }, (_, at) => text(`c${at}`)),
  rows: Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) => `${row}/${column}`),
  ),
});

const report: Table = {
  title: "Report",
  keys: 1,
  columns: [
    { name: "owner", label: "owner", type: "text" },
    { name: "t", label: "Total", type: "decimal", scale: 2, currency: "EUR", kind: "total" },
    { name: "q", label: "Q1", type: "number", percent: true, level: 1 },
  ],
  headings: [
    [
      { text: "owner", rowSpan: 2 },
      { text: "Sales", colSpan: 2 },
    ],
    [{ text: "Total" }, { text: "Q1" }],
  ],
  rows: [
    { cells: ["Total", "3.50", 1], level: 0, kind: "total" },
    { cells: ["Ada", "3.50", 0.25], level: 1, kind: "member" },
  ],
};

const formatsOf = async (options: XlsxOptions, table: Table = report): Promise<string[]> => {
  const styles = partOf(await xlsx(table, options), "xl/styles.xml");
  return Array.from(styles.matchAll(/formatCode="([^"]*)"/g), ([, code = ""]) => code);
};

describe("a report", () => {
  test("keeps headings in view, in print and merged as they span", async () => {
    const file = await xlsx(report);
    const xml = sheetXml(file);
    expect(xml).toContain('xSplit="1" ySplit="2" topLeftCell="B3"');
    expect(xml).toContain('<mergeCells count="2">');
    expect(xml).toContain('<mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/>');
    expect(partOf(file, "xl/workbook.xml")).toContain("'Report'!$1:$2");
    expect(read2d(file)["Report"]).toEqual([
      ["owner", "Sales"],
      [undefined, "Total", "Q1"],
      ["Total", 3.5, 1],
      ["Ada", 3.5, 0.25],
    ]);
  });

  test("has outlines on both axes, with totals before what they sum up", async () => {
    const xml = sheetXml(await xlsx(report));
    expect(xml).toContain('<outlinePr summaryBelow="0" summaryRight="0"/>');
    expect(xml).toContain('outlineLevelRow="1" outlineLevelCol="1"');
    expect(xml).toContain('<row r="4" outlineLevel="1">');
    expect(xml).toMatch(/<col min="3" max="3" [^>]*outlineLevel="1"\/>/);
  });

  test("marks totals by weight, in lines as in columns", async () => {
    const book = read(await xlsx(report), { cellStyles: true });
    const styles = partOf(await xlsx(report), "xl/styles.xml");
    const xfs = [...styles.matchAll(/<xf [^>]*fontId="(\d+)"/g)].slice(1);
    const boldAt = (place: string): boolean => {
      const style = new RegExp(`<c r="${place}" s="(\\d+)"`).exec(sheetXmlOfReport)?.[1];
      return xfs[Number(style)]?.[1] === "1";
    };
    const sheetXmlOfReport = sheetXml(await xlsx(report));
    expect(book.SheetNames).toEqual(["Report"]);
    expect(["A3", "B3", "C3", "A4", "B4", "C4"].map(boldAt)).toEqual([
      true,
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  test.each([
    ["en", "[$€]#,##0.00"],
    ["de", "#,##0.00\\ [$€]"],
  ])("puts the sign of a currency where %s has it", async (locale, format) => {
    expect(await formatsOf({ locale })).toContain(format);
  });

  test("has whole yen, percentages, and the dates the caller asks for", async () => {
    const table: Table = {
      columns: [
        { name: "y", label: "y", type: "decimal", currency: "JPY" },
        { name: "p", label: "p", type: "number", percent: true, scale: 1 },
        { name: "d", label: "d", type: "date" },
        { name: "x", label: "x", type: "decimal", currency: "not a code", scale: 0 },
      ],
      rows: [],
    };
    const formats = await formatsOf({ locale: "en", dates: { date: "dd.mm.yyyy" } }, table);
    expect(formats).toEqual(expect.arrayContaining(["[$¥]#,##0", "0.0%", "dd.mm.yyyy", "#,##0"]));
  });

  test("runs from right to left where asked", async () => {
    expect(sheetXml(await xlsx(report, { dir: "rtl" }))).toContain('rightToLeft="1"');
    expect(sheetXml(await xlsx(report))).not.toContain("rightToLeft");
  });

  test("without a line is still a file with its headings", async () => {
    const file = await xlsx({ ...report, rows: [] });
    expect(read2d(file)["Report"]).toHaveLength(2);
    expect(namesOf(await xlsx([]))).toEqual(["Notes"]);
    expect(namesOf(await xlsx({ columns: [], rows: [] }))).toEqual(["Sheet"]);
  });

  test("is the same file every time", async () => {
    expect(await xlsx(report)).toEqual(await xlsx(report));
  });
});

describe("names of sheets", () => {
  test.each([
    ["a[b]:c*d?e/f\\g", "a_b__c_d_e_f_g"],
    ["'quoted'", "quoted"],
    ["x".repeat(40), "x".repeat(31)],
    [`${"x".repeat(30)}😀`, "x".repeat(30)],
    ["", "Sheet"],
    ["''", "Sheet"],
    ["History", "History (2)"],
    ["\u0000a\ufffe", "_a_"],
    ["R&D <1>", "R&amp;D &lt;1&gt;"],
  ])("%j becomes %j", async (title, name) => {
    expect(namesOf(await xlsx({ ...report, title }))).toEqual([name]);
  });

  test("are told apart without regard to case, within 31 characters", async () => {
    const titles = ["Deals", "DEALS", "x".repeat(40), "x".repeat(31)];
    const names = namesOf(await xlsx(titles.map((title) => ({ ...report, title }))));
    expect(names).toEqual(["Deals", "DEALS (2)", "x".repeat(31), `${"x".repeat(27)} (2)`]);
  });
});

describe("what is more than a sheet holds is not cut", () => {
  test("rows go into further sheets, each with the headings, and a note says so", async () => {
    const sheets = read2d(await xlsx(grid(2, 5), { limits: { rows: 3 } }));
    expect(Object.keys(sheets)).toEqual(["Grid", "Grid (2)", "Grid (3)", "Notes"]);
    expect(sheets["Grid (3)"]).toEqual([
      ["c0", "c1"],
      ["4/0", "4/1"],
    ]);
    expect(sheets["Notes"]?.slice(1)).toEqual([
      ["Grid (2)", undefined, 'Continues sheet "Grid": rows from 3.'],
      ["Grid (3)", undefined, 'Continues sheet "Grid": rows from 5.'],
    ]);
  });

  test("columns go into sheets side by side, each with the keys", async () => {
    const sheets = read2d(await xlsx(grid(6, 2), { limits: { columns: 3 } }));
    expect(Object.keys(sheets)).toEqual(["Grid", "Grid (2)", "Grid (3)", "Notes"]);
    expect(sheets["Grid (2)"]).toEqual([
      ["c0", "c3", "c4"],
      ["0/0", "0/3", "0/4"],
      ["1/0", "1/3", "1/4"],
    ]);
    expect(sheets["Grid (3)"]?.[0]).toEqual(["c0", "c5"]);
    expect(sheets["Notes"]?.[1]?.[2]).toBe('Continues sheet "Grid": columns from "c3".');
  });

  test("a heading that spans the cut stands on both sides", async () => {
    const table: Table = {
      ...grid(5, 1),
      headings: [
        [
          { text: "k", rowSpan: 2 },
          { text: "all", colSpan: 4 },
        ],
        ["a", "b", "c", "d"].map((name) => ({ text: name })),
      ],
    };
    const file = await xlsx(table, { limits: { columns: 3 } });
    const sheets = read2d(file);
    expect(sheets["Grid"]?.slice(0, 2)).toEqual([
      ["k", "all"],
      [undefined, "a", "b"],
    ]);
    expect(sheets["Grid (2)"]?.slice(0, 2)).toEqual([
      ["k", "all"],
      [undefined, "c", "d"],
    ]);
    expect(sheetXml(file, 2)).toContain('<mergeCell ref="B1:C1"/>');
  });

  test("at Excel's own limit of columns", async () => {
    const sheets = read2d(await xlsx({ ...grid(16_385, 1), keys: 1 }));
    expect(Object.keys(sheets)).toEqual(["Grid", "Grid (2)", "Notes"]);
    expect(sheets["Grid"]?.[1]).toHaveLength(16_384);
    expect(sheets["Grid (2)"]).toEqual([
      ["c0", "c16384"],
      ["0/0", "0/16384"],
    ]);
  });

  test("a text longer than a cell is whole among the notes", async () => {
    const long = `${"x".repeat(32_766)}😀${"y".repeat(40_000)}`;
    const table: Table = { title: "T", columns: [text("v")], rows: [["short"], [long]] };
    const sheets = read2d(await xlsx(table));
    const cell = String(sheets["T"]?.[2]?.[0]);
    expect(cell).toHaveLength(32_767);
    expect(cell.endsWith(' … [A3 in full: sheet "Notes"]')).toBe(true);
    const notes = (sheets["Notes"] ?? []).filter((line) => line[1] === "A3");
    expect(notes.map((line) => line[2]).join("")).toBe(long);
    expect(notes.every((line) => String(line[2]).length <= 32_767)).toBe(true);
  });

  test("notes of the table are there", async () => {
    const sheets = read2d(await xlsx({ ...report, notes: ["=1+1", "Truncated."] }));
    expect(sheets["Notes"]?.map((line) => line[2])).toEqual(["Text", "=1+1", "Truncated."]);
  });
});

test("rows are read as they are written, and pieces come before the last of them", async () => {
  let taken = 0;
  function* rows(): Generator<TableRow, void, void> {
    for (; taken < 30_000; taken += 1) yield [taken, `text ${taken * 7919}`];
  }
  const columns = [{ name: "n", label: "n", type: "number" }, text("t")] as const;
  const sizes: number[] = [];
  let readAtFirst = 0;
  for await (const chunk of xlsxChunks({ columns, rows: rows() })) {
    if (sizes.length === 0) readAtFirst = taken;
    sizes.push(chunk.length);
  }
  expect(readAtFirst).toBeLessThan(5_000);
  expect(Math.max(...sizes)).toBeLessThan(200_000);
  expect(taken).toBe(30_000);
});

async function* few(): AsyncGenerator<TableRow, void, void> {
  yield [await Promise.resolve("a")];
}

test("rows may come a page at a time, and stop being read when the reader of the file leaves", async () => {
  let open = true;
  let count = 0;
  async function* pages(): AsyncGenerator<TableRow, void, void> {
    try {
      for (; count < 100_000; count += 1) yield [`row ${await Promise.resolve(count * 7919)}`];
    } finally {
      open = false;
    }
  }
  for await (const chunk of xlsxChunks({ columns: [text("t")], rows: pages() })) {
    if (chunk.length > 0 && count > 1_000) break;
  }
  expect(open).toBe(false);
  expect(count).toBeLessThan(100_000);
  const sheets = read2d(await xlsx({ title: "T", columns: [text("t")], rows: few() }));
  expect(sheets["T"]).toEqual([["t"], ["a"]]);
});
