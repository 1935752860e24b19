import { read, type CellObject, type WorkBook } from "@e965/xlsx";
import type { CellType, TableCell } from "@ennead/core/export";
import { xlsx } from "@ennead/core/export/xlsx";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { anyText } from "../support/arbitrary-text.ts";
import { sheetXml } from "../support/sheet-xml.ts";

const fileOf = async (values: readonly TableCell[], type: CellType = "text"): Promise<Uint8Array> =>
  await xlsx(
    { columns: [{ name: "v", label: "v", type }], rows: values.map((value) => [value]) },
    { header: false },
  );

const firstCell = (book: WorkBook): CellObject => {
  const cell: unknown = book.Sheets["Sheet"]?.["A1"];
  if (cell === undefined) throw new Error("The first cell is missing.");
  return cell as CellObject;
};

/** The cells of the first column as another engine reads them. */
const readBack = (file: Uint8Array, count: number): unknown[] => {
  const book = read(file, { cellNF: true, cellFormula: true });
  const sheet = book.Sheets[book.SheetNames[0] ?? ""] ?? {};
  return Array.from({ length: count }, (_, row) => {
    const cell = sheet[`A${row + 1}`] as { v?: unknown; f?: string } | undefined;
    expect(cell?.f).toBeUndefined();
    return cell?.v;
  });
};

/** Text of a cell by ECMA-376: line ends as XML reads them, references, then `_xHHHH_`. */
const decode = (xml: string): string => {
  const names: Record<string, string> = { lt: "<", gt: ">", amp: "&" };
  return xml
    .replace(/\r\n?/g, "\n")
    .replace(/&(lt|gt|amp);/g, (_, name: string) => names[name] ?? "")
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
};

const textsOf = (xml: string): string[] =>
  Array.from(xml.matchAll(/<t(?: xml:space="preserve")?>([\s\S]*?)<\/t>/g), ([, text = ""]) =>
    decode(text),
  );

describe("text", () => {
  const tricky = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "'=1",
    "\t=1",
    "\uff1d1",
    '=HYPERLINK("http://example.test")',
    "#N/A",
    "#REF!",
    "TRUE",
    "1e5",
    "001",
    "2026-01-05",
    "  indented",
    "two  spaces ",
    "line\nfeed",
    "<img src=x onerror=alert(1)>",
    "]]>",
    "&amp;",
    "😀 e\u0301 שלום",
    "__proto__",
  ];

  test("is the same text to another engine, and no formula", async () => {
    const file = await fileOf(tricky);
    expect(sheetXml(file)).not.toMatch(/<f[\s>]/);
    expect(sheetXml(file)).not.toContain('t="e"');
    expect(readBack(file, tricky.length)).toEqual(tricky);
  });

  test("reads back whatever it holds: controls, half characters, escapes of escapes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          anyText.filter((text) => text !== ""),
          { maxLength: 20 },
        ),
        async (texts) => {
          const xml = sheetXml(await fileOf(texts));
          expect(textsOf(xml)).toEqual(texts);
          // eslint-disable-next-line no-control-regex -- control characters are what is looked for
          expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|<f[\s>]/);
        },
      ),
      { numRuns: 25 },
    );
  });

  test.each([
    ["_x0041_", "_x005F_x0041_"],
    ["_x0001\u0002", "_x005F_x0001_x0002_"],
    ["_x00", "_x00"],
    ["a\rb", "a_x000D_b"],
  ])("%j is written %s", async (text, written) => {
    expect(sheetXml(await fileOf([text]))).toContain(`<t>${written}</t>`);
  });

  test("has the number format of text, so that editing it makes no formula", async () => {
    const book = read(await fileOf(["=1+1"]), { cellNF: true });
    expect(firstCell(book).z).toBe("@");
  });

  test("leaves a number in a column of texts a number to calculate with", async () => {
    const { t, z } = firstCell(read(await fileOf([5]), { cellNF: true }));
    expect([t, z]).toEqual(["n", "General"]);
  });

  test("no value is no cell, the empty text a cell without value", async () => {
    const xml = sheetXml(await fileOf([null, Number.NaN, ""]));
    expect(xml).not.toMatch(/r="A[12]"/);
    expect(xml).toMatch(/<c r="A3" s="\d+"\/>/);
  });
});

describe("numbers", () => {
  test.each<[TableCell, CellType, unknown]>([
    [-5, "number", -5],
    [-0, "number", 0],
    [0.1, "number", 0.1],
    [1e300, "number", 1e300],
    ["12.50", "decimal", 12.5],
    ["-0.05", "decimal", -0.05],
    ["999999999999999", "decimal", 999_999_999_999_999],
    ["9999999999999999", "decimal", "9999999999999999"],
    ["12345678901234567890.12", "decimal", "12345678901234567890.12"],
    ["0.1234567890123456", "decimal", "0.1234567890123456"],
    ["1000000000000000000", "decimal", 1e18],
    [`1${"0".repeat(350)}`, "decimal", `1${"0".repeat(350)}`],
    [`0.${"0".repeat(350)}1`, "decimal", `0.${"0".repeat(350)}1`],
    [9_007_199_254_740_993n, "number", "9007199254740993"],
    [42n, "number", 42],
    ["n/a", "decimal", "n/a"],
    ["=1+1", "number", "=1+1"],
    ["5", "text", "5"],
    [5, "text", 5],
    [true, "boolean", true],
    [false, "text", false],
    [Number.NaN, "number", undefined],
    [Infinity, "number", undefined],
  ])("%s of type %s reads back as %j", async (value, type, wanted) => {
    expect(readBack(await fileOf([value], type), 1)).toEqual([wanted]);
  });

  test("are written so that no double loses a digit", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 20 }),
        async (numbers) => {
          const xml = sheetXml(await fileOf(numbers, "number"));
          const found = Array.from(xml.matchAll(/<v>([^<]*)<\/v>/g), ([, text]) => Number(text));
          expect(found).toEqual(numbers.map((number) => number + 0));
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe("times", () => {
  test.each([
    ["2026-01-05", "date", "2026-01-05T00:00:00.000Z"],
    ["1900-03-01", "date", "1900-03-01T00:00:00.000Z"],
    ["9999-12-31", "date", "9999-12-31T00:00:00.000Z"],
    ["2026-01-05T10:20:30Z", "datetime", "2026-01-05T10:20:30.000Z"],
    ["2026-01-05T10:20:30.250Z", "datetime", "2026-01-05T10:20:30.250Z"],
    ["2026-01-05T10:20:30+02:00", "datetime", "2026-01-05T08:20:30.000Z"],
  ] as const)("%s is a %s to another engine", async (text, type, wanted) => {
    const book = read(await fileOf([text], type), { cellDates: true, UTC: true });
    const { v } = firstCell(book);
    expect((v as Date).toISOString()).toBe(wanted);
  });

  test.each(["1900-02-28", "0001-01-01", "2026-02-30", "today"])(
    "%s is no day of Excel and stays text",
    async (text) => {
      expect(readBack(await fileOf([text], "date"), 1)).toEqual([text]);
    },
  );
});
