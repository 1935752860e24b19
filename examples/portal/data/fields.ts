import type { JsonObject } from "@ennead/core/kernel";

import type { SampleAccount } from "./account.ts";
import { dateOf } from "./calendar.ts";
import type { SampleContact } from "./contact.ts";
import type { SampleLead } from "./lead.ts";
import type { SampleOpportunity, Stage, StageEvent } from "./opportunity.ts";
import type { SampleProduct } from "./product.ts";

/*
 * The one place where sample data takes the shape of record fields over HTTP. Empty values are left out.
 */
const money = (units: number, currency: string): JsonObject => ({
  amount: `${units}.00`,
  currency,
});

const filled = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));

export const productFields = (product: SampleProduct, currency: string): JsonObject => ({
  name: product.name,
  code: product.code,
  family: product.family,
  listPrice: money(product.price, currency),
  active: true,
});

export const accountFields = (account: SampleAccount, currency: string): JsonObject => ({
  name: account.name,
  type: account.type,
  industry: account.industry,
  region: account.region,
  website: `https://www.${account.domain}`,
  phone: account.phone,
  employees: account.employees,
  annualRevenue: money(account.revenue, currency),
  billingStreet: account.street,
  billingCity: account.city,
  billingCountry: account.country,
});

export const contactFields = (contact: SampleContact): JsonObject =>
  filled({
    name: `${contact.firstName} ${contact.lastName}`,
    firstName: contact.firstName,
    lastName: contact.lastName,
    title: contact.title,
    email: contact.email,
    phone: contact.phone,
    mailingCity: contact.account.city,
    mailingCountry: contact.account.country,
  });

export const leadFields = (lead: SampleLead): JsonObject => ({
  name: `${lead.firstName} ${lead.lastName}`,
  firstName: lead.firstName,
  lastName: lead.lastName,
  company: lead.companyName,
  title: lead.title,
  email: lead.email,
  phone: lead.phone,
  leadSource: lead.source,
  status: "New",
});

export const leadOutcome = (status: string): JsonObject => ({ status });

const outlook: Readonly<Record<Stage, readonly [probability: string, category: string]>> = {
  Prospecting: ["10.00", "Pipeline"],
  Qualification: ["25.00", "Pipeline"],
  Proposal: ["50.00", "Best Case"],
  Negotiation: ["80.00", "Commit"],
  "Closed Won": ["100.00", "Closed"],
  "Closed Lost": ["0.00", "Omitted"],
};

/** What a seller writes down at an event of the deal's life. */
export const opportunityPatch = (
  opportunity: SampleOpportunity,
  event: StageEvent,
  currency: string,
): JsonObject => {
  if (event.cause === "slipped") return { closeDate: event.closeDate };
  const [probability, forecastCategory] = outlook[event.stage];
  return {
    stage: event.stage,
    stageChangedAt: new Date(event.stageSince).toISOString(),
    probability,
    forecastCategory,
    amount: money(event.amount, currency),
    closeDate: event.closeDate,
    ...(event.cause === "lost" ? { lossReason: opportunity.lossReason } : {}),
  };
};

export const opportunityFields = (
  opportunity: SampleOpportunity,
  event: StageEvent,
  currency: string,
): JsonObject => ({
  ...opportunityPatch(opportunity, event, currency),
  name: opportunity.name,
  type: opportunity.type,
  leadSource: opportunity.source,
  region: opportunity.account.region,
  createdDate: dateOf(event.at),
});
