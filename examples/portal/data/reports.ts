import type { JsonObject } from "@ennead/core/kernel";
import type { PivotSpec } from "@ennead/core/pivot";

import { openStages } from "./opportunity.ts";

export interface SampleReport {
  readonly key: string;
  /** Key of the person who saved it. */
  readonly owner: string;
  readonly name: string;
  readonly description: string;
  readonly spec: PivotSpec;
  readonly view: JsonObject;
}

const stages = { by: "list", list: [...openStages, "Closed Won", "Closed Lost"] } as const;

const spec = (
  parts: Pick<PivotSpec, "rows" | "cols" | "values" | "filter" | "fields" | "having">,
): PivotSpec => ({
  version: 1,
  source: "opportunity",
  ...parts,
});

const amount = (name: string, agg: "sum" | "avg" | "max") =>
  ({ name, agg, field: "amount", currency: "amount.currency" }) as const;

const wonOnly = ["=", "stage", "Closed Won"] as const;

/** What the people of a company have saved for each other. */
const reportsOf = (owner: string): readonly SampleReport[] => [
  {
    key: `${owner}-revenue`,
    owner,
    name: "Won revenue by quarter and region",
    description: "Closed deals by the quarter they were won in.",
    spec: spec({
      filter: wonOnly,
      rows: [{ name: "quarter", field: "closeDate", bucket: { kind: "date", grain: "quarter" } }],
      cols: [{ name: "region", field: "region" }],
      values: [amount("won", "sum")],
    }),
    view: { chart: "bar" },
  },
  {
    key: `${owner}-pipeline`,
    owner,
    name: "Open pipeline by owner and stage",
    description: "What is still open, whose it is and how far it has come.",
    spec: spec({
      filter: ["in", "stage", openStages],
      rows: [{ name: "owner", field: "owner", sort: { by: "value", value: "open", dir: "desc" } }],
      cols: [{ name: "stage", field: "stage", sort: stages }],
      values: [amount("open", "sum"), { name: "deals", agg: "records" }],
    }),
    view: {},
  },
  {
    key: `${owner}-sources`,
    owner,
    name: "Where won deals come from",
    description: "Won and lost by lead source: how many, how much, and the usual size.",
    spec: spec({
      filter: ["in", "stage", ["Closed Won", "Closed Lost"]],
      rows: [
        {
          name: "source",
          field: "leadSource",
          sort: { by: "value", value: "amount", dir: "desc", path: ["Closed Won"] },
        },
      ],
      cols: [{ name: "stage", field: "stage", sort: stages }],
      values: [
        amount("amount", "sum"),
        amount("average", "avg"),
        { name: "deals", agg: "records" },
      ],
    }),
    view: {},
  },
  {
    key: `${owner}-losses`,
    owner,
    name: "Why deals are lost",
    description: "Loss reasons by year, with the number of accounts concerned.",
    spec: spec({
      filter: ["=", "stage", "Closed Lost"],
      rows: [
        { name: "reason", field: "lossReason", sort: { by: "value", value: "deals", dir: "desc" } },
      ],
      cols: [{ name: "year", field: "closeDate", bucket: { kind: "date", grain: "year" } }],
      values: [
        { name: "deals", agg: "records" },
        { name: "accounts", agg: "distinct", field: "account.id" },
      ],
    }),
    view: {},
  },
  {
    key: `${owner}-win-rate`,
    owner,
    name: "Win rate of the strongest owners",
    description:
      "Won next to lost, the share that was won, and the median deal; the rest as Others.",
    spec: spec({
      filter: ["in", "stage", ["Closed Won", "Closed Lost"]],
      rows: [
        {
          name: "owner",
          field: "owner",
          top: { n: 8, by: "won" },
          sort: { by: "value", value: "won", dir: "desc" },
        },
      ],
      cols: [],
      values: [
        { ...amount("won", "sum"), where: wonOnly },
        { ...amount("lost", "sum"), where: ["=", "stage", "Closed Lost"] },
        { name: "wonDeals", agg: "records", where: wonOnly },
        { name: "deals", agg: "records" },
        { name: "Win rate", formula: "double(wonDeals) / deals" },
        {
          name: "median",
          agg: "median",
          field: "amount",
          currency: "amount.currency",
          where: wonOnly,
        },
        { name: "share", showAs: "pctCol", of: "won" },
      ],
    }),
    view: {
      names: { won: "Won", lost: "Lost", median: "Median won deal", share: "Share of all won" },
      hidden: ["wonDeals"],
      formats: { "Win rate": { style: "percent", digits: 1 } },
      conditional: [
        { kind: "bar", measure: "won" },
        { kind: "icon", measure: "Win rate", low: 0.45, high: 0.55 },
      ],
    },
  },
  {
    key: `${owner}-growth`,
    owner,
    name: "Fiscal growth by region",
    description:
      "Won revenue by fiscal quarter (from April), against the same quarter a year before.",
    spec: spec({
      filter: wonOnly,
      rows: [
        {
          name: "year",
          field: "closeDate",
          bucket: { kind: "fiscal", grain: "year", startMonth: 4, nameBy: "end" },
        },
        {
          name: "quarter",
          field: "closeDate",
          bucket: { kind: "fiscal", grain: "quarter", startMonth: 4, nameBy: "end" },
        },
      ],
      cols: [{ name: "region", field: "region" }],
      values: [
        amount("won", "sum"),
        { name: "growth", showAs: "pctDiff", of: "won", axis: "rows" },
      ],
    }),
    view: {
      names: { won: "Won", growth: "Against the one before" },
      conditional: [
        { kind: "scale", measure: "won" },
        { kind: "threshold", measure: "growth", low: 0, high: 0.1 },
      ],
    },
  },
];

export const sampleReports: readonly SampleReport[] = [
  ...reportsOf("admin"),
  ...reportsOf("kestrel").slice(0, 2),
];
