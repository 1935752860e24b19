// Checked by the compiler: `tsc -b`.
import type { Fault, Result } from "@ennead/core/kernel";
import {
  checkSpec,
  pivot,
  planPivot,
  type CellValue,
  type CheckedSpec,
  type ColumnType,
  type Dataset,
  type PivotResult,
  type PivotSpec,
} from "@ennead/core/pivot";
import { expectTypeOf } from "vitest";

declare const dataset: Dataset;
declare const spec: PivotSpec;

// What came from outside is checked first, and only what was checked can be planned.
expectTypeOf(checkSpec).parameter(0).toBeUnknown();
expectTypeOf(checkSpec(spec, dataset)).toEqualTypeOf<Result<CheckedSpec, readonly Fault[]>>();
expectTypeOf(planPivot).parameter(0).toEqualTypeOf<CheckedSpec>();
// @ts-expect-error -- a spec nobody checked
planPivot(spec, dataset, { now: 0 });
expectTypeOf<CheckedSpec>().toExtend<PivotSpec>();

// A data set is a catalogue of its own columns.
expectTypeOf(pivot(spec, dataset, { now: 0 })).toEqualTypeOf<
  Result<PivotResult, readonly Fault[]>
>();
expectTypeOf<ReturnType<PivotResult["cell"]>>().toEqualTypeOf<CellValue>();
expectTypeOf<ColumnType>().toEqualTypeOf<
  "text" | "bool" | "int" | "int64" | "decimal" | "money" | "float" | "date" | "timestamp"
>();

export const report = {
  version: 1,
  source: "deal",
  rows: [{ name: "quarter", field: "closed", bucket: { kind: "date", grain: "quarter" } }],
  cols: [],
  values: [{ name: "won", agg: "sum", field: "amount", where: ["=", "stage", "Won"] }],
} as const satisfies PivotSpec;

// @ts-expect-error -- no aggregate
export const middle: PivotSpec["values"][number] = { name: "m", agg: "middle", field: "a" };
