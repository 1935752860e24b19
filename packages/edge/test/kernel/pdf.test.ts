import { inflateSync } from "node:zlib";

import type { Table } from "@ennead/core/export";
import { expect, test } from "vitest";

import { tablePdf } from "../../src/kernel/pdf/table-pdf.ts";

/** The streams of a PDF, unpacked, as one text. */
const inside = (bytes: Uint8Array): string => {
  const file = Buffer.from(bytes).toString("latin1");
  const streams = [...file.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, packed]) => {
    try {
      return inflateSync(Buffer.from(packed ?? "", "latin1")).toString("latin1");
    } catch {
      return "";
    }
  });
  return [file, ...streams].join("\n");
};

const table = (rows: number): Table => ({
  title: "Ünïcode",
  columns: [
    { name: "who", label: "Who", type: "text" },
    { name: "much", label: "Much", type: "decimal", scale: 2 },
  ],
  keys: 1,
  rows: Array.from({ length: rows }, (_, at) => [`Жук ∑ € ${at}`, "1.50"]),
});

const pages = (bytes: Uint8Array): number => inside(bytes).match(/\/Type \/Page\b/g)?.length ?? 0;

test("a table becomes a PDF with the letters of many scripts", async () => {
  const bytes = await tablePdf(table(2), { locale: "en" });
  expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe("%PDF-");
  const text = inside(bytes);
  // Maps from glyphs back to characters: Ж, ∑ and € are there, so they can be copied and searched.
  for (const code of ["0416", "2211", "20ac"]) expect(text.toLowerCase()).toContain(code);
  expect(text).not.toContain("/JavaScript");
});

test("a long table goes over pages, each with its headings, and says what was left out", async () => {
  const whole = await tablePdf(table(120), { locale: "en" });
  expect(pages(whole)).toBeGreaterThan(2);
  const cut = await tablePdf(table(120), { locale: "en", rows: 10 });
  expect(pages(cut)).toBe(1);
});

test("charts stand in it as they were drawn", async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"><rect width="100" height="50" fill="#f00"/></svg>';
  const text = inside(await tablePdf(table(1), { locale: "en", charts: [svg] }));
  expect(text).toMatch(/1 0 0 scn?|1 0 0 rg/);
});

test("headings that span, a table of a hundred columns and an empty one are laid out", async () => {
  const wide: Table = {
    columns: Array.from({ length: 100 }, (_, at) => ({
      name: `c${at}`,
      label: `C${at}`,
      type: "number",
    })),
    headings: [
      [
        { text: "All", rowSpan: 2 },
        { text: "Rest", colSpan: 99 },
      ],
      Array.from({ length: 99 }, (_, at) => ({ text: `C${at + 1}` })),
    ],
    rows: [Array.from({ length: 100 }, (_, at) => at)],
  };
  expect(pages(await tablePdf(wide, { locale: "en" }))).toBeGreaterThan(0);
  expect(pages(await tablePdf({ ...table(0) }, { locale: "de" }))).toBe(1);
  expect(pages(await tablePdf({ columns: [], rows: [] }, { locale: "en" }))).toBe(1);
});

/** Widths of the pages, and the rightmost place where a text begins. */
const extent = (bytes: Uint8Array): readonly [page: number, text: number] => {
  const text = inside(bytes);
  const page = Number(/\/MediaBox \[0 0 ([\d.]+)/.exec(text)?.[1]);
  const begins = [...text.matchAll(/1 0 0 1 ([\d.]+) [\d.]+ Tm/g)].map(([, x]) => Number(x));
  return [page, Math.max(...begins)];
};

const columns = (count: number): Table => ({
  keys: 1,
  columns: [
    { name: "who", label: "Who", type: "text" },
    ...Array.from({ length: count }, (_, at) => ({
      name: `c${at}`,
      label: `2026-${at}`,
      type: "decimal" as const,
      scale: 2,
    })),
  ],
  rows: [
    ["Somebody with a name of many words", ...Array.from({ length: count }, () => "1234567.50")],
  ],
});

test("a table that is too wide lies down, and goes on in parts instead of over the edge", async () => {
  const few = await tablePdf(columns(3), { locale: "de" });
  const many = await tablePdf(columns(30), { locale: "de" });
  expect([Math.round(extent(few)[0]), Math.round(extent(many)[0])]).toEqual([595, 842]);
  expect(pages(many)).toBeGreaterThan(2);
  for (const file of [few, many]) {
    const [page, text] = extent(file);
    expect(text).toBeGreaterThan(100);
    expect(text).toBeLessThan(page - 50);
  }
});
