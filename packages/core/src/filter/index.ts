/**
 * Conditions on records as data, with three evaluators that always agree: per row, per column and as SQLite text.
 *
 * @example
 * ```ts
 * import { checkFilter, filterSql, rowPredicate } from "@ennead/core/filter";
 * import { unwrap } from "@ennead/core/kernel";
 *
 * const typeOf = (field: string) => (field === "stage" ? "text" : undefined);
 * const filter = unwrap(checkFilter(["!=", "stage", "Won"], typeOf));
 * const now = 0;
 *
 * const keep = rowPredicate(filter, { typeOf, now });
 * keep({ stage: "Lost" }); // true
 * keep({ stage: null }); // true: != is the exact complement of =
 *
 * const column = () => ({ sql: "r.stage", type: "text" }) as const;
 * filterSql(filter, { column, now }); // { sql: "(r.stage = ?) IS NOT TRUE", params: ["Won"] }
 * ```
 */
export type { Filter, FilterValue, Period } from "./filter.ts";
export type { FilterFacts, FilterFieldType, TypeOf } from "./field-type.ts";
export { checkFilter, filterLimits, type FreeConditions } from "./check.ts";
export type { ExpressionEngine } from "./expression-engine.ts";
export { expressionType, filterEnvironment, type ScaleOf } from "./expression-type.ts";
export { compareCodePoints } from "../kernel/index.ts";
export { fieldsOf } from "./fields-of.ts";
export { conditionTexts, fieldsOfCondition } from "./free-condition.ts";
export { nextUp } from "./neighbour.ts";
export { filterSchema } from "./schema.ts";
export { rowPredicate, type RowOptions } from "./row-predicate.ts";
export { selectRows, type FilterColumn, type FilterTable } from "./select-rows.ts";
export {
  filterSql,
  filterSqlFault,
  type Sql,
  type SqlColumn,
  type SqlOptions,
  type SqlValue,
} from "./filter-sql.ts";
