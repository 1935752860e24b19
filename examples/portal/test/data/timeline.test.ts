import { standardObjects } from "@ennead/core/record";
import { describe, expect, test } from "vitest";

import { users } from "../../data/access.ts";
import { accountsOf } from "../../data/account.ts";
import { contactsOf } from "../../data/contact.ts";
import { openStages, opportunitiesOf, type SampleOpportunity } from "../../data/opportunity.ts";
import { planOf } from "../../data/plan.ts";
import { createRandom } from "../../data/random.ts";
import { timelineOf } from "../../data/timeline.ts";

const now = Date.UTC(2026, 5, 17);
const full = planOf("full", now);
const steps = timelineOf(full);
const linesOf = (object: string) =>
  steps.filter((step) => step.object === object).flatMap(({ lines }) => lines);
const recordsOf = (object: string): number =>
  new Set(linesOf(object).map(({ externalId }) => externalId)).size;

const [volume] = full.volumes;
if (volume === undefined) throw new Error("the full sample has no company");
const root = createRandom(full.seed).fork(volume.company);
const accounts = accountsOf(full, volume, root);
const contacts = contactsOf(full, volume, accounts, root);
const opportunities = opportunitiesOf(full, volume, accounts, root);
const stateOf = ({ history }: SampleOpportunity) => history.at(-1);
const shareOf = (won: (opportunity: SampleOpportunity) => boolean, of = opportunities): number =>
  of.filter(won).length / of.length;
const isWon = (opportunity: SampleOpportunity) => stateOf(opportunity)?.stage === "Closed Won";

/** Whether an instant lies in the last 14 days of its quarter. */
const inQuarterEnd = (at: number): boolean => {
  const date = new Date(at);
  const end = Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3 + 3, 1);
  return end - at <= 14 * 86_400_000;
};

describe("the sample data", () => {
  test("has the size that was promised", () => {
    expect(users).toHaveLength(40);
    expect(recordsOf("account")).toBe(2000);
    expect(recordsOf("contact")).toBe(5000);
    expect(recordsOf("opportunity")).toBe(12_000);
    expect(recordsOf("product")).toBe(48);
  });

  test("is the same every time it is asked for, and another with another seed", () => {
    const small = planOf("small", now);
    expect(timelineOf(small)).toEqual(timelineOf(small));
    expect(timelineOf(planOf("small", now, 4711))).not.toEqual(timelineOf(small));
  });

  test("lies in the past, in the order of time", () => {
    const instants = steps.map(({ at }) => at);
    expect(instants).toEqual(instants.toSorted((one, other) => one - other));
    expect(instants[0]).toBeGreaterThanOrEqual(full.from);
    expect(instants.at(-1)).toBeLessThan(full.until);
    expect(full.until).toBeLessThanOrEqual(now);
  });

  test("refers to records only after they were entered", () => {
    const known = new Set<string>();
    const early: string[] = [];
    for (const { lines } of steps) {
      for (const { externalId, links } of lines) {
        early.push(...Object.values(links ?? {}).filter((target) => !known.has(target)));
        known.add(externalId);
      }
    }
    expect(early).toEqual([]);
  });

  test("enters what happened to a deal in the order in which it happened", () => {
    const stages = new Map<string, number>();
    const order = ["Prospecting", "Qualification", "Proposal", "Negotiation"];
    const backwards = linesOf("opportunity").filter(({ externalId, fields }) => {
      const stage = fields["stage"];
      if (typeof stage !== "string") return false;
      const place = order.includes(stage) ? order.indexOf(stage) : order.length;
      const before = stages.get(externalId) ?? -1;
      stages.set(externalId, place);
      return place <= before;
    });
    expect(backwards).toEqual([]);
  });

  test("names a record once in a sitting", () => {
    const repeated = steps.filter(
      ({ lines }) => new Set(lines.map(({ externalId }) => externalId)).size < lines.length,
    );
    expect(repeated).toEqual([]);
  });

  test("is entered by people of the same company who may do so", () => {
    const companyOfUser = new Map(users.map(({ key, company }) => [key, company]));
    const foreign = steps.filter(
      ({ actor, company, lines }) =>
        companyOfUser.get(actor) !== company ||
        lines.some(({ owner }) => owner !== undefined && companyOfUser.get(owner) !== company),
    );
    expect(foreign).toEqual([]);
  });

  test("uses fields and options that the objects have", () => {
    const unknown = new Set<string>();
    for (const { name, fields } of standardObjects) {
      const known = new Map(fields.map((field) => [field.name, field]));
      for (const line of linesOf(name)) {
        for (const [key, value] of Object.entries({ ...line.fields, ...line.links })) {
          const field = known.get(key);
          const options = field?.options?.map((option) => option.value);
          if (field === undefined || options?.includes(String(value)) === false) {
            unknown.add(`${name}.${key} = ${JSON.stringify(value)}`);
          }
        }
      }
    }
    expect([...unknown]).toEqual([]);
  });
});

