import type { ObjectDefinition } from "../definition.ts";
import { addressFields } from "./address.ts";
import { industries, leadSources, options } from "./options.ts";

/** A person or company that may become a customer. */
export const lead: ObjectDefinition = {
  name: "lead",
  label: "Lead",
  labelPlural: "Leads",
  nameField: "name",
  fields: [
    {
      name: "name",
      label: "Full name",
      type: "text",
      required: true,
      indexed: true,
      personal: true,
    },
    { name: "firstName", label: "First name", type: "text", maxLength: 80, personal: true },
    { name: "lastName", label: "Last name", type: "text", maxLength: 80, personal: true },
    { name: "company", label: "Company", type: "text", required: true, indexed: true },
    { name: "title", label: "Title", type: "text", maxLength: 120 },
    {
      name: "status",
      label: "Status",
      type: "picklist",
      indexed: true,
      options: options("New", "Working", "Nurturing", "Qualified", "Unqualified", "Converted"),
    },
    { name: "leadSource", label: "Lead source", type: "picklist", options: leadSources },
    {
      name: "rating",
      label: "Rating",
      type: "picklist",
      options: options("Hot", "Warm", "Cold"),
    },
    { name: "industry", label: "Industry", type: "picklist", options: industries },
    { name: "email", label: "E-mail", type: "email", indexed: true, personal: true },
    { name: "phone", label: "Phone", type: "phone", personal: true },
    { name: "website", label: "Website", type: "url" },
    { name: "annualRevenue", label: "Annual revenue", type: "money" },
    { name: "employees", label: "Employees", type: "integer" },
    { name: "score", label: "Score", type: "float" },
    { name: "convertedAt", label: "Converted at", type: "instant" },
    { name: "convertedAccount", label: "Converted account", type: "reference", object: "account" },
    { name: "convertedContact", label: "Converted contact", type: "reference", object: "contact" },
    {
      name: "convertedOpportunity",
      label: "Converted opportunity",
      type: "reference",
      object: "opportunity",
    },
    ...addressFields("postal", "Postal", true),
    { name: "description", label: "Description", type: "richText" },
  ],
};
