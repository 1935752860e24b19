import { datasetFromColumns, type PivotSpec } from "@ennead/core/pivot";
import { arrowFromDataset } from "@ennead/core/pivot/arrow";
import { useEffect, useState, type ReactNode } from "react";
import { createRoot } from "react-dom/client";

import { EnneadProvider } from "../src/kernel/index.ts";
import { PivotReport, type PivotReportValue } from "../src/pivot/index.ts";

const rows = 100_000;
const owners = Array.from({ length: 50 }, (_, at) => `Owner ${at}`);
const stages = ["New", "Qualified", "Offer", "Won", "Lost"];
const accounts = Array.from({ length: 5000 }, (_, at) => `Account ${at}`);
const firstDay = 18_628;

let seed = 7;
const random = (below: number): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((seed / 2_147_483_648) * below);
};

const coded = (name: string, dict: readonly string[]) => ({
  name,
  type: "text" as const,
  dict,
  codes: Int32Array.from({ length: rows }, () => random(dict.length)),
});

const made = datasetFromColumns([
  coded("name", accounts),
  coded("owner", owners),
  coded("stage", stages),
  {
    name: "closeDate",
    type: "date",
    values: Int32Array.from({ length: rows }, () => firstDay + random(1095)),
  },
  {
    name: "amount",
    type: "decimal",
    scale: 2,
    values: Float64Array.from({ length: rows }, () => random(10_000_000)),
  },
]);
if (!made.ok) throw new Error(JSON.stringify(made.error));
const bytes = new Uint8Array(arrowFromDataset(made.value));

const deal = {
  name: "opportunity",
  label: "Deal",
  labelPlural: "Deals",
  nameField: "name",
  fields: [
    { name: "name", label: "Name", type: "text" },
    { name: "owner", label: "Owner", type: "text" },
    { name: "stage", label: "Stage", type: "text" },
    { name: "closeDate", label: "Close date", type: "date" },
    { name: "amount", label: "Amount", type: "decimal", scale: 2 },
  ],
};

/** When the last byte of the records had been handed over. */
let handed = 0;

const answer = (request: RequestInfo | URL): Promise<Response> => {
  const { pathname } = new URL(String(request), location.href);
  if (!pathname.endsWith("/dataset")) return Promise.resolve(Response.json({ items: [deal] }));
  const body = new ReadableStream<Uint8Array>({
    // Records of that size are on their way long enough for the engine to arrive meanwhile.
    start: async (controller) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      controller.enqueue(bytes);
      controller.close();
      handed = performance.now();
    },
  });
  return Promise.resolve(new Response(body, { headers: { etag: '"1"' } }));
};

const dim = (name: string) => ({ name, field: name });
const month = {
  name: "closeDate.month",
  field: "closeDate",
  bucket: { kind: "date", grain: "month" },
} as const;
const spec = (parts: Pick<PivotSpec, "rows" | "cols">): PivotReportValue => ({
  spec: {
    version: 1,
    source: "opportunity",
    values: [{ name: "amount.sum", agg: "sum", field: "amount" }],
    ...parts,
  },
  view: {},
});

const reports: Readonly<Record<string, PivotReportValue>> = {
  "owner x stage": spec({ rows: [dim("owner")], cols: [dim("stage")] }),
  "owner > stage x month": spec({ rows: [dim("owner"), dim("stage")], cols: [month] }),
  // Rows of accounts and stages times days: over a million cells.
  "account x day": spec({
    rows: [dim("name")],
    cols: [{ name: "day", field: "closeDate", bucket: { kind: "date", grain: "day" } }],
  }),
};

let show: (value: PivotReportValue) => void = () => undefined;

const Page = ({ first }: { readonly first: PivotReportValue }): ReactNode => {
  const [value, setValue] = useState(first);
  useEffect(() => {
    // The bench changes the report from outside.
    // oxlint-disable-next-line react/globals
    show = setValue;
  }, []);
  return (
    <div style={{ blockSize: 800, inlineSize: 1300 }}>
      <EnneadProvider baseUrl="" fetch={answer} locale="en" currency="EUR">
        <PivotReport value={value} onChange={setValue} mode="view" />
      </EnneadProvider>
    </div>
  );
};

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

const until = async (done: () => boolean): Promise<number> => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const look = (): void => {
    if (done()) resolve(performance.now());
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  look();
  const at = await promise;
  observer.disconnect();
  return at;
};

const grid = (): Element | null => document.querySelector("[role=treegrid]");
const labelled = (label: string | null): boolean => grid()?.getAttribute("aria-label") === label;

const bench = {
  /** Milliseconds from the last byte to the first cells in the document, decoding included. */
  first: async (): Promise<number> => {
    const root = document.querySelector("#root");
    const report = reports["owner x stage"];
    if (root === null || report === undefined) throw new Error("There is nothing to show.");
    createRoot(root).render(<Page first={report} />);
    const at = await until(() => document.querySelector("[role=gridcell]") !== null);
    return at - handed;
  },
  /** Milliseconds from another spec to its cells in the document. */
  change: async (name: string): Promise<number> => {
    const before = grid()?.getAttribute("aria-label") ?? null;
    const report = reports[name];
    if (report === undefined) throw new Error(`There is no report ${name}.`);
    await frame();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const from = performance.now();
    show(report);
    const at = await until(() => grid() !== null && !labelled(before));
    return at - from;
  },
  /** Milliseconds of every frame while the table is scrolled down and across. */
  scroll: async (frames: number): Promise<readonly number[]> => {
    const table = grid();
    const times: number[] = [];
    let before = await frame();
    for (let at = 0; at < frames; at += 1) {
      table?.scrollBy(at % 2 === 0 ? 0 : 60, 90);
      // One frame after another is what is measured.
      // oxlint-disable-next-line no-await-in-loop
      const now = await frame();
      times.push(now - before);
      before = now;
    }
    return times;
  },
  cells: (): number => Number(grid()?.ariaRowCount) * Number(grid()?.ariaColCount),
};

export type PivotBench = typeof bench;

Object.assign(globalThis, { bench });
