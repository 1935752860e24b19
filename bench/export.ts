import { utils, write } from "@e965/xlsx";
// Writers against @e965/xlsx (SheetJS) in one process: the same 100,000 cells, the two taking turns. CPU time, which other
// work on the machine changes least; the minimum decides, the median tells how steady it was. `npm run bench -- export`.
import { csvChunks, htmlChunks, jsonChunks, type Table } from "@ennead/core/export";
import { xlsx, xlsxChunks } from "@ennead/core/export/xlsx";

const turns = 15;
const columns = 10;
const rows = 10_000;
const csvRows = 200_000;
const streamedRows = [100_000, 400_000] as const;

const regions = ["north", "south", "east", "west", "overseas"];

/** Three texts, two decimals, four numbers and a day, as a report of deals has them. */
const rowAt = (at: number): (string | number)[] => [
  `Account ${at % 997}`,
  regions[at % regions.length] ?? "",
  `Owner & team ${at % 53}`,
  `${at * 13}.50`,
  `-${at % 1000}.25`,
  at,
  at * 1.25,
  at % 7,
  at / 3,
  `2026-0${(at % 9) + 1}-15`,
];

function* rowsOf(count: number): Generator<(string | number)[], void, void> {
  for (let at = 0; at < count; at += 1) yield rowAt(at);
}

const types = ["text", "text", "text", "decimal", "decimal"] as const;

const tableOf = (count: number): Table => ({
  title: "Deals",
  columns: Array.from({ length: columns }, (_, at) => ({
    name: `c${at}`,
    label: `Column ${at}`,
    type: types[at] ?? (at === columns - 1 ? "date" : "number"),
    ...(types[at] === "decimal" ? { scale: 2, currency: "EUR" } : {}),
  })),
  rows: { [Symbol.iterator]: () => rowsOf(count) },
});

/** The same cells as our own file has them: numbers as numbers, the day as a day. */
const peerCells = (): unknown[][] =>
  Array.from({ length: rows }, (_, at) => {
    const row = rowAt(at);
    return [
      ...row.slice(0, 3),
      Number(row[3]),
      Number(row[4]),
      ...row.slice(5, 9),
      new Date(`${row[9]}T00:00:00Z`),
    ];
  });

const peer = (): number => {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(peerCells()), "Deals");
  return (write(book, { type: "buffer", compression: true }) as Buffer).length;
};

const lengthOf = (chunks: Iterable<string>): number => {
  let length = 0;
  for (const chunk of chunks) length += chunk.length;
  return length;
};

interface Measure {
  readonly name: string;
  readonly run: () => number | Promise<number>;
  readonly times: number[];
  bytes: number;
}

const measure = (name: string, run: Measure["run"]): Measure => ({
  name,
  run,
  times: [],
  bytes: 0,
});

const take = async (one: Measure): Promise<void> => {
  const before = process.cpuUsage();
  one.bytes = await one.run();
  const { user, system } = process.cpuUsage(before);
  one.times.push((user + system) / 1000);
};

const best = ({ times }: Measure): number => Math.min(...times);

const median = ({ times }: Measure): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

const line = (one: Measure): string =>
  `${one.name.padEnd(34)} ${best(one).toFixed(0).padStart(6)} ms (median ${median(one).toFixed(0)})  ${(one.bytes / 1e6).toFixed(2)} MB`;

/** Megabytes the process holds at most while a workbook is written and thrown away piece by piece. */
const peakOf = async (count: number): Promise<number> => {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  let pieces = 0;
  for await (const _ of xlsxChunks(tableOf(count))) {
    pieces += 1;
    if (pieces % 16 === 0) peak = Math.max(peak, process.memoryUsage().rss);
  }
  return (peak - before) / 1e6;
};

export const run = async (): Promise<void> => {
  // First, while the process is still small.
  for (const count of streamedRows) {
    const peak = await peakOf(count);
    console.log(
      `XLSX of ${count.toLocaleString("en")} rows: ${peak.toFixed(0)} MB above the start`,
    );
  }
  const ours = measure("XLSX, 100,000 cells", async () => (await xlsx(tableOf(rows))).length);
  const theirs = measure("the same by @e965/xlsx", peer);
  const csv = measure(`CSV, ${csvRows.toLocaleString("en")} rows of 10`, () =>
    lengthOf(csvChunks(tableOf(csvRows))),
  );
  const html = measure("HTML, 100,000 cells", () => lengthOf(htmlChunks(tableOf(rows))));
  const json = measure("JSON, 100,000 cells", () => lengthOf(jsonChunks(tableOf(rows))));
  for (let turn = 0; turn < turns; turn += 1) {
    await take(ours);
    await take(theirs);
    if (turn % 3 === 0) for (const one of [csv, html, json]) await take(one);
  }
  for (const one of [ours, theirs, csv, html, json]) console.log(line(one));
  console.log(`XLSX over @e965/xlsx: ${(best(ours) / best(theirs)).toFixed(2)} (aim: at most 1.5)`);
  console.log(
    `CSV rows per second: ${Math.round((csvRows / best(csv)) * 1000).toLocaleString("en")}`,
  );
};
