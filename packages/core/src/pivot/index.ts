/**
 * The pivot engine: records as columns, a report as data, one pass over the rows, right totals everywhere.
 *
 * @example
 * ```ts
 * import { datasetFromRows, pivot } from "@ennead/core/pivot";
 * import { unwrap } from "@ennead/core/kernel";
 *
 * const deals = unwrap(
 *   datasetFromRows(
 *     [
 *       ["Ada", "2026-01-31", "10.50"],
 *       ["Ada", "2026-05-02", "4.00"],
 *       ["Ben", "2026-02-14", null],
 *     ],
 *     [
 *       { name: "owner", type: "text" },
 *       { name: "closed", type: "date" },
 *       { name: "amount", type: "decimal", scale: 2 },
 *     ],
 *   ),
 * );
 * const spec = {
 *   version: 1,
 *   source: "deal",
 *   rows: [{ name: "owner", field: "owner" }],
 *   cols: [{ name: "quarter", field: "closed", bucket: { kind: "date", grain: "quarter" } }],
 *   values: [{ name: "won", agg: "sum", field: "amount" }],
 * };
 * const report = unwrap(pivot(spec, deals, { now: 0 }));
 * report.cols.nodes.map((node) => node.label); // ["", "2026-Q1", "2026-Q2"]
 * report.cell(0, 0, 0); // "14.50", the grand total
 * report.cell(2, 1, 0); // null: Ben's only amount is missing
 * ```
 */
export {
  isAggregate,
  isFormula,
  isShown,
  type Aggregate,
  type AggregateValue,
  type Bucket,
  type CalculatedField,
  type Dim,
  type FormulaValue,
  type Having,
  type Join,
  type PathMember,
  type PivotSpec,
  type ShowAs,
  type ShownValue,
  type Sort,
  type Top,
  type Value,
} from "./spec.ts";
export type { ExpressionEngine } from "./expressions.ts";
export type {
  AxisNode,
  AxisTree,
  CellValue,
  MeasureInfo,
  MeasureType,
  Member,
  PivotResult,
  PivotResultJson,
  Warning,
} from "./result.ts";
export type { ColumnType } from "./column-type.ts";
export type { Column, ColumnSchema, Dataset, DatasetOptions } from "./dataset.ts";
export type { Codes } from "./codes.ts";
export { datasetFromRows } from "./dataset-from-rows.ts";
export { datasetFromColumns } from "./dataset-from-columns.ts";
export type { Catalog, CheckedSpec } from "./checked.ts";
export { checkSpec, pivotLimits } from "./check-spec.ts";
export { pivotSpecSchema } from "./spec-schema.ts";
export { canonicalSpec, specHash } from "./spec-hash.ts";
export { planPivot, type PivotFacts, type Plan } from "./plan.ts";
export { pivot, runPivot } from "./run.ts";
export { reshape, type Shape } from "./reshape.ts";
export {
  applyDelta,
  openPivot,
  resultOf,
  type PivotDelta,
  type PivotState,
  type PivotStep,
} from "./open-pivot.ts";
export { recordsOf, type RecordPage, type RecordQuery } from "./records-of.ts";
export {
  explainCell,
  pathOf,
  type Explanation,
  type MemberPart,
  type PathStep,
} from "./explain-cell.ts";
export type { ComparedCell } from "./compared-cells.ts";
export type { FormulaPart } from "./formula-parts.ts";
export { pivotResultFromJson, pivotResultJson } from "./result-json.ts";
export {
  resultTable,
  type ResultTableOptions,
  type TableLook,
  type TableWords,
} from "./result-table.ts";
