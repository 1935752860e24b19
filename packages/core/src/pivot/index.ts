export type { Aggregate, Bucket, Dim, PivotSpec, Sort, Value } from "./spec.ts";
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
export type { Column, ColumnType, Dataset } from "./dataset.ts";
