import type { ReactNode } from "react";

import type { Place } from "../app/place.ts";
import { Planned } from "../app/Planned.tsx";

const Page = (): ReactNode => (
  <Planned
    title="Approvals"
    icon="approvals"
    promise="Discounts, quotes and contracts reach the people who must agree, in the right order."
    points={[
      {
        title: "Steps that fit",
        text: "In a row or in parallel, with quorums, deadlines and conditions.",
      },
      {
        title: "People go on leave",
        text: "Delegation, recall and escalation, each with its trace.",
      },
      {
        title: "Why it waits",
        text: "One sentence says for whom a request waits, and since when.",
      },
    ]}
  />
);

export const approval: Place = {
  room: "approval",
  path: "/approvals",
  label: "Approvals",
  icon: "approvals",
  live: false,
  Page,
};
