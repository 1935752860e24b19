import type { ReactNode } from "react";

import type { Place } from "../app/place.ts";
import { Planned } from "../app/Planned.tsx";

const Page = (): ReactNode => (
  <Planned
    title="Marketplace"
    icon="marketplace"
    promise="Extensions by others that can do what you allowed them, and nothing else."
    points={[
      { title: "Consent", text: "An extension lists what it wants to see and change; you decide." },
      { title: "A closed room", text: "Code runs in a sandbox with a budget of time and memory." },
      { title: "Found by merit", text: "Ranked by use and by faults, not by who shouts." },
    ]}
  />
);

export const marketplace: Place = {
  room: "marketplace",
  path: "/marketplace",
  label: "Marketplace",
  icon: "marketplace",
  live: false,
  Page,
};
