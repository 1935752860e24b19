import { lineOf, type TableLine } from "../table.ts";
import type { SheetTable } from "./options.ts";

/** Lines that are written before pieces of the file are handed on; the widths of columns are measured by the first. */
const batchLength = 256;

/** The lines of a table in order, some at a time, so that only few of them wait for a promise. At least one batch comes. */
export async function* batchesOf({
  rows,
}: Pick<SheetTable, "rows">): AsyncGenerator<readonly TableLine[], void, void> {
  let batch: TableLine[] = [];
  let isFirst = true;
  if (Symbol.asyncIterator in rows) {
    for await (const row of rows) {
      if (batch.push(lineOf(row)) < batchLength) continue;
      yield batch;
      [batch, isFirst] = [[], false];
    }
  } else {
    for (const row of rows) {
      if (batch.push(lineOf(row)) < batchLength) continue;
      yield batch;
      [batch, isFirst] = [[], false];
    }
  }
  if (isFirst || batch.length > 0) yield batch;
}
