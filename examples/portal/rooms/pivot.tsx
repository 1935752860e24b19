import { lazy } from "react";

import type { Place } from "../app/place.ts";

/** The report builder brings the grid, the menus and the pivot engine: loaded when somebody goes there. */
const Page = lazy(async () => ({ default: (await import("./pivot/ReportsPage.tsx")).ReportsPage }));

export const pivot: Place = {
  room: "pivot",
  path: "/reports",
  label: "Reports",
  icon: "reports",
  live: true,
  Page,
};
