import type { Instant } from "@ennead/core/kernel";

import { sellersOf } from "./access.ts";
import { phoneOf } from "./account.ts";
import { day } from "./calendar.ts";
import { mailOf } from "./duplicate.ts";
import type { Plan, Volume } from "./plan.ts";
import type { Random } from "./random.ts";
import { companyStems, companyTrades, cultures, cultureWeights, jobTitles } from "./words.ts";

export interface SampleLead {
  readonly key: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly companyName: string;
  readonly title: string;
  readonly email: string;
  readonly phone: string;
  readonly source: string;
  readonly owner: string;
  readonly createdAt: Instant;
  /** When somebody answered, and what came of it; null while the lead is new. */
  readonly outcome: { readonly at: Instant; readonly status: string } | null;
}

export const sources: readonly string[] = [
  "Web",
  "Customer Referral",
  "Trade Show",
  "Partner Referral",
  "Email Campaign",
  "Cold Call",
];
export const sourceWeights: readonly number[] = [32, 22, 16, 14, 10, 6];

/** Enquiries of one company over the whole time, oldest first. */
export const leadsOf = (plan: Plan, volume: Volume, root: Random): readonly SampleLead[] => {
  const random = root.fork("leads");
  const sellers = sellersOf(volume.company);
  const made = Array.from({ length: volume.leads }, (_, at): SampleLead => {
    const culture = random.weighted(cultures, cultureWeights);
    const [firstName, lastName] = [random.pick(culture.first), random.pick(culture.last)];
    const stem = random.pick(companyStems);
    const createdAt = plan.from + random.next() * (plan.until - day - plan.from);
    const answered = createdAt + (1 + random.next() * 30) * day;
    return {
      key: `${volume.company}-L-${String(at + 1).padStart(5, "0")}`,
      firstName,
      lastName,
      companyName: `${stem} ${random.pick(companyTrades)}`,
      title: random.pick(jobTitles),
      email: mailOf(firstName, lastName, `${stem.toLowerCase().replaceAll(" ", "-")}.example`),
      phone: phoneOf(random, culture.dial),
      source: random.weighted(sources, sourceWeights),
      owner: random.pick(sellers).key,
      createdAt,
      outcome:
        answered < plan.until && random.chance(0.85)
          ? {
              at: answered,
              status: random.pick(["Working", "Nurturing", "Qualified", "Unqualified"]),
            }
          : null,
    };
  });
  return made.toSorted((one, other) => one.createdAt - other.createdAt);
};
