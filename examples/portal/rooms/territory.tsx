import type { ReactNode } from "react";

import type { Place } from "../app/place.ts";
import { Planned } from "../app/Planned.tsx";

const Page = (): ReactNode => (
  <Planned
    title="Territories"
    icon="territories"
    promise="Who sells where, on which day, and why: rules place every account in a tree of territories."
    points={[
      {
        title: "Assign by rules",
        text: "By country, size or industry. Each assignment says which rule made it.",
      },
      {
        title: "Plan ahead",
        text: "Next year's tree stands beside today's; compare both before it takes effect.",
      },
      { title: "Roll up", text: "Figures for any branch of the tree, as of any day." },
    ]}
  />
);

export const territory: Place = {
  room: "territory",
  path: "/territories",
  label: "Territories",
  icon: "territories",
  live: false,
  Page,
};
