// The kernel against DuckDB and arquero in one process: the same random rows, the engines taking turns. CPU time, which
// other work on the machine changes least; the minimum decides, the median tells how steady it was.
import { setTimeout } from "node:timers/promises";

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { unwrap } from "@ennead/core/kernel";
import {
  applyDelta,
  checkSpec,
  datasetFromColumns,
  openPivot,
  planPivot,
  reshape,
  resultOf,
  runPivot,
  type Dataset,
  type PivotResult,
} from "@ennead/core/pivot";
import { op, table, type ColumnTable } from "arquero";

import { blocksOf, fillTable } from "../packages/core/src/pivot/scan-dense.ts";

const rows = 1_000_000;
const turns = 40;
/** arquero takes a hundred times as long; fewer turns settle it. */
const slowTurns = 5;

/** A small linear generator, so that every run sees the same rows. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
};

interface Shape {
  readonly name: string;
  readonly members: number;
  readonly months: number;
}

interface Rows {
  readonly shape: Shape;
  readonly member: Uint16Array;
  readonly month: Uint8Array;
  readonly amount: Float64Array;
}

const nameOf = (prefix: string, at: number): string => `${prefix}${String(at).padStart(4, "0")}`;

const namesOf = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => nameOf(prefix, at));

const makeRows = (shape: Shape): Rows => {
  const random = randomFrom(shape.members);
  const member = new Uint16Array(rows);
  const month = new Uint8Array(rows);
  const amount = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    member[row] = Math.floor(random() * shape.members);
    month[row] = Math.floor(random() * shape.months);
    amount[row] = Math.floor(random() * 1_000_000) - 100_000;
  }
  return { shape, member, month, amount };
};

/** How many records an append brings. */
const appended = 1000;

/** Appends of one turn: a single one is shorter than what the clock of the process tells apart. */
const appends = 50;

/** The first records again, as a data set of their own that shares the dictionaries. */
const firstOf = (dataset: Dataset): Dataset =>
  unwrap(
    datasetFromColumns(
      [...dataset.columns.values()].map((column) => ({
        ...column,
        ...(column.codes === undefined ? {} : { codes: column.codes.slice(0, appended) }),
        ...(column.values === undefined ? {} : { values: column.values.slice(0, appended) }),
      })),
    ),
  );

const datasetOf = ({ shape, member, month, amount }: Rows): Dataset =>
  unwrap(
    datasetFromColumns([
      {
        name: "member",
        type: "text",
        codes: shape.members <= 256 ? Uint8Array.from(member) : member,
        dict: namesOf("M", shape.members),
      },
      { name: "month", type: "text", codes: month, dict: namesOf("T", shape.months) },
      { name: "amount", type: "decimal", scale: 2, values: amount },
      { name: "float", type: "float", values: amount.map((units) => units / 100) },
    ]),
  );

const specOf = (field: string): unknown => ({
  version: 1,
  source: "bench",
  rows: [{ name: "member", field: "member" }],
  cols: [{ name: "month", field: "month" }],
  values: ["sum", "count", "avg", "min", "max"].map((agg) => ({ name: agg, agg, field })),
});

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");

const duckTable = async (connection: DuckDBConnection, data: Rows): Promise<void> => {
  const { shape, member, month, amount } = data;
  await connection.run("DROP TABLE IF EXISTS deals; DROP TABLE IF EXISTS staged;");
  await connection.run("DROP TYPE IF EXISTS member_t; DROP TYPE IF EXISTS month_t;");
  await connection.run(`CREATE TYPE member_t AS ENUM (${quoted(namesOf("M", shape.members))})`);
  await connection.run(`CREATE TYPE month_t AS ENUM (${quoted(namesOf("T", shape.months))})`);
  await connection.run("CREATE TABLE staged (member INTEGER, month INTEGER, amount DOUBLE)");
  const appender = await connection.createAppender("staged");
  for (let row = 0; row < rows; row += 1) {
    appender.appendInteger(member[row] ?? 0);
    appender.appendInteger(month[row] ?? 0);
    appender.appendDouble((amount[row] ?? 0) / 100);
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`CREATE TABLE deals AS SELECT
    ('M' || lpad(member::VARCHAR, 4, '0'))::member_t AS member,
    ('T' || lpad(month::VARCHAR, 4, '0'))::month_t AS month, amount, amount::DECIMAL(12, 2) AS exact FROM staged`);
};

