import type { ReactNode } from "react";

import type { Place } from "../app/place.ts";
import { Planned } from "../app/Planned.tsx";

const Page = (): ReactNode => (
  <Planned
    title="Data import"
    icon="import"
    promise="Files in, clean records out; nothing is written before you have seen what would happen."
    points={[
      { title: "Map once", text: "Columns are recognised; the recipe is kept for the next file." },
      { title: "Faults by line", text: "Every problem with its line and what would be right." },
      {
        title: "No duplicates",
        text: "Found before they are written, merged field by field, and any merge can be taken back.",
      },
    ]}
    today="Today: the bulk route takes 100,000 rows in one request and answers line by line. See “Load a CSV file” in the documentation."
  />
);

export const dataImport: Place = {
  room: "import",
  path: "/data-import",
  label: "Data import",
  icon: "import",
  live: false,
  Page,
};
