import { lazy } from "react";

import type { Place } from "../app/place.ts";

const Keys = lazy(async () => ({
  default: (await import("./account/KeysPage.tsx")).KeysPage,
}));
const ActAs = lazy(async () => ({
  default: (await import("./account/ActAsPage.tsx")).ActAsPage,
}));

/** What belongs to whoever is signed in: reached from the menu under his name. */
export const account: readonly Place[] = [
  { room: "access", path: "/api-keys", label: "API keys", icon: "code", live: true, Page: Keys },
  {
    room: "access",
    path: "/act-as",
    label: "Act as somebody else",
    icon: "access",
    permission: "access.impersonate",
    live: true,
    Page: ActAs,
  },
];
