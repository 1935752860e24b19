import { chartTypes, type ChartSettings, type ChartType } from "@ennead/core/chart";
import type { PivotSpec } from "@ennead/core/pivot";

import type { PathMember } from "./path.ts";
import { soundParts, type NamedParts } from "./view-parts.ts";

/** How charts of the report are drawn, whichever type is chosen. */
export type ChartOptions = {
  readonly [Name in Exclude<keyof ChartSettings, "type">]?: ChartSettings[Name] | undefined;
};

/** What a report looks like; nothing in here changes a number. */
export interface ReportView extends NamedParts {
  /** The chart shown in place of the table. */
  readonly chart?: ChartType;
  readonly chartOptions?: ChartOptions;
  /** Paths of closed nodes. Paths that no longer exist are kept for their return. */
  readonly collapsed?: {
    readonly rows?: readonly (readonly PathMember[])[];
    readonly cols?: readonly (readonly PathMember[])[];
  };
  /** Grand totals: the last row and the last column. Shown unless false. */
  readonly totals?: { readonly rows?: boolean; readonly cols?: boolean };
  /** Totals of inner nodes. Shown unless false. */
  readonly subtotals?: { readonly rows?: boolean; readonly cols?: boolean };
  /** Totals of inner nodes that have a single child. Shown unless false. */
  readonly singleSubtotals?: boolean;
}

/** The whole state of the widget as one plain JSON value. */
export interface PivotReportValue {
  readonly spec: PivotSpec;
  readonly view: ReportView;
}

export type Axis = "rows" | "cols";
export type Well = Axis | "values" | "filters";

/** A place in the builder: the n-th entry of a well. */
export interface WellPlace {
  readonly well: Well;
  readonly index: number;
}

/** A new report: how many records there are. */
export const emptyReport = (source: string): PivotReportValue => ({
  spec: {
    version: 1,
    source,
    rows: [],
    cols: [],
    values: [{ name: "records", agg: "records" }],
  },
  view: {},
});

/** Whether this build can show and change a spec: one of a newer version is kept as it is. */
export const isReadable = (spec: PivotSpec): boolean =>
  (spec.version as number) === 1 &&
  typeof spec.source === "string" &&
  [spec.rows, spec.cols, spec.values].every((part) => Array.isArray(part));

const isPaths = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((path) => Array.isArray(path)));

/** A report out of storage; what is foreign in its view is kept, what would break the table is left out. */
export const reportValue = (spec: PivotSpec, view: unknown): PivotReportValue => {
  if (typeof view !== "object" || view === null) return { spec, view: {} };
  const {
    collapsed,
    names: _n,
    hidden: _h,
    formats: _f,
    conditional: _c,
    ...others
  } = view as ReportView;
  const rest = { ...others, ...soundParts(view as Readonly<Record<string, unknown>>) };
  const fits =
    typeof collapsed === "object" &&
    (collapsed as unknown) !== null &&
    isPaths(collapsed.rows) &&
    isPaths(collapsed.cols);
  return { spec, view: fits ? { ...rest, collapsed } : rest };
};

/** The chart of a view as it can be drawn; undefined for the table, and for a chart of a newer version. */
export const chartOfView = ({ chart, chartOptions }: ReportView): ChartSettings | undefined => {
  if (chart === undefined || !chartTypes.includes(chart)) return undefined;
  const { stacking, horizontal, legend, target } = chartOptions ?? {};
  return {
    type: chart,
    ...(stacking === "stacked" || stacking === "percent" ? { stacking } : {}),
    ...(horizontal === true ? { horizontal } : {}),
    ...(typeof legend === "boolean" ? { legend } : {}),
    ...(typeof target === "number" && Number.isFinite(target) ? { target } : {}),
  };
};
