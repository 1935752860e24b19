import type { ReactNode } from "react";

import type { Place } from "../app/place.ts";
import { Planned } from "../app/Planned.tsx";

const Page = (): ReactNode => (
  <Planned
    title="Audit log"
    icon="audit"
    promise="Who changed what, when, and what it was before: complete, because the database refuses anything else."
    points={[
      {
        title: "Explore",
        text: "By person, record, field or day; every change with its before and after.",
      },
      { title: "Sealed", text: "Entries are chained: a missing or altered one is noticed." },
      {
        title: "Kept, and forgotten, by rule",
        text: "Retention by policy; personal values erased on request, the history left whole.",
      },
    ]}
    today="Today: every change in this portal is being recorded already, with its author. The page to read it comes in a later release."
  />
);

export const audit: Place = {
  room: "audit",
  path: "/audit",
  label: "Audit log",
  icon: "audit",
  live: false,
  Page,
};
