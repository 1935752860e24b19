import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows } from "@ennead/core/pivot";
import { arrowFromDataset } from "@ennead/core/pivot/arrow";
import type { ObjectDefinition } from "@ennead/core/record";

type Deal = readonly [
  name: string,
  region: string | null,
  stage: string,
  closeDate: string | null,
  amount: string | null,
  owner: string,
];

/** Eight deals: East 1,050.50 · West 400.00 · no region 20.00; the sum is 1,470.50. */
export const deals: readonly Deal[] = [
  ["Alpha", "East", "Won", "2024-01-15", "100.00", "Ada"],
  ["Beta", "East", "Won", "2024-02-20", "200.50", "Ada"],
  ["Gamma", "East", "Lost", "2024-05-02", "50.00", "Ben"],
  ["Delta", "East", "Won", "2025-01-09", "700.00", "Ben"],
  ["Epsilon", "West", "Won", "2024-01-30", "300.00", "Ada"],
  ["Zeta", "West", "Open", "2025-03-31", null, "Cleo"],
  ["Eta", "West", "Won", "2025-02-14", "100.00", "Cleo"],
  ["Theta", null, "Open", null, "20.00", "Ben"],
];

/** Deals as the edge sends them. */
export const dealBytes = (rows: readonly Deal[] = deals): Uint8Array<ArrayBuffer> => {
  const dataset = unwrap(
    datasetFromRows(
      rows.map(([name, region, stage, closeDate, amount, owner]) => [
        name,
        region,
        stage,
        closeDate,
        amount,
        amount === null ? null : "EUR",
        owner,
      ]),
      [
        { name: "name", type: "text" },
        { name: "region", type: "text" },
        { name: "stage", type: "text" },
        { name: "closeDate", type: "date" },
        { name: "amount", type: "money", scale: 2 },
        { name: "amount.currency", type: "text" },
        { name: "owner", type: "text" },
      ],
    ),
  );
  return new Uint8Array(arrowFromDataset(dataset));
};

export const opportunity: ObjectDefinition = {
  name: "opportunity",
  label: "Opportunity",
  labelPlural: "Opportunities",
  nameField: "name",
  fields: [
    { name: "name", label: "Name", type: "text" },
    { name: "region", label: "Region", type: "picklist" },
    { name: "stage", label: "Stage", type: "picklist" },
    { name: "closeDate", label: "Close date", type: "date" },
    { name: "amount", label: "Amount", type: "money" },
  ],
};

export const account: ObjectDefinition = {
  name: "account",
  label: "Account",
  labelPlural: "Accounts",
  nameField: "name",
  fields: [{ name: "name", label: "Name", type: "text" }],
};
