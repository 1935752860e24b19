import type { ObjectDefinition } from "../definition.ts";

/** Something one sells. */
export const product: ObjectDefinition = {
  name: "product",
  label: "Product",
  labelPlural: "Products",
  nameField: "name",
  fields: [
    { name: "name", label: "Product name", type: "text", required: true, indexed: true },
    { name: "code", label: "Product code", type: "text", maxLength: 40, unique: true },
    { name: "series", label: "Series", type: "text", maxLength: 80, indexed: true },
    { name: "family", label: "Family", type: "text", maxLength: 80, indexed: true },
    { name: "listPrice", label: "List price", type: "money" },
    { name: "unit", label: "Unit", type: "text", maxLength: 40 },
    { name: "taxRate", label: "Tax rate (%)", type: "decimal", scale: 2 },
    { name: "active", label: "Active", type: "boolean", indexed: true },
    { name: "launchedOn", label: "Launched on", type: "date" },
    { name: "description", label: "Description", type: "richText" },
  ],
};
