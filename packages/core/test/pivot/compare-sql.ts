import { checkSpec, pivot, type ColumnSchema, type PivotResult } from "@ennead/core/pivot";
import {
  compileSql,
  type DialectName,
  type SqlPivotColumn,
  type SqlRows,
} from "@ennead/core/pivot/sql";
import fc from "fast-check";

import { rowsArbitrary, schema, specArbitrary } from "./arbitrary.ts";
import type { Row } from "./naive.ts";
import { datasetOf, facts, same } from "./same-as-naive.ts";

/** A value as it is bound. Numbers that are not finite are bound as texts, which both databases cast. */
export type Bound = string | number | bigint | null;

/** A database that runs statements one by one. */
export interface SqlDatabase {
  readonly dialect: DialectName;
  readonly run: (sql: string, params: readonly Bound[]) => Promise<SqlRows>;
}

const declared: Readonly<Record<ColumnSchema["type"], string>> = {
  text: "varchar",
  bool: "bigint",
  int: "bigint",
  int64: "bigint",
  decimal: "bigint",
  money: "bigint",
  float: "double precision",
  date: "varchar",
  timestamp: "bigint",
};

/** Amounts beyond 64 bits are kept as texts. */
const isText = ({ name }: ColumnSchema): boolean => name === "huge";

const typeOf = (column: ColumnSchema): string =>
  isText(column) ? "varchar" : declared[column.type];

const quoted = (name: string): string => `"${name}"`;

/** Makes the table that the records of all cases share. */
export const createTable = async ({ run }: SqlDatabase): Promise<void> => {
  const columns = schema.map((column) => `${quoted(column.name)} ${typeOf(column)}`);
  await run(`create table records (place bigint, sample bigint, ${columns.join(", ")})`, []);
};

const columns: ReadonlyMap<string, SqlPivotColumn> = new Map(
  schema.map((column): [string, SqlPivotColumn] => {
    const { name, type, scale } = column;
    return [
      name,
      {
        type,
        ...(scale === undefined ? {} : { scale }),
        ...(isText(column) ? { text: true } : {}),
      },
    ];
  }),
);

const unitsOf = (value: unknown, scale: number): bigint => {
  const [whole = "0", part = ""] = String(value).split(".");
  return BigInt(whole + part.padEnd(scale, "0"));
};

const boundOf = (column: ColumnSchema, value: unknown, dialect: DialectName): Bound => {
  if (value === null || value === undefined) return null;
  if (isText(column)) return String(value);
  switch (column.type) {
    case "bool":
      return value === true ? 1n : 0n;
    case "int":
      return BigInt(value as number);
    case "int64":
    case "decimal":
    case "money":
      return unitsOf(value, column.scale ?? 0);
    case "timestamp":
      return BigInt(Date.parse(String(value)));
    // SQLite has no NaN: an infinity stands for it, and counts as missing just as well.
    case "float":
      return dialect === "libsql" && value === "NaN"
        ? "9e999"
        : String(value).replace("Infinity", "9e999");
    default:
      return String(value);
  }
};

const infinity = (value: Bound, dialect: DialectName): Bound =>
  dialect !== "libsql" && typeof value === "string" ? value.replace("9e999", "Infinity") : value;

const insert = async (
  { dialect, run }: SqlDatabase,
  sample: number,
  rows: readonly Row[],
): Promise<void> => {
  if (rows.length === 0) return;
  const places = schema.map((column) => `cast(? as ${typeOf(column)})`);
  const row = `(cast(? as bigint), cast(? as bigint), ${places.join(", ")})`;
  const params = rows.flatMap((values, place): Bound[] => [
    BigInt(place),
    BigInt(sample),
    ...schema.map((column) => {
      const bound = boundOf(column, values[column.name], dialect);
      return column.type === "float" ? infinity(bound, dialect) : bound;
    }),
  ]);
  await run(`insert into records values ${rows.map(() => row).join(", ")}`, params);
};

/** Records refuse NUL, at which the driver of libSQL cuts texts. */
const storable = (rows: readonly Row[], dialect: DialectName): readonly Row[] =>
  dialect === "duckdb"
    ? rows
    : rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            typeof value === "string" ? value.replaceAll("\0", "\u0001") : value,
          ]),
        ),
      );

const axisOf = ({ nodes }: PivotResult["rows"]): string =>
  JSON.stringify(
    nodes.map(({ path, kind, isNull, label, rank, records }) => [
      path,
      kind,
      isNull,
      label,
      rank,
      records,
    ]),
  );

