/**
 * Reports pushed down to a database: queries whose answers become the same cells that the engine has over records.
 *
 * @example
 * ```ts
 * import { unwrap } from "@ennead/core/kernel";
 * import { checkSpec } from "@ennead/core/pivot";
 * import { compileSql } from "@ennead/core/pivot/sql";
 *
 * const columns = new Map([
 *   ["owner", { type: "text" }],
 *   ["amount", { type: "decimal", scale: 2 }],
 * ] as const);
 * const spec = unwrap(
 *   checkSpec(
 *     {
 *       version: 1,
 *       source: "deal",
 *       rows: [{ name: "Owner", field: "owner" }],
 *       cols: [],
 *       values: [{ name: "Amount", agg: "sum", field: "amount" }],
 *     },
 *     { columns },
 *   ),
 * );
 * const { queries, decode } = unwrap(
 *   compileSql(spec, {
 *     dialect: "libsql",
 *     table: "deal",
 *     columns,
 *     scope: { sql: "company = ?", params: ["c1"] },
 *     facts: { now: 0 },
 *   }),
 * );
 * queries[0]?.params; // ["c1"]
 *
 * // What a driver answers: records, records that are not finite, order, owner, values, both parts of the sum.
 * const report = unwrap(decode([[["2", 0, null, "Ada", 2, "1450", "0"]]]));
 * report.cell(1, 0, 0); // "14.50"
 * ```
 */
export { compileSql } from "./compile-sql.ts";
export type { CompiledPivot, PivotQuery, SqlPivotOptions, SqlRows } from "./sql-options.ts";
export type { DialectName } from "./dialect.ts";
export type { SqlPivotColumn, SqlSource } from "./sql-source.ts";