const arqueroTable = ({ member, month, amount }: Rows): ColumnTable =>
  table({
    member: Array.from(member, (at) => nameOf("M", at)),
    month: Array.from(month, (at) => nameOf("T", at)),
    amount: Array.from(amount, (units) => units / 100),
  });

/** Milliseconds of CPU of this process while the work runs, all its threads. */
const cpu = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

interface Line {
  readonly name: string;
  readonly turns: number;
  readonly work: () => unknown;
}

interface Timing {
  readonly min: number;
  readonly median: number;
}

const measure = async (lines: readonly Line[]): Promise<ReadonlyMap<string, Timing>> => {
  const times = new Map(lines.map(({ name }) => [name, [] as number[]]));
  for (let turn = 0; turn < turns; turn += 1) {
    for (const line of lines) {
      if (turn >= line.turns) continue;
      // What the engine before left to other threads is not charged to the next.
      await setTimeout(10);
      times.get(line.name)?.push(await cpu(line.work));
    }
  }
  return new Map(
    [...times].map(([name, all]) => {
      // The first turn compiles.
      const warm = all.slice(1).toSorted((a, b) => a - b);
      return [name, { min: warm[0] ?? 0, median: warm[warm.length >> 1] ?? 0 }];
    }),
  );
};

const aggregatesOf = (field: string): string =>
  ["sum", "count", "avg", "min", "max"].map((name) => `${name}(${field})`).join(", ");

const ms = (value: number): string => value.toFixed(2).padStart(9);

const runShape = async (connection: DuckDBConnection, shape: Shape): Promise<void> => {
  const data = makeRows(shape);
  const dataset = datasetOf(data);
  const arquero = arqueroTable(data);
  await duckTable(connection, data);
  const planOf = (field: string) =>
    unwrap(planPivot(unwrap(checkSpec(specOf(field), dataset)), dataset, { now: 0 }));
  const kernel = (field: string): PivotResult => unwrap(runPivot(planOf(field), dataset));
  const leaves = (field: string): unknown => {
    const { scan } = planOf(field);
    return fillTable(scan, blocksOf(scan));
  };
  const duck = (field: string, groups: string): Promise<unknown> =>
    connection.run(`SELECT member, month, ${aggregatesOf(field)} FROM deals GROUP BY ${groups}`);
  const once = kernel("float");
  /** One measure besides those of the leaf query, over the same dimensions. */
  const slow = (agg: string, more: object = {}): PivotResult => {
    const spec = {
      ...(specOf("amount") as object),
      values: [{ name: "value", agg, field: "amount", ...more }],
    };
    const plan = unwrap(planPivot(unwrap(checkSpec(spec, dataset)), dataset, { now: 0 }));
    return unwrap(runPivot(plan, dataset));
  };
  let open = unwrap(openPivot(planOf("amount")));
  const few = firstOf(dataset);
  const append = (): void => {
    open = unwrap(applyDelta(open, { dataset, added: few }));
    if (open.step.how !== "delta") throw new Error(open.step.why);
  };
  const byTotal = { by: "value", value: "sum", dir: "desc" } as const;
  const timings = await measure([
    { name: "kernel leaf scan (float)", turns, work: () => leaves("float") },
    { name: "kernel all totals (float)", turns, work: () => kernel("float") },
    { name: "kernel leaf scan (decimal)", turns, work: () => leaves("amount") },
    { name: "kernel all totals (decimal)", turns, work: () => kernel("amount") },
    {
      name: "50 appends of 1,000 rows",
      turns,
      work: () => {
        for (let done = 0; done < appends; done += 1) append();
      },
    },
    { name: "result of an open report", turns, work: () => resultOf(open) },
    { name: "distinct", turns: slowTurns, work: () => slow("distinct") },
    { name: "median", turns: slowTurns, work: () => slow("median") },
    { name: "last by month", turns: slowTurns, work: () => slow("last", { orderBy: ["month"] }) },
    { name: "re-sort by value", turns, work: () => reshape(once, { rows: [byTotal] }) },
    { name: "DuckDB GROUP BY (double)", turns, work: () => duck("amount", "member, month") },
    { name: "DuckDB GROUP BY (decimal)", turns, work: () => duck("exact", "member, month") },
    { name: "DuckDB CUBE (double)", turns, work: () => duck("amount", "CUBE (member, month)") },
    { name: "DuckDB CUBE (decimal)", turns, work: () => duck("exact", "CUBE (member, month)") },
    {
      name: "arquero",
      turns: slowTurns,
      work: () =>
        arquero.groupby("member", "month").rollup({
          sum: op.sum("amount"),
          count: op.valid("amount"),
          avg: op.mean("amount"),
          min: op.min("amount"),
          max: op.max("amount"),
        }),
    },
  ]);
  const of = (name: string): Timing => timings.get(name) ?? { min: 0, median: 0 };
  console.log(`\n${shape.name}, ${rows.toLocaleString("en")} rows, CPU ms`);
  console.log(`${"".padEnd(30)}${"min".padStart(9)}${"median".padStart(9)}`);
  for (const [name, { min, median }] of timings) {
    console.log(`${name.padEnd(30)}${ms(min)}${ms(median)}`);
  }
  const ratio = (label: string, over: string, under: string): void => {
    const [a, b] = [of(over), of(under)];
    const [least, usual] = [a.min / b.min, a.median / b.median];
    console.log(`metric ${label} ${least.toFixed(2)} (median ${usual.toFixed(2)})`);
  };
  const key = shape.name.replaceAll(/[ ,]/g, "");
  for (const [kind, ours] of [
    ["decimal", "decimal"],
    ["double", "float"],
  ] as const) {
    const [leaf, totals] = [`kernel leaf scan (${ours})`, `kernel all totals (${ours})`];
    ratio(`duckdb_over_kernel_${kind}_${key}`, `DuckDB GROUP BY (${kind})`, leaf);
    ratio(`duckdb_over_kernel_totals_${kind}_${key}`, `DuckDB GROUP BY (${kind})`, totals);
    ratio(`duckdb_cube_over_kernel_${kind}_${key}`, `DuckDB CUBE (${kind})`, totals);
    ratio(`arquero_over_kernel_${kind}_${key}`, "arquero", totals);
    ratio(`totals_over_leaf_${kind}_${key}`, totals, leaf);
  }
  ratio(`compensated_over_plain_${key}`, "kernel leaf scan (float)", "kernel leaf scan (decimal)");
  const [recompute, added] = [of("kernel all totals (decimal)"), of("50 appends of 1,000 rows")];
  const [least, usual] = [recompute.min / added.min, recompute.median / added.median];
  console.log(
    `metric recompute_over_append_${key} ${(least * appends).toFixed(0)} (median ${(usual * appends).toFixed(0)})`,
  );
  ratio(`run_over_resort_${key}`, "kernel all totals (float)", "re-sort by value");
  let bytes = 0;
  for (const { codes, values, validity } of dataset.columns.values()) {
    for (const array of [codes, values, validity]) bytes += array?.byteLength ?? 0;
  }
  console.log(`metric bytes_per_row_${key} ${(bytes / rows).toFixed(1)} (4 columns)`);
};

