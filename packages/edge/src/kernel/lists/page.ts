import { join, raw, sql, type SqlValue, type Statement } from "../db/sql.ts";

/** One key of an order: an SQL expression of ours, never empty (empties are made comparable by the caller). */
export interface SortKey {
  readonly expression: Statement;
  readonly descending: boolean;
}

/** The `order by` of a keyset list: the keys, then the id, so that no two rows tie. */
export const orderBy = (keys: readonly SortKey[], id: Statement, down: boolean): Statement =>
  join(
    [...keys, { expression: id, descending: down }].map(
      ({ expression, descending }) => sql`${expression} ${raw(descending ? "desc" : "asc")}`,
    ),
    ", ",
  );

/**
 * The rows after a position, as `a >= ? and (a > ? or (...))`: SQLite walks an index for this form, and scans for a
 * comparison of row values. `down` is the direction of the id.
 */
export const after = (
  keys: readonly SortKey[],
  id: Statement,
  values: readonly SqlValue[],
  lastId: string,
  down: boolean,
): Statement => {
  let condition: Statement = sql`${id} ${raw(down ? "<" : ">")} ${lastId}`;
  for (let at = keys.length - 1; at >= 0; at -= 1) {
    const { expression, descending } = keys[at] as SortKey;
    const value = values[at] ?? null;
    const sign = descending ? "<" : ">";
    condition = sql`${expression} ${raw(`${sign}=`)} ${value} and (${expression} ${raw(sign)} ${value} or (${condition}))`;
  }
  return condition;
};
