import type { SqlPivotColumn } from "@ennead/core/pivot/sql";
import type { ObjectDefinition } from "@ennead/core/record";

import type { RequestContext } from "../context.ts";
import type { Statement } from "../db/sql.ts";
import type { RecordSource } from "../ports.ts";

/** A column of labels of records that the table does not hold: whoever reads the report joins them. */
export interface LooseLabels {
  readonly name: string;
  /** The column of ids that they stand for. */
  readonly ids: string;
  readonly object: string;
}

/** The records of one object as SQL reads them: those that the actor may see, by the columns of their dataset. */
export interface SqlRecords {
  /** One row for each record in the actor's sight. It names the company and binds it. */
  readonly table: Statement;
  /** By the name of the dataset's column; expressions over the table as `t`. */
  readonly columns: ReadonlyMap<string, SqlPivotColumn>;
  readonly labels: readonly LooseLabels[];
  /** Orders records as the rows of the dataset are: a whole number. */
  readonly order: string;
  /** Answers, in a row for each, the currencies of the amounts that are asked for, of all records of the company. */
  readonly currencies?: Statement;
}

/** What of an object is asked for. */
export interface SqlAsked {
  /** Columns that a report may read; others are left out. */
  readonly fields: ReadonlySet<string>;
  /** Fraction digits of amounts. */
  readonly moneyScale: number;
}

/** A source whose records a database can be asked for by SQL, too. */
export interface SqlRecordSource extends RecordSource {
  readonly sql: (
    context: RequestContext,
    definition: ObjectDefinition,
    asked: SqlAsked,
  ) => SqlRecords;
  /** How many records there are, counted up to `most` and one more. */
  readonly count: (context: RequestContext, most: number) => Promise<number>;
}

export const hasSql = (source: RecordSource): source is SqlRecordSource => "sql" in source;