/** A report of 50,000 innermost cells against the same one sorted anew, which reads no record. */
const runResort = async (): Promise<void> => {
  const dataset = datasetOf(makeRows({ name: "", members: 1389, months: 36 }));
  const checked = unwrap(checkSpec(specOf("float"), dataset));
  const kernel = (): PivotResult =>
    unwrap(runPivot(unwrap(planPivot(checked, dataset, { now: 0 })), dataset));
  const once = kernel();
  const byTotal = { by: "value", value: "sum", dir: "desc" } as const;
  const timings = await measure([
    { name: "run", turns, work: kernel },
    { name: "re-sort", turns, work: () => reshape(once, { rows: [byTotal] }) },
  ]);
  const [whole, again] = [timings.get("run"), timings.get("re-sort")];
  if (whole === undefined || again === undefined) return;
  console.log(`\n1,389 x 36 (50,000 cells), CPU ms: run${ms(whole.min)}${ms(whole.median)}`);
  console.log(`re-sort by value${ms(again.min)}${ms(again.median)}`);
  const [least, usual] = [whole.min / again.min, whole.median / again.median];
  console.log(
    `metric run_over_resort_50000_cells ${least.toFixed(1)} (median ${usual.toFixed(1)})`,
  );
};

/** Runs the bench and prints its table. */
export const run = async (): Promise<void> => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await runShape(connection, { name: "50 x 12", members: 50, months: 12 });
  await runShape(connection, { name: "5,000 x 36", members: 5000, months: 36 });
  connection.closeSync();
  await runResort();
};
