import type { ReactNode } from "react";

const shapes = {
  reports: "M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 13.5h6M11 16.5h4",
  forecasts: "M3 16.5h14M3.5 12.5 8 8l3 3 5.5-6M13 5h3.5v3.5",
  territories: "m3 5 4.5-2 5 2L17 3v12l-4.5 2-5-2L3 17zM7.5 3v12M12.5 5v12",
  approvals: "m3 10.5 3.5 3.5L13 6.5M9.5 13l1 1L17 6.5",
  import: "M10 3v9M6.5 8.5 10 12l3.5-3.5M3.5 13v2.5a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1V13",
  audit: "M5 2.5h7l3.5 3.5v11.5h-10.5zM12 2.5V6h3.5M7.5 10h5M7.5 13.5h5",
  integrations:
    "M8 12 12 8M9 5.5l1.7-1.7a3.5 3.5 0 0 1 5 5L14 10.5M11 14.5l-1.7 1.7a3.5 3.5 0 0 1-5-5L6 9.5",
  versions: "m10 2.5 7 4-7 4-7-4zM3 10.5l7 4 7-4M3 14l7 4 7-4",
  marketplace:
    "M3.5 8.5v8h13v-8M2.5 8.5l1.5-5h12l1.5 5a2.5 2.5 0 0 1-5 0 2.5 2.5 0 0 1-5 0 2.5 2.5 0 0 1-5 0ZM8 16.5v-4h4v4",
  access:
    "M5 9h10a1 1 0 0 1 1 1v6.500a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1ZM6.500 9V6.500a3.500 3.500 0 0 1 7 0V9M10 12.500v2",
  sun: "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  moon: "M16.5 12A7 7 0 0 1 8 3.5 7 7 0 1 0 16.5 12Z",
  auto: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM10 3v14M12.5 3.8v12.4M15 5.3v9.4",
  plus: "M10 4v12M4 10h12",
  back: "M11.5 4.5 6 10l5.5 5.5",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  chevron: "m7 8 3 3 3-3",
  chevronEnd: "m8 6 4 4-4 4",
  code: "m7 6-4 4 4 4M13 6l4 4-4 4",
  out: "M8 3.5H4.5a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1H8M13 6.5 16.5 10 13 13.5M16 10H8",
  menu: "M3 6h14M3 10h14M3 14h14",
  check: "m4 10.5 4 4 8-9",
  search: "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM13 13l4 4",
  trash: "M3.5 5.5h13M8 5.5v-2h4v2M5 5.5l1 11.5h8l1-11.5M8.5 8.5v5.5M11.5 8.5v5.5",
} as const;

export type IconName = keyof typeof shapes;

/** A drawn sign beside a word; it says nothing to a screen reader that the word does not. */
export const Icon = ({ name }: { readonly name: IconName }): ReactNode => (
  <svg className="portal-icon" viewBox="0 0 20 20" aria-hidden="true">
    <path d={shapes[name]} />
  </svg>
);
