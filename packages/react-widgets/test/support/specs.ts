import type { PivotReportValue } from "../../src/pivot/index.ts";

const sum = {
  name: "amount.sum",
  agg: "sum",
  field: "amount",
  currency: "amount.currency",
} as const;

/** Amount by region (and stage) across years. */
export const byRegion: PivotReportValue = {
  spec: {
    version: 1,
    source: "opportunity",
    rows: [{ name: "region", field: "region" }],
    cols: [{ name: "closeDate.year", field: "closeDate", bucket: { kind: "date", grain: "year" } }],
    values: [sum],
  },
  view: {},
};

export const byRegionAndStage: PivotReportValue = {
  spec: {
    ...byRegion.spec,
    rows: [
      { name: "region", field: "region" },
      { name: "stage", field: "stage" },
    ],
    cols: [],
  },
  view: {},
};
