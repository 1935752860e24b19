import type { ObjectDefinition, Option } from "@ennead/core/record";

const same = (...values: readonly string[]): readonly Option[] =>
  values.map((value) => ({ value, label: value }));

/**
 * A company's own object: closed and open deals as another CRM exports them, one row each. `scripts/load-csv.ts` fills
 * it; it shows that an object is data and needs no migration.
 */
export const deal: ObjectDefinition = {
  name: "deal",
  label: "Deal",
  labelPlural: "Deals",
  nameField: "name",
  fields: [
    { name: "name", label: "Opportunity", type: "text", required: true },
    { name: "salesAgent", label: "Sales agent", type: "text", indexed: true },
    { name: "product", label: "Product", type: "text", indexed: true },
    { name: "account", label: "Account", type: "text" },
    {
      name: "dealStage",
      label: "Deal stage",
      type: "picklist",
      indexed: true,
      options: same("Prospecting", "Engaging", "Won", "Lost"),
    },
    { name: "engageDate", label: "Engage date", type: "date" },
    { name: "closeDate", label: "Close date", type: "date", indexed: true },
    { name: "closeValue", label: "Close value", type: "money" },
    { name: "sector", label: "Sector", type: "text" },
    { name: "officeLocation", label: "Office location", type: "text" },
    { name: "series", label: "Series", type: "text" },
    { name: "salesPrice", label: "Sales price", type: "money" },
    { name: "manager", label: "Manager", type: "text" },
    { name: "regionalOffice", label: "Regional office", type: "text" },
  ],
};
