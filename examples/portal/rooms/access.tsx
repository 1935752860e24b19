import { lazy } from "react";

import type { Place } from "../app/place.ts";

/** Who may do what: offered to administrators, loaded when one goes there. */
const Page = lazy(async () => ({
  default: (await import("./access/AccessPage.tsx")).AccessPage,
}));

export const access: Place = {
  room: "access",
  path: "/access",
  label: "Access",
  icon: "access",
  permission: "access.manage",
  live: true,
  Page,
};
