import type { ObjectDefinition } from "../definition.ts";
import { addressFields } from "./address.ts";
import { industries, leadSources, options } from "./options.ts";

/** A company one does business with. */
export const account: ObjectDefinition = {
  name: "account",
  label: "Account",
  labelPlural: "Accounts",
  nameField: "name",
  fields: [
    { name: "name", label: "Account name", type: "text", required: true, indexed: true },
    { name: "accountNumber", label: "Account number", type: "text", maxLength: 40, indexed: true },
    {
      name: "type",
      label: "Type",
      type: "picklist",
      indexed: true,
      options: options("Prospect", "Customer", "Partner", "Reseller", "Competitor", "Other"),
    },
    { name: "industry", label: "Industry", type: "picklist", indexed: true, options: industries },
    {
      name: "rating",
      label: "Rating",
      type: "picklist",
      options: options("Hot", "Warm", "Cold"),
    },
    {
      name: "parent",
      label: "Parent account",
      type: "reference",
      object: "account",
      indexed: true,
    },
    { name: "website", label: "Website", type: "url" },
    { name: "phone", label: "Phone", type: "phone" },
    { name: "annualRevenue", label: "Annual revenue", type: "money" },
    { name: "employees", label: "Employees", type: "integer" },
    { name: "yearEstablished", label: "Year established", type: "integer" },
    { name: "taxId", label: "Tax id", type: "text", maxLength: 40 },
    { name: "source", label: "Source", type: "picklist", options: leadSources },
    { name: "tier", label: "Tier", type: "picklist", options: options("A", "B", "C") },
    {
      name: "region",
      label: "Region",
      type: "picklist",
      indexed: true,
      options: options("Central", "East", "West", "North", "South", "EMEA", "APAC", "LATAM"),
    },
    ...addressFields("billing", "Billing", false),
    ...addressFields("shipping", "Shipping", false),
    { name: "description", label: "Description", type: "richText" },
  ],
};
