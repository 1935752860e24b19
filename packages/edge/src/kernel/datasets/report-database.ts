import type { CompanyId } from "@ennead/core/kernel";
import { checkSpec, type CheckedSpec, type PivotFacts, type PivotResult } from "@ennead/core/pivot";
import {
  compileSql,
  type PivotQuery,
  type SqlPivotColumn,
  type SqlPivotOptions,
  type SqlRows,
} from "@ennead/core/pivot/sql";
import type { ObjectDefinition } from "@ennead/core/record";

import { sourceColumns } from "./resident-columns.ts";

/** Where a database of the host has the records of one object. */
export interface ReportTable {
  /** Its name, which is quoted. */
  readonly table: string;
  /** Of each row the company, as an expression over the table as `t`, of the host's own making. */
  readonly company: string;
  /** By the names of the dataset's columns, as far as it has them; types, scales and values as they are there. */
  readonly columns: ReadonlyMap<string, SqlPivotColumn>;
  /** Orders records as their ids do, a whole number; without it reports of first and last records run elsewhere. */
  readonly order?: string;
  /** Names the state of the copy: answers are known until it changes. */
  readonly version: () => Promise<string>;
}

/**
 * A database of the host that follows the records of large objects, for reports of whoever may see all of them: a column
 * store answers them many times faster. Everybody else's run in the company's own database, which knows his scope.
 */
export interface ReportDatabase {
  readonly dialect: SqlPivotOptions["dialect"];
  /** Null for an object that it does not have. */
  readonly table: (company: CompanyId, object: string) => ReportTable | null;
  /** Runs the queries on one state of the data; answers the rows of each as lists. */
  readonly run: (queries: readonly PivotQuery[]) => Promise<readonly SqlRows[]>;
}

/** The columns of a table that somebody may read who sees every record: labels only where he sees all of those. */
export const columnsInSight = (
  { columns }: ReportTable,
  definition: ObjectDefinition,
  readable: ReadonlySet<string>,
  seesAll: (object: string) => boolean,
): ReadonlyMap<string, SqlPivotColumn> =>
  new Map(
    sourceColumns(definition).flatMap(({ name, field, labels }) => {
      const column = columns.get(name);
      if (column === undefined || (field !== undefined && !readable.has(field))) return [];
      return labels !== undefined && !seesAll(labels) ? [] : [[name, column] as const];
    }),
  );

const counting = { version: 1, rows: [], cols: [], values: [{ name: "n", agg: "records" }] };

/** Runs a checked spec on the host's database; null where that lacks what it needs. */
export const runAtHost = async (
  host: ReportDatabase,
  { table, company: owner, order }: ReportTable,
  columns: ReadonlyMap<string, SqlPivotColumn>,
  { company, spec, facts }: { company: CompanyId; spec: CheckedSpec; facts: PivotFacts },
): Promise<{ readonly result: PivotResult; readonly rows: number } | null> => {
  const { expressions, datasets } = facts;
  const catalog = {
    columns,
    ...(datasets === undefined ? {} : { joined: datasets }),
    ...(expressions === undefined ? {} : { expressions }),
  };
  const compiled = [spec, { ...counting, source: spec.source }].map((one) => {
    const checked = checkSpec(one, catalog);
    if (!checked.ok) return null;
    const pushed = compileSql(checked.value, {
      dialect: host.dialect,
      table,
      columns,
      scope: { sql: `${owner} = ?`, params: [company] },
      ...(order === undefined ? {} : { order }),
      facts,
    });
    return pushed.ok ? pushed.value : null;
  });
  const [report, count] = compiled;
  if (report === null || report === undefined || count === null || count === undefined) return null;
  const answers = await host.run([...report.queries, ...count.queries]);
  const result = report.decode(answers.slice(0, report.queries.length));
  const counted = count.decode(answers.slice(report.queries.length));
  return result.ok && counted.ok
    ? { result: result.value, rows: counted.value.recordsAt(0, 0) }
    : null;
};
