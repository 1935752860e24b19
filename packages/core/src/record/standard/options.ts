import type { Option } from "../definition.ts";

/** Options whose stored value is what people see. */
export const options = (...values: readonly string[]): readonly Option[] =>
  values.map((value) => ({ value, label: value }));

export const industries: readonly Option[] = options(
  "Agriculture",
  "Automotive",
  "Banking",
  "Construction",
  "Consumer Goods",
  "Education",
  "Energy",
  "Entertainment",
  "Finance",
  "Government",
  "Healthcare",
  "Hospitality",
  "Insurance",
  "Logistics",
  "Manufacturing",
  "Marketing",
  "Media",
  "Medical",
  "Professional Services",
  "Real Estate",
  "Retail",
  "Services",
  "Software",
  "Technology",
  "Telecommunications",
  "Transportation",
  "Utilities",
  "Other",
);

export const leadSources: readonly Option[] = options(
  "Web",
  "Phone Inquiry",
  "Partner Referral",
  "Customer Referral",
  "Purchased List",
  "Trade Show",
  "Advertisement",
  "Social Media",
  "Email Campaign",
  "Cold Call",
  "Other",
);
