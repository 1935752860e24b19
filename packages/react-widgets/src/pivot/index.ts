/**
 * The pivot report as a widget, and its state without markup.
 *
 * @example
 * ```tsx
 * import { EnneadProvider } from "@ennead/react-widgets/kernel";
 * import { PivotReport } from "@ennead/react-widgets/pivot";
 * import "@ennead/react-widgets/styles.css";
 *
 * const Page = () => (
 *   <EnneadProvider baseUrl="" locale="de" currency="EUR">
 *     <PivotReport object="opportunity" />
 *   </EnneadProvider>
 * );
 * ```
 */
export { PivotReport, type PivotReportProps } from "./PivotReport.tsx";
export {
  usePivotReport,
  type PivotReportOptions,
  type PivotReportState,
  type PivotStatus,
} from "./usePivotReport.ts";
export type { PivotActions } from "./actions.ts";
export type { PivotField, FieldKind } from "./fields.ts";
export {
  emptyReport,
  type Axis,
  type PivotReportValue,
  type ReportView,
  type Well,
  type WellPlace,
} from "./value.ts";
export type { ByName, ConditionalFormat, MeasureFormat } from "./view-parts.ts";
