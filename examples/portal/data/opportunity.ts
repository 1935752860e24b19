import type { Instant } from "@ennead/core/kernel";

import { sellersOf } from "./access.ts";
import type { SampleAccount } from "./account.ts";
import { dateOf, day, monthEnd, onWorkday, quarterEnd } from "./calendar.ts";
import { sources, sourceWeights } from "./lead.ts";
import type { Plan, Volume } from "./plan.ts";
import { products, type SampleProduct } from "./product.ts";
import type { Random } from "./random.ts";

/** The way of a deal: forward only, some steps may be left out, and it can be lost from any of them. */
export const openStages = ["Prospecting", "Qualification", "Proposal", "Negotiation"] as const;
export type Stage = (typeof openStages)[number] | "Closed Won" | "Closed Lost";

/** The state of a deal from one instant on. */
export interface StageEvent {
  readonly at: Instant;
  readonly cause: "created" | "moved" | "slipped" | "won" | "lost";
  readonly stage: Stage;
  /** Whole units of the company's currency. */
  readonly amount: number;
  /** Expected day of closing; the day itself once closed. */
  readonly closeDate: string;
  /** When the deal came to the stage it is in. */
  readonly stageSince: Instant;
}

export interface SampleOpportunity {
  readonly key: string;
  readonly name: string;
  readonly account: SampleAccount;
  readonly owner: string;
  readonly product: SampleProduct;
  readonly source: string;
  readonly type: string;
  /** Why it was lost, or will be; known to the buyer all along and to the records at the end. */
  readonly lossReason: string;
  /** Oldest first; the first one is the creation. */
  readonly history: readonly StageEvent[];
}

const medianDays: Readonly<Record<(typeof openStages)[number], number>> = {
  Prospecting: 16,
  Qualification: 19,
  Proposal: 22,
  Negotiation: 15,
};
const lossWeights = [30, 34, 23, 13];
const lossReasons = ["Price", "Competitor", "No Decision", "Timing", "Features"];

const industryLift: Readonly<Record<string, number>> = {
  Healthcare: 0.06,
  Technology: 0.04,
  Energy: 0.02,
  Retail: -0.07,
  Education: -0.05,
};

/** Amounts as people write them: round to 50 below ten thousand, to 500 above. */
const rounded = (amount: number): number => {
  const step = amount < 10_000 ? 50 : 500;
  return Math.max(step, Math.round(amount / step) * step);
};

/** Nearly half of the deals that are won are won in the last two weeks of a quarter. */
const pulledToQuarterEnd = (random: Random, at: Instant): Instant =>
  random.chance(0.45) ? quarterEnd(at) - random.next() * 14 * day : at;

interface Deal {
  readonly winRate: number;
  readonly amount: number;
  readonly createdAt: Instant;
}

/** The whole life of one deal, beyond the end of the sample time too; the caller cuts it off. */
const lifeOf = (random: Random, deal: Deal): readonly StageEvent[] => {
  const won = random.chance(deal.winRate);
  const lastOpen = won ? 3 : random.weighted([0, 1, 2, 3], lossWeights);
  const visited = openStages.filter(
    (stage, at) =>
      at === 0 ||
      (at <= lastOpen &&
        !(stage === "Qualification" && random.chance(0.08)) &&
        !(stage === "Negotiation" && random.chance(0.15))),
  );
  const history: StageEvent[] = [];
  let { createdAt: at, amount } = deal;
  let expected = deal.createdAt + (50 + random.next() * 80) * day;
  if (random.chance(0.5)) expected = monthEnd(expected);

  const slipUntil = (next: Instant, stage: Stage): void => {
    while (expected < next - 3 * day) {
      const noticed = Math.max(at, expected) + (1 + random.next() * 5) * day;
      if (noticed >= next) return;
      expected += (21 + random.next() * 40) * day;
      history.push({
        at: noticed,
        cause: "slipped",
        stage,
        amount,
        closeDate: dateOf(expected),
        stageSince: at,
      });
    }
  };
  for (const [step, stage] of visited.entries()) {
    if (stage === "Proposal" && random.chance(0.55)) amount *= 0.7 + random.next() * 0.65;
    if (stage === "Negotiation" && random.chance(0.45)) amount *= 0.75 + random.next() * 0.3;
    amount = rounded(amount);
    const cause = step === 0 ? "created" : "moved";
    history.push({
      at,
      cause,
      stage,
      amount,
      closeDate: dateOf(Math.max(expected, at)),
      stageSince: at,
    });
    const stay = medianDays[stage] * Math.exp(0.55 * random.normal()) * day;
    const closing = step === visited.length - 1;
    const next = onWorkday(
      closing && won ? Math.max(at + 2 * day, pulledToQuarterEnd(random, at + stay)) : at + stay,
    );
    slipUntil(next, stage);
    at = next;
  }
  history.push({
    at,
    cause: won ? "won" : "lost",
    stage: won ? "Closed Won" : "Closed Lost",
    amount,
    closeDate: dateOf(at),
    stageSince: at,
  });
  return history;
};