describe("the deals", () => {
  const order = new Map<string, number>([
    ...openStages.map((stage, at) => [stage, at] as const),
    ["Closed Won", 4],
    ["Closed Lost", 4],
  ]);

  test("move forward only, and stay closed", () => {
    const illegal = opportunities.filter(({ history }) =>
      history.some((event, at) => {
        const before = history[at - 1];
        if (before === undefined) {
          return event.cause !== "created" || event.stage !== "Prospecting";
        }
        const [from, to] = [order.get(before.stage) ?? 9, order.get(event.stage) ?? 9];
        if (event.at < before.at || from === 4) return true;
        return event.cause === "slipped" ? from !== to : from >= to;
      }),
    );
    expect(illegal).toEqual([]);
  });

  test("are won from the last stages only", () => {
    const early = opportunities.filter(
      ({ history }) =>
        isWon({ history } as SampleOpportunity) &&
        !["Proposal", "Negotiation"].includes(history.at(-2)?.stage ?? ""),
    );
    expect(early).toEqual([]);
  });

  test("carry their expected day, moved when it passes, and the day itself in the end", () => {
    const closed = opportunities.filter((one) => stateOf(one)?.stage.startsWith("Closed"));
    const slipped = shareOf(({ history }) => history.some(({ cause }) => cause === "slipped"));
    expect(slipped).toBeGreaterThan(0.1);
    expect(slipped).toBeLessThan(0.5);
    expect(
      closed.every((one) => {
        const end = stateOf(one);
        return end !== undefined && end.closeDate === new Date(end.at).toISOString().slice(0, 10);
      }),
    ).toBe(true);
  });

  test("are won about half of the time, more by some sellers than by others", () => {
    const closed = opportunities.filter((one) => stateOf(one)?.stage.startsWith("Closed"));
    expect(shareOf(isWon, closed)).toBeGreaterThan(0.4);
    expect(shareOf(isWon, closed)).toBeLessThan(0.58);
    const rates = [...Map.groupBy(closed, ({ owner }) => owner).values()].map((of) =>
      shareOf(isWon, of),
    );
    expect(Math.max(...rates) - Math.min(...rates)).toBeGreaterThan(0.12);
  });

  test("are won most in the last two weeks of a quarter", () => {
    const won = opportunities.filter(isWon);
    expect(shareOf((one) => inQuarterEnd(stateOf(one)?.at ?? 0), won)).toBeGreaterThan(0.35);
  });

  test("come mostly from few accounts", () => {
    const perAccount = [...Map.groupBy(opportunities, ({ account }) => account.key).values()]
      .map((of) => of.length)
      .toSorted((one, other) => other - one);
    const best = perAccount.slice(0, Math.round(accounts.length / 10));
    expect(best.reduce((sum, count) => sum + count, 0) / opportunities.length).toBeGreaterThan(0.3);
  });
});

describe("the contacts", () => {
  const copies = contacts.filter(({ duplicate }) => duplicate !== null);

  test("hold one second entry in sixteen, in every way people make them", () => {
    expect(copies.length / contacts.length).toBeCloseTo(1 / 16, 2);
    expect(new Set(copies.map(({ duplicate }) => duplicate?.kind)).size).toBe(6);
  });

  test("differ from the first entry of the same person, which was there before", () => {
    const byKey = new Map(contacts.map((contact) => [contact.key, contact]));
    const wrong = copies.filter((copy) => {
      const original = byKey.get(copy.duplicate?.of ?? "");
      const same = (["firstName", "lastName", "email", "phone"] as const).every(
        (field) => original?.[field] === copy[field],
      );
      return original === undefined || original.createdAt > copy.createdAt || same;
    });
    // A slip of the finger between two equal letters leaves the word as it was.
    expect(wrong.length).toBeLessThanOrEqual(copies.length * 0.01);
  });
});
