import type { ObjectDefinition } from "../definition.ts";
import { addressFields } from "./address.ts";
import { leadSources, options } from "./options.ts";

/** A person at an account. */
export const contact: ObjectDefinition = {
  name: "contact",
  label: "Contact",
  labelPlural: "Contacts",
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
    {
      name: "salutation",
      label: "Salutation",
      type: "picklist",
      options: options("Ms.", "Mr.", "Mx.", "Dr.", "Prof."),
    },
    { name: "firstName", label: "First name", type: "text", maxLength: 80, personal: true },
    {
      name: "lastName",
      label: "Last name",
      type: "text",
      maxLength: 80,
      indexed: true,
      personal: true,
    },
    { name: "account", label: "Account", type: "reference", object: "account", indexed: true },
    { name: "reportsTo", label: "Reports to", type: "reference", object: "contact" },
    { name: "title", label: "Title", type: "text", maxLength: 120 },
    { name: "department", label: "Department", type: "text", maxLength: 80 },
    { name: "email", label: "E-mail", type: "email", indexed: true, personal: true },
    { name: "phone", label: "Phone", type: "phone", personal: true },
    { name: "mobile", label: "Mobile", type: "phone", personal: true },
    { name: "birthdate", label: "Birth date", type: "date", personal: true },
    { name: "leadSource", label: "Lead source", type: "picklist", options: leadSources },
    {
      name: "interests",
      label: "Interests",
      type: "multiPicklist",
      options: options("Analytics", "Automation", "Integration", "Security", "Support", "Training"),
    },
    { name: "doNotCall", label: "Do not call", type: "boolean" },
    { name: "emailOptOut", label: "E-mail opt-out", type: "boolean" },
    { name: "lastActivityAt", label: "Last activity", type: "instant" },
    ...addressFields("mailing", "Mailing", true),
    { name: "description", label: "Description", type: "richText", personal: true },
  ],
};