/** A tenth of the accounts brings about half of the deals. */
const accountPicker = (random: Random, accounts: readonly SampleAccount[]) => {
  const reach: number[] = [];
  let sum = 0;
  for (const { weight } of accounts) reach.push((sum += weight));
  return (latest: Instant): SampleAccount => {
    for (;;) {
      const wanted = random.next() * sum;
      let [low, high] = [0, reach.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((reach[middle] ?? 0) <= wanted) low = middle + 1;
        else high = middle;
      }
      const account = accounts[low];
      if (account !== undefined && account.createdAt < latest - day) return account;
    }
  };
};

/** Deals of one company over the whole time, oldest first, growing by half from the first day to the last. */
export const opportunitiesOf = (
  plan: Plan,
  volume: Volume,
  accounts: readonly SampleAccount[],
  root: Random,
): readonly SampleOpportunity[] => {
  const random = root.fork("opportunities");
  const skill = new Map(sellersOf(volume.company).map(({ key }) => [key, 0.09 * random.normal()]));
  const pickAccount = accountPicker(random, accounts);
  const span = plan.until - plan.from;
  // Density 0.8 + 0.4x over the time: its inverse, so that each deal takes one draw.
  const birth = (): number => (Math.sqrt(0.64 + 0.8 * random.next()) - 0.8) / 0.4;

  const made = Array.from({ length: volume.opportunities }, (_, at): SampleOpportunity => {
    const createdAt = Math.min(
      onWorkday(plan.from + 2 * day + birth() * (span - 10 * day)),
      plan.until - 8 * day,
    );
    const account = pickAccount(createdAt);
    const product = random.pick(products);
    const units = Math.exp(0.9 + 0.8 * random.normal()) * (account.employees > 250 ? 1.8 : 1);
    const source = random.weighted(sources, sourceWeights);
    const winRate =
      0.5 +
      (skill.get(account.owner) ?? 0) +
      (industryLift[account.industry] ?? 0) +
      (source === "Customer Referral" ? 0.09 : 0) -
      (units > 6 ? 0.08 : 0);
    const life = lifeOf(random, {
      winRate: Math.min(0.8, Math.max(0.2, winRate)),
      amount: product.price * units,
      createdAt,
    });
    return {
      key: `${volume.company}-O-${String(at + 1).padStart(5, "0")}`,
      name: `${account.name.split(" ").slice(0, 2).join(" ")}: ${product.name}`,
      account,
      owner: account.owner,
      product,
      source,
      type: random.weighted(["New Business", "Existing Business", "Renewal"], [46, 38, 16]),
      lossReason: random.weighted(lossReasons, [30, 24, 18, 16, 12]),
      history: life.filter((event) => event.at < plan.until),
    };
  });
  return made.toSorted((one, other) => (one.history[0]?.at ?? 0) - (other.history[0]?.at ?? 0));
};
