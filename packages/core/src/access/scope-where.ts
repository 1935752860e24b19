import type { Range } from "../tree/index.ts";
import type { RecordScope, Scope } from "./scope.ts";

/** A piece of SQL with its bound parameters, in the order of its question marks. */
export interface SqlPart {
  readonly sql: string;
  readonly params: readonly (string | number)[];
}

/** Where shares are kept: a table with one row for each record and target. */
export interface ShareColumns {
  readonly table: string;
  /**
   * What stands after the table's name to hold the database to an index, for the shares of one record and for those of
   * many targets: `indexed by …`. Without statistics a planner may take another one.
   */
  readonly byRecord?: string;
  readonly byTarget?: string;
  readonly company: string;
  readonly object: string;
  readonly record: string;
  readonly target: string;
  /** 1 read, 2 edit, 3 full. */
  readonly level: string;
  /** Epoch milliseconds; null for a share that does not end. */
  readonly expiresAt: string;
}

/**
 * A select of one column: the ids in these ranges of places of a tree, from wherever they are kept. Places are indexes of
 * `order` of the tree that `core/tree` builds from the same rows, so that members of a circle have one each.
 */
export type IdsIn = (ranges: readonly Range[]) => SqlPart;

/**
 * What the rows of an object are called in SQL; expressions of the caller's own text. What he does not name, no record of
 * the object has.
 */
export interface ScopeColumns {
  readonly id: string;
  readonly owner: string;
  readonly territory?: string;
  /** 1 where it is so; 0 or null where not. */
  readonly hold?: string;
  readonly frozen?: string;
  readonly requester?: string;
  readonly shares?: ShareColumns;
  /** How a long list of owners or territories enters; as one parameter with a JSON list of ids unless given. */
  readonly ownersIn?: IdsIn;
  readonly territoriesIn?: IdsIn;
}

/** Where the rows are read from, for the narrow form: `select <id> from <table> where <where>`. */
export interface ScopeSource {
  readonly table: string;
  /** At least the company, and the object where the table holds several; index columns first. */
  readonly where: SqlPart;
}

const join = (parts: readonly SqlPart[], between: string): SqlPart => ({
  sql: parts.map(({ sql }) => sql).join(between),
  params: parts.flatMap(({ params }) => params),
});

const listed = (ids: readonly string[]): SqlPart => ({
  sql: "select value from json_each(?)",
  params: [JSON.stringify(ids)],
});

/** Whether a column holds one of the ids. Long lists are one parameter, so that the text of a statement stays the same. */
const among = (
  column: string,
  ids: readonly string[],
  ranges: readonly Range[],
  idsIn: IdsIn | undefined,
): SqlPart => {
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) return { sql: `${column} = ?`, params: [only] };
  const { sql, params } = idsIn === undefined || ranges.length === 0 ? listed(ids) : idsIn(ranges);
  return { sql: `${column} in (${sql})`, params };
};

/** Whom a record must belong to, where it has to lie: each reason that a column of the row itself tells. */
const ownReasons = (scope: RecordScope, columns: ScopeColumns): SqlPart[] => {
  const { owners, ownerRanges, territories, territoryRanges } = scope;
  const reasons = [among(columns.owner, owners, ownerRanges, columns.ownersIn)];
  if (columns.territory !== undefined && territories.length > 0) {
    reasons.push(among(columns.territory, territories, territoryRanges, columns.territoriesIn));
  }
  return reasons;
};

/** The conditions on a row of shares, without the one that names the record. */
const shareReason = (scope: RecordScope, shares: ShareColumns): SqlPart => {
  const { company, object, target, level, expiresAt } = shares;
  const targets = listed(scope.sharedTo);
  const ends = scope.now === null ? "" : ` or ${expiresAt} > ?`;
  return {
    sql: `${company} = ? and ${object} = ? and ${target} in (${targets.sql}) and ${level} >= ? and (${expiresAt} is null${ends})`,
    params: [
      scope.company,
      scope.object,
      ...targets.params,
      scope.level,
      ...(scope.now === null ? [] : [scope.now]),
    ],
  };
};

const exceptions = ({ except }: RecordScope, columns: ScopeColumns): SqlPart[] => {
  const parts: SqlPart[] = [];
  if (except.hold && columns.hold !== undefined) {
    parts.push({ sql: `coalesce(${columns.hold}, 0) = 0`, params: [] });
  }
  if (except.frozen && columns.frozen !== undefined) {
    parts.push({ sql: `coalesce(${columns.frozen}, 0) = 0`, params: [] });
  }
  if (except.requesters.length > 0 && columns.requester !== undefined) {
    const { sql, params } = listed(except.requesters);
    const column = columns.requester;
    parts.push({ sql: `(${column} is null or ${column} not in (${sql}))`, params });
  }
  if (except.records.length > 0) {
    const { sql, params } = listed(except.records);
    parts.push({ sql: `${columns.id} not in (${sql})`, params });
  }
  return parts;
};

const wide = (scope: RecordScope, columns: ScopeColumns): SqlPart => {
  const parts = exceptions(scope, columns);
  if (!scope.all) {
    const reasons = ownReasons(scope, columns);
    if (columns.shares !== undefined) {
      const { sql, params } = shareReason(scope, columns.shares);
      const { table, record, byRecord = "" } = columns.shares;
      const shared = `select 1 from ${table} ${byRecord} where ${sql} and ${table}.${record} = ${columns.id}`;
      reasons.push({ sql: `exists (${shared})`, params });
    }
    const { sql, params } = join(reasons, " or ");
    parts.unshift({ sql: `(${sql})`, params });
  }
  if (scope.and !== undefined) parts.push(wide(scope.and, columns));
  return parts.length === 0 ? { sql: "1", params: [] } : join(parts, " and ");
};

/**
 * The sources of the narrow form, each a select of ids by one index: by owner, by territory, by share. They may overlap,
 * and exceptions are not taken away yet. Null where a scope has no sources of its own: it is `all`, `none`, or all but
 * exceptions. A count of each, capped, tells whether narrow is worth it.
 */
export const scopeSources = (
  scope: Scope,
  columns: ScopeColumns,
  { table, where }: ScopeSource,
): readonly SqlPart[] | null => {
  if (typeof scope === "string" || scope.all) return null;
  const sources = ownReasons(scope, columns).map((reason) => {
    const { sql, params } = join([where, reason], " and ");
    return { sql: `select ${columns.id} from ${table} where ${sql}`, params };
  });
  if (columns.shares === undefined) return sources;
  const { sql, params } = shareReason(scope, columns.shares);
  const { table: shares, record, byTarget = "" } = columns.shares;
  return [...sources, { sql: `select ${record} from ${shares} ${byTarget} where ${sql}`, params }];
};

/**
 * The scope as a condition on rows of the caller's own company, true for exactly the rows that `can` allows. Everything
 * from data is bound. The wide form asks each row, for keyset orders over many visible rows; given a source, the narrow
 * form reads what is reached by its indexes and suits few.
 */
export const scopeWhere = (scope: Scope, columns: ScopeColumns, narrow?: ScopeSource): SqlPart => {
  if (typeof scope === "string") return { sql: scope === "all" ? "1" : "0", params: [] };
  const sources = narrow === undefined ? null : scopeSources(scope, columns, narrow);
  if (sources === null) return wide(scope, columns);
  const { sql, params } = join(sources, " union ");
  return join(
    [
      { sql: `${columns.id} in (${sql})`, params },
      ...exceptions(scope, columns),
      ...(scope.and === undefined ? [] : [wide(scope.and, columns)]),
    ],
    " and ",
  );
};
