import { html, htmlChunks, htmlTableChunks, type Table, type TableRow } from "@ennead/core/export";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { anyText } from "./support/arbitrary-text.ts";

const report: Table = {
  title: "Sales & <more>",
  notes: ["Only won & lost."],
  keys: 1,
  columns: [
    { name: "owner", label: "owner", type: "text" },
    { name: "sum", label: "sum", type: "decimal", scale: 2, currency: "EUR", kind: "total" },
    { name: "share", label: "share", type: "number", percent: true, scale: 1 },
    { name: "day", label: "day", type: "date" },
  ],
  headings: [
    [
      { text: "owner", rowSpan: 2 },
      { text: "north", colSpan: 3 },
    ],
    ["sum", "share", "day"].map((text) => ({ text })),
  ],
  rows: [
    { cells: ["Total", "1234.50", 1, null], level: 0, kind: "total" },
    {
      cells: ["<img src=x onerror=alert(1)>", "-0.5", 0.25, "2026-02-03"],
      level: 1,
      kind: "member",
    },
  ],
};

/** The tags of a text with their attributes, in order, as a tokenizer of HTML finds them. */
const tagsOf = (text: string): string[] =>
  Array.from(text.matchAll(/<[a-z/!][^>]*>/g), ([tag]) => tag);

/** The tags of a page whose every text is this one. A value is kept beside its words only where they differ. */
const shape = (text: string): string[] => {
  const columns = [{ name: text, label: text, type: "text" }] as const;
  const of = { title: text, notes: [text], keys: 1, columns, rows: [[text]] };
  return tagsOf(html(of)).filter((tag) => !tag.startsWith("<div"));
};

const table = (options?: Parameters<typeof html>[1], of: Table = report): string =>
  [...htmlTableChunks(of, options)].join("");

describe("a page", () => {
  test("has language, direction, title, notes and a policy that forbids all requests", () => {
    const page = html(report, { locale: "ar", dir: "rtl" });
    expect(page).toMatch(/^<!doctype html>\n<html lang="ar" dir="rtl">/);
    expect(page).toContain("<title>Sales &amp; &lt;more&gt;</title>");
    expect(page).toContain("<li>Only won &amp; lost.</li>");
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(page).not.toMatch(/<(?:script|link|img|iframe)|url\(|@import/);
  });

  test("repeats the headings in print and breaks no row", () => {
    const page = html(report);
    expect(page).toContain("thead { display: table-header-group; }");
    expect(page).toContain("tr { break-inside: avoid; }");
  });

  test("is English where the locale is none", () => {
    const page = html(report, { locale: '"><b>' });
    expect(page).toContain('<html lang="en" dir="ltr">');
    expect(page).toContain("€1,234.50");
  });
});

describe("a table", () => {
  test("names the scope and span of every heading", () => {
    expect(table().slice(0, table().indexOf("</thead>"))).toContain(
      '<tr><th scope="col" rowspan="2">owner</th><th scope="colgroup" colspan="3">north</th></tr>',
    );
    expect(table()).toContain('<th scope="row">Total</th>');
  });

  test("marks kinds and depths of lines, totals in columns, and numbers", () => {
    expect(table()).toContain('<tr class="total"><th scope="row">Total</th>');
    expect(table()).toContain('<tr data-level="1">');
    expect(table()).toContain('<td class="n t" data-value="1234.50">');
  });

  test("writes numbers in the words of the locale and keeps their values", () => {
    expect(table({ locale: "de" })).toContain('data-value="1234.50">1.234,50\u00a0€</td>');
    expect(table({ locale: "de" })).toContain('data-value="0.25">25,0\u00a0%</td>');
    expect(table({ locale: "en" })).toContain('data-value="-0.5">-€0.50</td>');
    expect(table()).toContain("<td>2026-02-03</td>");
  });

  test("takes the caller's own words for cells, as text", () => {
    const shown = table({ show: (cell) => `<b>${String(cell)}</b>` });
    expect(shown).toContain('data-value="0.25">&lt;b&gt;0.25&lt;/b&gt;</td>');
  });

  test("writes decimals of any size digit by digit", () => {
    const columns = [{ name: "d", label: "d", type: "decimal", scale: 2 }] as const;
    const big = table({}, { columns, rows: [["12345678901234567890.12"]] });
    expect(big).toContain(">12,345,678,901,234,567,890.12</td>");
  });

  test("holds the tags of its shape and no other, whatever its texts are", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(shape(text)).toEqual(shape("plain"));
      }),
    );
  });
});

function* manyRows(): Generator<TableRow, void, void> {
  for (let at = 0; at < 10_000; at += 1) yield [at];
}

test("rows may be many, and come in pieces", () => {
  const columns = [{ name: "v", label: "v", type: "number" }] as const;
  const chunks = [...htmlChunks({ columns, rows: manyRows() })];
  expect(chunks.length).toBeGreaterThan(4);
  expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(70_000);
});
