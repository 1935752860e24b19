"use client";
import type { ReactNode } from "react";

const shapes = {
  alert:
    "M8 5v3.5M8 11h.01M7.1 2.5 1.6 12a1 1 0 0 0 .9 1.5h11a1 1 0 0 0 .9-1.5L8.9 2.5a1 1 0 0 0-1.8 0Z",
  arrowDown: "M8 3v10M4.5 9.5 8 13l3.5-3.5",
  arrowUp: "M8 13V3M4.5 6.5 8 3l3.5 3.5",
  calendar:
    "M2.5 6.5h11M5 2v2.5M11 2v2.5M3.5 3.5h9a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1Z",
  chart: "M2.5 13.5h11M4.5 11V7M8 11V3M11.5 11V5.5",
  chartArea: "M2.5 13.5h11M3.5 13.5V9l3-3 3 2.5L13 4v9.5",
  chartGauge: "M2.5 12a5.5 5.5 0 1 1 11 0M8 12l2.8-3.8",
  chartHeatmap: "M2.5 2.5h11v11h-11ZM2.5 6.2h11M2.5 9.8h11M6.2 2.5v11M9.8 2.5v11",
  chartLine: "M2.5 13.5h11M3 10.5l3.5-4L9 9l4-5.5",
  chartPie: "M7.5 3a5.5 5.5 0 1 0 5.5 5.5H7.5V3ZM10 2.2A5.5 5.5 0 0 1 13.8 6H10V2.2Z",
  chartScatter: "M2.5 2.5v11h11M5.5 10h.01M7.5 6.5h.01M9.5 8.8h.01M11.5 5h.01M12 10.5h.01",
  check: "m3 8.5 3.2 3L13 4.5",
  chevronDown: "m4 6 4 4 4-4",
  chevronEnd: "m6 4 4 4-4 4",
  close: "m4 4 8 8M12 4l-8 8",
  columns:
    "M3.5 2.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1ZM6.2 2.5v11M9.8 2.5v11",
  download: "M8 2.5V10M4.8 7 8 10.2 11.2 7M2.5 13.5h11",
  empty:
    "M2 9.5 4 3.2a1 1 0 0 1 1-.7h6a1 1 0 0 1 1 .7l2 6.3v3a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1v-3Zm0 0h3.5l1 1.5h3l1-1.5H14",
  filter: "M2 3h12l-4.6 5.4v4.1l-2.8 1V8.4L2 3Z",
  flag: "M3.5 14V2.5h8.6L10.5 5.7l1.6 3.3H3.5",
  folder: "M1.5 12V4a1 1 0 0 1 1-1h3l1.5 1.8h6.5a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1Z",
  grip: "M6 4h.01M6 8h.01M6 12h.01M10 4h.01M10 8h.01M10 12h.01",
  hash: "M3 6h10.5M2.5 10H13M6.5 2.5l-1.5 11M11 2.5l-1.5 11",
  history: "M2.5 8a5.5 5.5 0 1 0 1.6-3.9M2.5 2v3h3M8 5v3.2l2 1.3",
  link: "M6.5 9.5a2.8 2.8 0 0 0 4 0l2-2a2.8 2.8 0 0 0-4-4l-.8.8M9.5 6.5a2.8 2.8 0 0 0-4 0l-2 2a2.8 2.8 0 0 0 4 4l.8-.8",
  lock: "M4 7.5h8a1 1 0 0 1 1 1V13a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8.5a1 1 0 0 1 1-1ZM5 7.5V5a3 3 0 0 1 6 0v2.5",
  mail: "M2.5 3.5h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1ZM2 4.5 8 9l6-4.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  plus: "M8 3.5v9M3.5 8h9",
  print:
    "M4.500 6V2.500h7V6M4.500 11.500h-2V7a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v4.500h-2M4.500 9.500h7v4h-7Z",
  redo: "M13 6H6.5a3.5 3.5 0 0 0 0 7H8M13 6l-3-3M13 6l-3 3",
  refresh: "M13.5 8a5.5 5.5 0 1 1-1.6-3.900M13.5 2v3h-3",
  rows: "M3.5 2.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1ZM2.5 6.2h11M2.5 9.8h11",
  save: "M3 2.5h8L13.5 5v8a.5.5 0 0 1-.5.5H3a.5.5 0 0 1-.5-.5V3a.5.5 0 0 1 .5-.5ZM5 2.5V6h5V2.5M5 13.5V9.5h6v4",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.6 10.6 14 14",
  sigma: "M12 4.5V3H4l4.2 5L4 13h8v-1.5",
  sort: "M5 3v10M2.5 10.5 5 13l2.5-2.5M11 13V3M8.5 5.5 11 3l2.5 2.5",
  table:
    "M3 2.5h10a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1ZM2 6.2h12M6.5 6.2v7.3",
  text: "M3 4.5V3h10v1.5M8 3v10M6 13h4",
  undo: "M3 6h6.5a3.5 3.5 0 0 1 0 7H8M3 6l3-3M3 6l3 3",
} as const;

export type IconName = keyof typeof shapes;

const thick: ReadonlySet<IconName> = new Set(["chartScatter", "grip", "more"]);

/** A 16-pixel line drawing in the text colour; always beside or inside something that has a name. */
export const Icon = ({ name }: { readonly name: IconName }): ReactNode => (
  <svg
    className="ennead-icon"
    data-icon={name}
    viewBox="0 0 16 16"
    width="16"
    height="16"
    fill="none"
    stroke="currentColor"
    strokeWidth={thick.has(name) ? 2 : 1.5}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={shapes[name]} />
  </svg>
);
