/**
 * What every widget stands on: the provider with client, formats and theme, the virtual grid, states, the element wrapper.
 *
 * @example
 * ```tsx
 * import { EnneadProvider } from "@ennead/react-widgets/kernel";
 *
 * const App = ({ token }: { token: string }) => (
 *   <EnneadProvider baseUrl="https://crm.example" getToken={() => token} locale="en" currency="USD" theme="auto">
 *     …
 *   </EnneadProvider>
 * );
 * ```
 */
export { EnneadProvider, type EnneadProviderProps } from "./provider.tsx";
export { useEnnead, useStrings, type Ennead, type Theme } from "./context.ts";
export {
  apiVersion,
  createActionKeys,
  createClient,
  isFault,
  newKey,
  operations,
  pathOf,
  ProblemError,
  type ActionKeys,
  type CallOptions,
  type Client,
  type ClientFault,
  type ClientOptions,
  type GetToken,
  type ProblemPart,
  type RequestOptions,
  type SendRequest,
} from "./client/index.ts";
export { createFormats, type Formats } from "./intl.ts";
export { stringsFor, type Strings } from "./strings.ts";
export { ErrorBoundary } from "./boundary.tsx";
export { StatePanel, type StateKind, type StatePanelProps } from "./state-panel.tsx";
export { VirtualGrid, type VirtualGridProps } from "./grid/VirtualGrid.tsx";
export type {
  GridCell,
  GridHeaderCell,
  GridModel,
  GridPlace,
  GridRowHeader,
} from "./grid/model.ts";
export { Chart, type ChartProps } from "./chart.tsx";
export type { MarkAnchor } from "./chart/walk.ts";
export { useHistory, type History } from "./use-history.ts";
export { defineWidgetElement, type WidgetElementOptions } from "./element.tsx";
export type * from "./api.gen.ts";
