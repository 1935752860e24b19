import { EnneadProvider } from "@ennead/react-widgets/kernel";
import { PivotReport } from "@ennead/react-widgets/pivot";

import "@ennead/react-widgets/styles.css";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const spec = {
  version: 1,
  source: "account",
  rows: [{ name: "industry", field: "industry" }],
  cols: [],
  values: [{ name: "accounts", agg: "records" }],
};
const token = new URLSearchParams(location.hash.slice(1)).get("token");

createRoot(document.querySelector("#root")).render(
  createElement(
    EnneadProvider,
    { baseUrl: location.origin, getToken: async () => token, locale: "en" },
    createElement(PivotReport, { object: "account", defaultValue: { spec } }),
  ),
);
