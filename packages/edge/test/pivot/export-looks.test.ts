import { read, utils } from "@e965/xlsx";
import { lineOf, tableFromJson } from "@ennead/core/export";
import { unwrap } from "@ennead/core/kernel";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openEdge, type Edge } from "../support/edge.ts";

const reports = "/api/analytics/reports";

const spec = {
  version: 1,
  source: "visit",
  rows: [
    { name: "mood", field: "mood" },
    { name: "subject", field: "subject" },
  ],
  cols: [
    { name: "half", field: "day", bucket: { kind: "date", grain: "half" } },
    { name: "quarter", field: "day", bucket: { kind: "date", grain: "quarter" } },
  ],
  values: [
    { name: "hours", agg: "sum", field: "hours" },
    { name: "visits", agg: "records" },
    { name: "share", showAs: "pctGrand", of: "hours" },
  ],
};

const visits = [
  ["good", "A", "2026-01-10", "1.50"],
  ["good", "B", "2026-04-11", "8.00"],
  ["bad", "C", "2026-05-12", "-2.25"],
  ["bad", "D", "2026-08-13", "3.00"],
] as const;

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge();
  const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
    body: {
      name: "Exporter",
      objects: { visit: ["create", "read"] },
      fields: {},
      system: ["pivot.export"],
    },
  });
  await edge.send("admin", "PATCH", `/api/access/users/${edge.users.rep}`, {
    body: { sets: [made.body["id"]] },
  });
  for (const [mood, subject, day, hours] of visits) {
    const fields = { mood, subject, day, hours };
    const sent = await edge.send("rep", "POST", "/api/records/visit", { body: { fields } });
    if (sent.status !== 201) throw new Error(sent.text);
  }
});
afterAll(() => edge.close());

