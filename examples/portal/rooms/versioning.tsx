import type { ReactNode } from "react";

import type { Place } from "../app/place.ts";
import { Planned } from "../app/Planned.tsx";

const Page = (): ReactNode => (
  <Planned
    title="API versions"
    icon="versions"
    promise="The API moves on without breaking what others built on it."
    points={[
      {
        title: "Old versions keep working",
        text: "Requests and answers are translated at the door, not in the engine.",
      },
      {
        title: "Breaking changes found",
        text: "Two descriptions are compared, and each break is named before release.",
      },
      { title: "Who must move", text: "Which client uses what, and a guide written for it." },
    ]}
    today="Today: every answer names its version in the header API-Version, and another one is refused."
  />
);

export const versioning: Place = {
  room: "versioning",
  path: "/api-versions",
  label: "API versions",
  icon: "versions",
  live: false,
  Page,
};
