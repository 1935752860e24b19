import type { SqlRows, PivotQuery, SqlPivotOptions } from "@ennead/core/pivot/sql";

import type { RequestContext } from "../context.ts";
import { DatabaseError, type Row } from "../db/db.ts";
import type { SqlValue, Statement } from "../db/sql.ts";

/** The answers of one state of the data, in the order of what was asked. */
export interface SqlAnswers {
  readonly pivot: readonly SqlRows[];
  readonly others: readonly (readonly Row[])[];
}

/**
 * Runs the queries of a report, and statements of ours beside them, on one state of the data. Answers null where the
 * answer is larger than the database carries.
 */
export interface SqlExecutor {
  readonly dialect: SqlPivotOptions["dialect"];
  readonly run: (
    context: RequestContext,
    queries: readonly PivotQuery[],
    others: readonly Statement[],
  ) => Promise<SqlAnswers | null>;
}

const namesOf = (columns: number): readonly string[] =>
  Array.from({ length: columns }, (_, at) => `a${at}`);

/** Rows come by name, so every column of the answer gets one. */
const named = ({ sql, params, columns }: PivotQuery): Statement => ({
  sql: `with answer(${namesOf(columns).join(", ")}) as (${sql}) select * from answer`,
  args: params as readonly SqlValue[],
});

/** The company's own database, where its records are. */
export const libsqlExecutor: SqlExecutor = {
  dialect: "libsql",
  run: async ({ scope }, queries, others) => {
    try {
      const answers = await scope.read(...queries.map(named), ...others);
      return {
        pivot: queries.map(({ columns }, at) => {
          const names = namesOf(columns);
          return (answers[at]?.rows ?? []).map((row) => names.map((name) => row[name] ?? null));
        }),
        others: answers.slice(queries.length).map(({ rows }) => rows),
      };
    } catch (error) {
      if (error instanceof DatabaseError && error.kind === "too-large") return null;
      throw error;
    }
  },
};
