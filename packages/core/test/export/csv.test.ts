import {
  csv,
  csvChunks,
  csvManifest,
  isDangerous,
  restoreFormula,
  restoreText,
  type CsvManifest,
  type CsvOptions,
  type Table,
  type TableCell,
} from "@ennead/core/export";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const one = (value: TableCell, type: Table["columns"][number]["type"] = "text"): Table => ({
  columns: [{ name: "v", label: "v", type }],
  rows: [[value]],
});

/** Reads RFC 4180; null is an empty field without quotes. */
const decode = (text: string, separator = ","): (string | null)[][] => {
  const records: (string | null)[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let field: string | null = null;
    if (text[at] === '"') {
      field = "";
      at += 1;
      while (!(text[at] === '"' && text[at + 1] !== '"')) {
        field += text[at];
        at += text[at] === '"' ? 2 : 1;
      }
      at += 1;
    } else {
      const end = text
        .slice(at)
        .search(separator === "|" ? /[|\r]/ : new RegExp(`[${separator}\r]`));
      if (end > 0) field = text.slice(at, at + end);
      at += end;
    }
    records.at(-1)?.push(field);
    if (text[at] === separator) at += 1;
    else {
      at += 2;
      records.push([]);
    }
  }
  return records.slice(0, -1);
};

/** The only cell of a file with one row, as it stands in the file after decoding. */
const cellOf = (value: TableCell, options: CsvOptions = {}): string | null | undefined =>
  decode(csv(one(value), { ...options, header: false }), options.separator)[0]?.[0];

describe("formulas", () => {
  test.each([
    ["=1+1", "'=1+1"],
    ["-1+1", "'-1+1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\u00a0=1", "'\u00a0=1"],
    ["\u200b=1", "'\u200b=1"],
    ["\uff1d1", "'\uff1d1"],
    ["\r\nhello", "'\r\nhello"],
    ["\thello", "'\thello"],
    ["-5 EUR", "'-5 EUR"],
    ["-1,5", "'-1,5"],
    ["'=1", "''=1"],
    ["'-5", "''-5"],
    ["'+49 1", "''+49 1"],
    ["''-", "'''-"],
  ])("%j is escaped", (text, cell) => {
    expect(cellOf(text)).toBe(cell);
  });

  test.each([
    "-5",
    "+.5",
    "-1e3",
    "+49 30 123456",
    "-",
    "@",
    "A-1",
    "'quoted",
    "a=1",
    " x",
    "#1",
    "'5",
  ])("%j is kept", (text) => {
    expect(cellOf(text)).toBe(text);
  });

  test.each([
    ["\t=x", "x"],
    ["=-5", "-5"],
    ["==+a", "a"],
    [" -5", "-5"],
    ["'=1", "1"],
    ["\t \tx", " \tx"],
  ])("stripping leaves %j as %j", (text, cell) => {
    expect(cellOf(text, { mode: "strip" })).toBe(cell);
  });

  test("stripping a long run of triggers takes no quadratic time", () => {
    expect(cellOf(`${" ".repeat(200_000)}=x`, { mode: "strip" })).toBe("x");
  });

  test("labels are text too", () => {
    const table: Table = { columns: [{ name: "v", label: "=1+1", type: "number" }], rows: [] };
    expect(csv(table)).toBe(`"'=1+1"\r\n`);
  });

  test("text in a column of numbers is still text", () => {
    expect(csv(one("=1+1", "decimal"), { header: false })).toBe(`"'=1+1"\r\n`);
    expect(csv(one("-1+1", "number"), { header: false })).toBe(`"'-1+1"\r\n`);
  });
});

describe("cells", () => {
  test("text is quoted, other types are not, no value is nothing", () => {
    const table: Table = {
      columns: [
        { name: "t", label: "T", type: "text" },
        { name: "n", label: "N", type: "number" },
        { name: "d", label: "D", type: "decimal" },
        { name: "b", label: "B", type: "boolean" },
        { name: "i", label: "I", type: "datetime" },
      ],
      rows: [
        ['a "b"', -0, "-12.50", true, "2024-01-31T10:00:00Z"],
        ["", Number.NaN, 12n, false, null],
      ],
    };
    expect(csv(table, { separator: ";" })).toBe(
      '"T";"N";"D";"B";"I"\r\n"a ""b""";0;-12.50;true;2024-01-31T10:00:00Z\r\n"";;12;false;\r\n',
    );
  });

  test("a byte order mark comes first where it is wanted", () => {
    expect(csv(one("a"), { bom: true })).toMatch(/^\uFEFF"v"\r\n/);
  });

  test("a long table comes in pieces that make the whole", () => {
    const table: Table = {
      ...one(null),
      rows: Array.from({ length: 50_000 }, (_, at) => [`row ${at}`]),
    };
    const chunks = [...csvChunks(table)];
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.join("")).toBe(csv(table));
  });
});

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc
    .array(
      fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", "\n", " ", "1", ".", "a", '"', ";", ","),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join("")),
);

describe("the manifest", () => {
  const table = one("=1+1");

  test("says how the file was written", () => {
    expect(csvManifest(table, { mode: "none", separator: ";", bom: true })).toEqual({
      version: 1,
      format: "csv",
      mode: "none",
      separator: ";",
      header: true,
      bom: true,
      columns: [{ name: "v", type: "text" }],
    });
  });

  test.each([
    ["escape", "'=1+1", "=1+1"],
    ["none", "'=1+1", "'=1+1"],
    ["strip", "'=1+1", "'=1+1"],
  ] as const)("of mode %s restores %j as %j", (mode, field, restored) => {
    expect(restoreText(field, csvManifest(table, { mode }))).toBe(restored);
  });

  test("survives JSON, and gives every text back in the modes that lose nothing", () => {
    fc.assert(
      fc.property(text, fc.constantFrom("escape" as const, "none" as const), (value, mode) => {
        const manifest = JSON.parse(JSON.stringify(csvManifest(table, { mode }))) as CsvManifest;
        expect(restoreText(cellOf(value, { mode }) ?? "", manifest)).toBe(value);
      }),
    );
  });
});

describe("laws", () => {
  test("an escaped file gives every text back, and none of its cells is dangerous unescaped", () => {
    fc.assert(
      fc.property(text, fc.constantFrom(",", ";", "|"), (value, separator) => {
        const cell = cellOf(value, { separator }) ?? "";
        expect(restoreFormula(cell)).toBe(value);
        expect(!isDangerous(cell) || cell.startsWith("'")).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("a stripped text is not dangerous and ends as the text did", () => {
    fc.assert(
      fc.property(text, (value) => {
        const cell = cellOf(value, { mode: "strip" }) ?? "";
        expect(isDangerous(cell)).toBe(false);
        expect(value.endsWith(cell)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
