import type { FieldDefinition } from "../definition.ts";

/** The fields of a postal address, e.g. `billingStreet`. A person's address is personal data, a company's is not. */
export const addressFields = (
  prefix: string,
  label: string,
  personal: boolean,
): readonly FieldDefinition[] => {
  const flags = personal ? { personal: true } : {};
  return [
    { name: `${prefix}Street`, label: `${label} street`, type: "text", ...flags },
    { name: `${prefix}City`, label: `${label} city`, type: "text", maxLength: 80, ...flags },
    { name: `${prefix}State`, label: `${label} state`, type: "text", maxLength: 80 },
    {
      name: `${prefix}PostalCode`,
      label: `${label} postal code`,
      type: "text",
      maxLength: 20,
      ...flags,
    },
    { name: `${prefix}Country`, label: `${label} country`, type: "text", maxLength: 80 },
  ];
};
