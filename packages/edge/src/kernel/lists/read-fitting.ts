import { DatabaseError, type Rows } from "../db/db.ts";
import type { TenantScope } from "../db/scope.ts";
import { sql, type Statement } from "../db/sql.ts";

/** Bytes of the rows of one page, unless one alone has more: a server answers no more than 10 MB. */
const mostBytes = 5_000_000;

const isTooLong = (error: unknown): boolean =>
  error instanceof DatabaseError && error.kind === "too-large";

/**
 * Reads a page, whose rows have a `row_size`, with what is counted beside it. Where the rows are too large for one answer
 * it holds only the first of them, and `row_count` tells how many there would have been.
 */
export const readFitting = async (
  { read }: TenantScope,
  page: Statement,
  counts: readonly Statement[],
): Promise<readonly Rows[]> => {
  try {
    return await read(page, ...counts);
  } catch (error) {
    if (!isTooLong(error)) throw error;
  }
  // Only now: rows that are summed up are copied, which costs a page as much again.
  const fitting = sql`select * from (select *, sum(row_size) over (rows unbounded preceding) as size_so_far,
      count(*) over () as row_count from (${page}))
    where size_so_far <= ${mostBytes} or size_so_far = row_size`;
  return read(fitting, ...counts);
};
