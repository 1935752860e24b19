import type { ReactNode } from "react";

import type { Place } from "../app/place.ts";
import { Planned } from "../app/Planned.tsx";

const Page = (): ReactNode => (
  <Planned
    title="Forecasts"
    icon="forecasts"
    promise="What the quarter will bring, as a range instead of a guess."
    points={[
      { title: "Ranges", text: "A distribution for every total, by team and by product." },
      {
        title: "Judgement, kept apart",
        text: "What managers add is shown beside what the data says.",
      },
      { title: "Proof", text: "Backtests show how good the last forecasts were." },
    ]}
  />
);

export const forecast: Place = {
  room: "forecast",
  path: "/forecasts",
  label: "Forecasts",
  icon: "forecasts",
  live: false,
  Page,
};