/** What two results say differently; undefined where they agree. */
export const differenceOf = (wanted: PivotResult, actual: PivotResult): string | undefined => {
  for (const axis of ["rows", "cols"] as const) {
    const [left, right] = [axisOf(wanted[axis]), axisOf(actual[axis])];
    if (left !== right) return `${axis} are ${right}, not ${left}`;
  }
  const infos = [JSON.stringify(wanted.measures), JSON.stringify(actual.measures)];
  if (infos[0] !== infos[1]) return `measures are ${infos[1]}, not ${infos[0]}`;
  const warnings = [JSON.stringify(wanted.warnings), JSON.stringify(actual.warnings)];
  if (warnings[0] !== warnings[1]) return `warnings are ${warnings[1]}, not ${warnings[0]}`;
  for (let row = 0; row < wanted.rows.nodes.length; row += 1) {
    for (let col = 0; col < wanted.cols.nodes.length; col += 1) {
      const place = JSON.stringify([wanted.rows.nodes[row]?.path, wanted.cols.nodes[col]?.path]);
      const [left, right] = [wanted.recordsAt(row, col), actual.recordsAt(row, col)];
      if (left !== right) return `${right} records, not ${left}, at ${place}`;
      for (const [at, info] of wanted.measures.entries()) {
        const [cell, other] = [wanted.cell(row, col, at), actual.cell(row, col, at)];
        // Spreads and weighted averages add doubles up in another order.
        if (!Object.is(cell, other) && !(info.type === "float" && same(other, cell, info))) {
          return `${String(other)}, not ${String(cell)}, of ${info.name} at ${place}`;
        }
      }
    }
  }
  return undefined;
};

const catalog = {
  ...(facts.datasets === undefined ? {} : { joined: facts.datasets }),
  ...(facts.expressions === undefined ? {} : { expressions: facts.expressions }),
};

/** What comparing many reports came to. */
export interface ComparedSql {
  readonly reports: number;
  readonly compiled: number;
  readonly cells: number;
  /** Why reports were not compiled, and how often. */
  readonly refused: ReadonlyMap<string, number>;
  readonly failure?: string;
}

/**
 * Compares random reports over random records on the engine and on a database, cell by cell. The records of some earlier
 * cases stay in the table: the scope must hide them.
 */
export const compareSql = async (
  database: SqlDatabase,
  { reports, seed, levels }: { reports: number; seed: number; levels: number },
): Promise<ComparedSql> => {
  const { dialect, run } = database;
  const refused = new Map<string, number>();
  let [compiled, cells, sample] = [0, 0, 0];
  const found = await fc.check(
    fc.asyncProperty(specArbitrary({ levels }), rowsArbitrary, async (spec, drawn) => {
      sample += 1;
      const rows = storable(drawn, dialect);
      const wanted = pivot(spec, datasetOf(rows), facts);
      const checked = checkSpec(spec, { columns, ...catalog });
      if (!checked.ok) throw new Error(checked.error[0]?.message);
      const pushed = compileSql(checked.value, {
        dialect,
        table: "records",
        columns,
        scope: { sql: "sample = ?", params: [sample] },
        order: "place",
        facts,
      });
      if (!pushed.ok) {
        refused.set(pushed.error.message, (refused.get(pushed.error.message) ?? 0) + 1);
        return;
      }
      await run("delete from records where sample < ?", [BigInt(sample - 2)]);
      await insert(database, sample, rows);
      compiled += 1;
      const answers: SqlRows[] = [];
      for (const { sql, params } of pushed.value.queries) {
        try {
          answers.push(await run(sql, params));
        } catch (error) {
          throw new Error(
            `${error instanceof Error ? error.message : ""} in ${sql} with ${params.map(String).join("|")}`,
            { cause: error },
          );
        }
      }
      const actual = pushed.value.decode(answers);
      if (!wanted.ok || !actual.ok) {
        const codes = [wanted.ok ? "" : wanted.error[0]?.code, actual.ok ? "" : actual.error.code];
        if (codes[0] !== codes[1]) throw new Error(`${codes[1]}, not ${codes[0]}`);
        return;
      }
      cells +=
        wanted.value.rows.nodes.length *
        wanted.value.cols.nodes.length *
        wanted.value.measures.length;
      const wrong = differenceOf(wanted.value, actual.value);
      if (wrong !== undefined) throw new Error(wrong);
    }),
    { numRuns: reports, seed },
  );
  await run("delete from records", []);
  const answer = { reports, compiled, cells, refused };
  if (!found.failed) return answer;
  const why = found.errorInstance instanceof Error ? found.errorInstance.message : "a difference";
  const example = JSON.stringify(found.counterexample);
  return { ...answer, failure: `${dialect}, seed ${seed}: ${why}\n${example}` };
};
