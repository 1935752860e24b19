import type { SqlValue } from "../../filter/index.ts";
import type { Result } from "../../kernel/index.ts";
import type { PivotFacts } from "../plan.ts";
import type { PivotResult } from "../result.ts";
import type { DialectName } from "./dialect.ts";
import type { SqlSource } from "./sql-source.ts";

/** One statement with the values of its `?`, in order. */
export interface PivotQuery {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** How many columns a row of the answer has. They have no names of use, so a driver that answers by name must give them some. */
  readonly columns: number;
}

/** The rows of one query, each a list of its columns in order. */
export type SqlRows = readonly ArrayLike<unknown>[];

export interface CompiledPivot {
  /** To be run on one state of the data: in one read transaction where others write. */
  readonly queries: readonly PivotQuery[];
  /** The report, from the rows of each query. Faults: those of a run, and `pivot/too-many-groups`. */
  readonly decode: (answers: readonly SqlRows[]) => Result<PivotResult>;
}

export interface SqlPivotOptions extends SqlSource {
  readonly dialect: DialectName;
  readonly facts: PivotFacts;
  /** Most rows of a query, and most records that they stand for where a measure needs each; 2,000,000 unless given. */
  readonly mostGroups?: number;
}
