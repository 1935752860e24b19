import type { ReactNode } from "react";

import type { Place } from "../app/place.ts";
import { Planned } from "../app/Planned.tsx";

const Page = (): ReactNode => (
  <Planned
    title="Integrations"
    icon="integrations"
    promise="Mail, calendars, warehouses and other systems, kept in step with your records."
    points={[
      { title: "Connect", text: "Sign in at the provider and choose what travels which way." },
      { title: "Webhooks", text: "Signed, retried with patience, and repeatable by hand." },
      {
        title: "Every delivery",
        text: "What was sent, what came back, and when it will be tried again.",
      },
    ]}
  />
);

export const integration: Place = {
  room: "integration",
  path: "/integrations",
  label: "Integrations",
  icon: "integrations",
  live: false,
  Page,
};
