import type { Instant, JsonObject } from "@ennead/core/kernel";

import { companyOf, sellersOf } from "./access.ts";
import { accountsOf } from "./account.ts";
import { day, mondayOf, week } from "./calendar.ts";
import { contactsOf } from "./contact.ts";
import {
  accountFields,
  contactFields,
  leadFields,
  leadOutcome,
  opportunityFields,
  opportunityPatch,
  productFields,
} from "./fields.ts";
import { leadsOf } from "./lead.ts";
import { opportunitiesOf } from "./opportunity.ts";
import type { Plan, Volume } from "./plan.ts";
import { products } from "./product.ts";
import { createRandom } from "./random.ts";

/** One line of a bulk request. `links` are reference fields, by the external id of the record they point to. */
export interface Line {
  readonly externalId: string;
  /** Key of a sample user. */
  readonly owner?: string;
  readonly fields: JsonObject;
  readonly links?: Readonly<Record<string, string>>;
}

/** One bulk request: what one person entered for one object in one sitting. */
export interface Step {
  /** When it was entered. Steps are ordered by it. */
  readonly at: Instant;
  readonly company: string;
  /** Key of the person who entered it. */
  readonly actor: string;
  readonly object: string;
  /** No two lines of a step name the same record. */
  readonly lines: readonly Line[];
}

interface Entry extends Line {
  readonly at: Instant;
  readonly actor: string;
}

/** A seller's hour of the week for keeping the records: a workday and a time of their own. */
const sitting = (ordinal: number): number =>
  (ordinal % 5) * day + (13 + (ordinal % 7)) * 3_600_000 + ordinal * 61_000;

/** Tuesdays and Fridays, early in the evening: when one person keeps the records of all sellers. */
const keepersSittings = [day + 18 * 3_600_000, 4 * day + 18 * 3_600_000] as const;

/** Sellers keep their own records since this long; before, the administrator did it for everybody. */
const ownRecords = 52 * week;

/** Nobody enters things as they happen: the first sitting at or after `at`. */
const enteredAt = (at: Instant, offsets: readonly number[]): Instant => {
  const monday = mondayOf(at);
  const slots = [...offsets, ...offsets.map((offset) => offset + week)];
  return Math.min(...slots.map((offset) => monday + offset).filter((slot) => slot >= at));
};

/** Later entries of one sitting replace earlier ones of the same record, field by field. */
const mergeLines = (entries: readonly Entry[]): readonly Line[] => {
  const lines = new Map<string, Line>();
  for (const { at: _at, actor: _actor, ...line } of entries) {
    const before = lines.get(line.externalId);
    lines.set(
      line.externalId,
      before === undefined ? line : { ...before, fields: { ...before.fields, ...line.fields } },
    );
  }
  return [...lines.values()];
};

const stepsOf = (
  company: string,
  object: string,
  entries: readonly Entry[],
  until: Instant,
): readonly Step[] => {
  const sittings = Map.groupBy(entries, ({ at, actor }) => `${at} ${actor}`);
  return [...sittings.values()].flatMap((group): readonly Step[] => {
    const [first] = group;
    if (first === undefined || first.at >= until) return [];
    return [{ at: first.at, company, actor: first.actor, object, lines: mergeLines(group) }];
  });
};

const companySteps = (plan: Plan, volume: Volume): readonly Step[] => {
  const { company } = volume;
  const { currency } = companyOf(company);
  const root = createRandom(plan.seed).fork(company);
  const keeper = company === "tallgrass" ? "admin" : "kestrel";
  const offsets = new Map(sellersOf(company).map(({ key }, at) => [key, sitting(at)]));
  const accounts = accountsOf(plan, volume, root);
  // Accounts, people and enquiries come in every other week, before the deals of it, and all by one hand.
  const early = (at: Instant, minute: number): Instant =>
    plan.from + Math.floor((at - plan.from) / (2 * week)) * 2 * week + minute * 60_000;
  /**
   * Who entered what happened at `at`, and when. An event is never entered before an earlier one: the keeper's sittings
   * end where the sellers' begin, and what comes after the last of them is the seller's.
   */
  const entered = (
    at: Instant,
    owner: string,
  ): { readonly at: Instant; readonly actor: string } => {
    const slot = enteredAt(at, keepersSittings);
    return slot < plan.until - ownRecords
      ? { at: slot, actor: keeper }
      : { at: enteredAt(at, [offsets.get(owner) ?? 0]), actor: owner };
  };
  const of = (object: string, entries: readonly Entry[]): readonly Step[] =>
    stepsOf(company, object, entries, plan.until);

  return [
    ...of(
      "product",
      products.map((product) => ({
        at: plan.from,
        actor: keeper,
        externalId: `${company}-${product.key}`,
        fields: productFields(product, currency),
      })),
    ),
    ...of(
      "account",
      accounts.map((account) => ({
        at: early(account.createdAt, 1),
        actor: keeper,
        externalId: account.key,
        owner: account.owner,
        fields: accountFields(account, currency),
      })),
    ),
    ...of(
      "contact",
      contactsOf(plan, volume, accounts, root).map((contact) => ({
        at: early(contact.createdAt, 2),
        actor: keeper,
        externalId: contact.key,
        owner: contact.account.owner,
        fields: contactFields(contact),
        links: { account: contact.account.key },
      })),
    ),
    ...of(
      "lead",
      leadsOf(plan, volume, root).flatMap((lead): readonly Entry[] => [
        {
          at: early(lead.createdAt, 3),
          actor: keeper,
          externalId: lead.key,
          owner: lead.owner,
          fields: leadFields(lead),
        },
        ...(lead.outcome === null
          ? []
          : [
              {
                at: early(Math.max(lead.outcome.at, lead.createdAt + 2 * week), 3),
                actor: keeper,
                externalId: lead.key,
                fields: leadOutcome(lead.outcome.status),
              },
            ]),
      ]),
    ),
    ...of(
      "opportunity",
      opportunitiesOf(plan, volume, accounts, root).flatMap((opportunity) =>
        opportunity.history.map((event, step): Entry => {
          const entry = {
            ...entered(event.at, opportunity.owner),
            externalId: opportunity.key,
          };
          return step === 0
            ? {
                ...entry,
                owner: opportunity.owner,
                fields: opportunityFields(opportunity, event, currency),
                links: {
                  account: opportunity.account.key,
                  product: `${company}-${opportunity.product.key}`,
                },
              }
            : { ...entry, fields: opportunityPatch(opportunity, event, currency) };
        }),
      ),
    ),
  ];
};

/** Everything that was ever entered, in the order of time. Pure: equal plans give equal steps. */
export const timelineOf = (plan: Plan): readonly Step[] =>
  plan.volumes
    .flatMap((volume) => companySteps(plan, volume))
    .toSorted((one, other) => one.at - other.at);
