import { formatInstant } from "@ennead/core/calendar";
import { formatUnits, isObject, parseDecimal, type Json } from "@ennead/core/kernel";
import { pathOf, type CellValue, type PathMember } from "@ennead/core/pivot";

import { sql, type TenantScope } from "../kernel/index.ts";
import type { CellPath } from "./drill.ts";
import type { Answered } from "./run.ts";

/** Characters of cells that are kept of a delivery. */
const mostKept = 200_000;

const keyOf = (row: readonly PathMember[], col: readonly PathMember[]): string =>
  JSON.stringify([row, col]);

/** Which cells are kept where not all of them fit: first those of either total, then the grand totals. */
const narrower = [
  () => true,
  (row: number, col: number) => row === 0 || col === 0,
  (row: number, col: number) => row === 0 && col === 0,
] as const;

/**
 * What a report says, to be compared with later: cells by their paths, so that another order is no change. Of large
 * reports the totals alone.
 */
export const deliveredText = ({ result }: Answered): string => {
  const names = result.measures.map(({ name }) => name);
  for (const keeps of narrower) {
    const cells: Record<string, readonly CellValue[]> = Object.create(null) as Record<
      string,
      readonly CellValue[]
    >;
    let length = 0;
    result.eachCell((row, col) => {
      if (length > mostKept || !keeps(row, col)) return;
      const values = names.map((_, measure) => result.cell(row, col, measure));
      const key = keyOf(pathOf(result.rows, row), pathOf(result.cols, col));
      cells[key] = values;
      length += key.length + values.join().length + 8;
    });
    const text = JSON.stringify({
      rows: result.rows.levels,
      cols: result.cols.levels,
      names,
      cells,
    });
    if (text.length <= mostKept) return text;
  }
  return "{}";
};

/** The newest mail of a report that has reached this person, with what it said. */
const newest = async (
  { company, read }: TenantScope,
  report: string,
  recipient: string,
): Promise<{ readonly at: number; readonly said: Json } | null> => {
  const [found] = await read(
    sql`select ended_at, cells from report_delivery where company_id = ${company} and report_id = ${report}
      and recipient = ${recipient} and state = 'sent' and test = 0 and cells is not null
      order by ended_at desc, id desc limit 1`,
  );
  const row = found?.rows[0];
  if (row === undefined) return null;
  return { at: Number(row["ended_at"]), said: JSON.parse(String(row["cells"])) as Json };
};

const difference = (now: CellValue, then: CellValue): CellValue => {
  if (typeof now === "number" && typeof then === "number") return now - then;
  const [a, b] = [parseDecimal(String(now ?? "")), parseDecimal(String(then ?? ""))];
  if (typeof now !== "string" || a === undefined || b === undefined) return null;
  const scale = Math.max(a.scale, b.scale);
  const units = ({ units: of, scale: at }: typeof a): bigint =>
    BigInt(of) * 10n ** BigInt(scale - at);
  return formatUnits(units(a) - units(b), scale);
};

const same = (levels: unknown, of: readonly string[]): boolean =>
  JSON.stringify(levels) === JSON.stringify(of);

/**
 * What a cell said in the newest mail that its reader was sent, and how it has changed since; null where he was sent none,
 * where the report has other levels or no such measure since, and where the mail kept totals alone. A cell that was
 * without records then says so by null.
 */
export const sinceDelivery = async (
  scope: TenantScope,
  { report, reader }: { readonly report: string; readonly reader: string },
  { result }: Answered,
  { row, col, value }: CellPath & { readonly value: string },
  now: CellValue,
): Promise<Json> => {
  const found = await newest(scope, report, reader);
  if (found === null || !isObject(found.said)) return null;
  const { rows, cols, names, cells } = found.said;
  const measure = Array.isArray(names) ? names.indexOf(value) : -1;
  if (!same(rows, result.rows.levels) || !same(cols, result.cols.levels) || measure < 0)
    return null;
  const kept = isObject(cells) ? cells[keyOf(row, col)] : undefined;
  if (!Array.isArray(kept)) return null;
  const then = (kept[measure] ?? null) as CellValue;
  return { at: formatInstant(found.at), value: then, change: difference(now, then) };
};