const file = async (format: string, view: object): Promise<Uint8Array> => {
  const response = await edge.ennead.fetch(
    new Request(`http://ennead.example${reports}/export.${format}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await edge.token("rep")}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ name: "Visits", spec, view }),
    }),
  );
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(strFromU8(bytes));
  return bytes;
};

const shownBy = async (view: object) => {
  const table = unwrap(tableFromJson(strFromU8(await file("json", view))));
  return {
    columns: table.columns.map(({ label }) => label),
    headings: (table.headings ?? []).map((row) => row.map(({ text }) => text)),
    rows: [...table.rows].map((row) => lineOf(row).cells),
    table,
  };
};

/** One measure, so that the columns can be read. */
const hours = { hidden: ["visits", "share"] };

describe("a file holds what is on the screen", () => {
  test("members before their totals, the totals of all last", async () => {
    const { columns, headings, rows } = await shownBy(hours);
    expect(columns).toEqual([
      "mood",
      "subject",
      "2026-H1 / 2026-Q1 / hours",
      "2026-H1 / 2026-Q2 / hours",
      "2026-H1 / hours",
      "2026-H2 / 2026-Q3 / hours",
      "2026-H2 / hours",
      "Total / hours",
    ]);
    expect(headings).toEqual([
      ["mood", "subject", "2026-H1", "2026-H2", "Total"],
      ["2026-Q1", "2026-Q2", "Total", "2026-Q3", "Total"],
      ["hours", "hours", "hours", "hours", "hours", "hours"],
    ]);
    expect(rows).toEqual([
      ["Bad", "Total", null, "-2.25", "-2.25", "3.00", "3.00", "0.75"],
      ["Bad", "C", null, "-2.25", "-2.25", null, null, "-2.25"],
      ["Bad", "D", null, null, null, "3.00", "3.00", "3.00"],
      ["Good", "Total", "1.50", "8.00", "9.50", null, null, "9.50"],
      ["Good", "A", "1.50", null, "1.50", null, null, "1.50"],
      ["Good", "B", null, "8.00", "8.00", null, null, "8.00"],
      ["Total", null, "1.50", "5.75", "7.25", "3.00", "3.00", "10.25"],
    ]);
  });

  test("nothing of what is hidden or closed", async () => {
    const { columns, rows } = await shownBy({
      ...hours,
      totals: { rows: false, cols: false },
      subtotals: { cols: false },
      collapsed: { rows: [["Bad"]], cols: [["2026-H2"]] },
    });
    expect(columns).toEqual([
      "mood",
      "subject",
      "2026-H1 / 2026-Q1 / hours",
      "2026-H1 / 2026-Q2 / hours",
      "2026-H2 / hours",
    ]);
    expect(rows).toEqual([
      ["Bad", "Total", null, "-2.25", "3.00"],
      ["Good", "Total", "1.50", "8.00", null],
      ["Good", "A", "1.50", null, null],
      ["Good", "B", null, "8.00", null],
    ]);
  });

  test("no total of a group with a single member, where the view leaves it out", async () => {
    const { columns } = await shownBy({ ...hours, singleSubtotals: false });
    expect(columns).not.toContain("2026-H2 / hours");
    expect(columns).toContain("2026-H1 / hours");
  });

  test("its names and its formats of numbers", async () => {
    const view = {
      names: { mood: "Laune", hours: "Stunden", share: "Anteil" },
      formats: { hours: { style: "number", digits: 1 }, share: { style: "percent", digits: 0 } },
      hidden: ["visits"],
      collapsed: { rows: [["Bad"], ["Good"]], cols: [["2026-H1"], ["2026-H2"]] },
    };
    const { columns, table } = await shownBy(view);
    expect(columns.slice(0, 4)).toEqual([
      "Laune",
      "subject",
      "2026-H1 / Stunden",
      "2026-H1 / Anteil",
    ]);
    expect(table.columns[3]).toMatchObject({ percent: true, scale: 0 });
    const html = strFromU8(await file("html", view));
    expect(html).toContain('data-value="7.25">7.3<');
    expect(html).toContain(">71%<");
    const sheet = read(await file("xlsx", view), { cellNF: true }).Sheets["Visits"] ?? {};
    const written = Object.values(sheet) as { z?: string; v?: unknown }[];
    expect(written.some(({ z, v }) => z === "#,##0.0" && v === 7.25)).toBe(true);
    expect(written.some(({ z }) => z === "0%")).toBe(true);
  });

  test("its colours, on members alone and without touching a value", async () => {
    const view = {
      ...hours,
      conditional: [{ kind: "icon", measure: "hours", low: 0, high: 5 }],
    };
    const html = strFromU8(await file("html", view));
    expect(html).toContain('style="background:#e8f5ee;color:#0b6b3a" data-value="8.00">▲ 8.00<');
    expect(html).toContain('style="background:#fdeceb;color:#b3261e" data-value="-2.25">▼ -2.25<');
    expect(html.match(/▲/g)).toHaveLength(1);
    const bytes = await file("xlsx", view);
    const styles = strFromU8(unzipSync(bytes)["xl/styles.xml"] ?? new Uint8Array());
    expect(styles).toContain("0B6B3A");
    expect(styles).toContain("▲");
    const rows = utils.sheet_to_json<unknown[]>(read(bytes).Sheets["Visits"] ?? {}, { header: 1 });
    expect(rows).toContainEqual(["Good", "B", undefined, 8, 8, undefined, undefined, 8]);
    expect((await shownBy(view)).table.columns.some(({ marks }) => marks !== undefined)).toBe(
      false,
    );
    const scale = { ...hours, conditional: [{ kind: "scale", measure: "hours" }] };
    const shades = strFromU8(await file("html", scale)).match(/background:#[0-9a-f]{6}/g);
    expect(new Set(shades)).toContain("background:#96bef5");
    expect(new Set(shades)).toContain("background:#ffffff");
    const pdf = await file("pdf", scale);
    expect(strFromU8(pdf.subarray(0, 5))).toBe("%PDF-");
  });
});
