import {
  checkRetentionPolicy,
  planRetention,
  withAuditKept,
  type LegalHold,
  type RetainedEvent,
  type RetentionInput,
} from "@ennead/core/audit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const day = 86_400_000;
const now = 1_000 * day;

/** Four events in two segments of two; the second of each pair is younger. */
const events = [900, 100, 800, 200].map((age, at) => ({
  seq: at + 1,
  at: now - age * day,
  entity: "deal",
  entityId: `d${at + 1}`,
  subjects: at === 1 ? ["contact/ada"] : [],
}));

const input: RetentionInput = {
  now,
  policies: [{ id: "deals", match: { entity: "deal" }, keepDays: 90, archiveAfterDays: 30 }],
  holds: [],
  erasures: [],
  segments: [
    { id: "a", from: 1, to: 2, sealed: true },
    { id: "b", from: 3, to: 4, sealed: true },
  ],
  events,
};

const hold: LegalHold = { id: "h", match: { entityId: "d2" }, placedAt: now };

const acts = (given: Partial<RetentionInput>) =>
  planRetention({ ...input, ...given }).actions.map(({ action, reason }) => `${action} ${reason}`);

describe("a plan", () => {
  test("drops whole sealed segments in which everything has expired", () => {
    const plan = planRetention(input);
    expect(plan.dropSegments).toEqual(["a", "b"]);
    expect(plan.counts).toEqual({ "drop expired": 4 });
  });

  test("keeps what is held, and shreds beside it instead of dropping", () => {
    expect(acts({ holds: [hold] })).toEqual([
      "shred expired",
      "archive hold:h",
      "drop expired",
      "drop expired",
    ]);
  });

  test("shreds in segments that are not sealed", () => {
    const segments = [{ id: "a", from: 1, to: 4, sealed: false }];
    expect(acts({ segments })).toEqual(Array(4).fill("shred expired"));
  });

  test("erases a person whose events would still be kept, unless the law wants them", () => {
    const policies = [{ id: "p", match: {}, keepDays: null }];
    const erasures = [{ subject: "contact/ada", requestedAt: now }];
    expect(acts({ policies, erasures })[1]).toBe("shred erasure");
    const exempt = policies.map((one) => ({ ...one, erasureExempt: true }));
    expect(acts({ policies: exempt, erasures })[1]).toBe("keep exempt");
    expect(acts({ policies, erasures, holds: [hold] })[1]).toBe("keep hold:h");
  });

  test("follows the longest of the policies that match", () => {
    const policies = [...input.policies, { id: "d1", match: { entityId: "d1" }, keepDays: 2_000 }];
    expect(acts({ policies })[0]).toBe("archive age");
  });

  test("keeps events about the log as long as the longest policy, and from erasure", () => {
    const about = [
      { seq: 1, at: now - 100 * day, entity: "audit.hold", subjects: ["contact/ada"] },
    ];
    const erasures = [{ subject: "contact/ada", requestedAt: now }];
    const policies = withAuditKept([{ id: "p", match: {}, keepDays: 90 }, ...input.policies], []);
    expect(policies.at(-1)).toMatchObject({ keepDays: 90 });
    const kept = withAuditKept(
      [{ id: "p", match: { entity: "x" }, keepDays: null }],
      ["audit.hold"],
    );
    expect(acts({ policies: kept, events: about, erasures })).toEqual(["keep exempt"]);
  });

  test("is stale when a hold came between, and not because time passed", () => {
    const { inputs } = planRetention(input);
    expect(planRetention({ ...input, now: now + 1 }).inputs).toBe(inputs);
    expect(planRetention({ ...input, holds: [hold] }).inputs).not.toBe(inputs);
    expect(planRetention({ ...input, events: events.slice(1) }).inputs).not.toBe(inputs);
  });
});

describe("a retention policy", () => {
  test.each<[string, unknown, string]>([
    ["that keeps nothing", { keepDays: 0 }, "keepDays"],
    ["that keeps part of a day", { keepDays: 1.5 }, "keepDays"],
    ["without a time to keep", { keepDays: undefined }, "keepDays"],
    ["that archives after its end", { archiveAfterDays: 90 }, "archiveAfterDays"],
    ["with a member no policy has", { days: 1 }, "days"],
  ])("%s is refused", (_, given, part) => {
    const policy = { id: "p", match: {}, keepDays: 90, ...(given as object) };
    expect(checkRetentionPolicy(policy)).toMatchObject({
      error: { code: "audit/bad-retention", path: [part] },
    });
  });

  test("is taken as it is", () => {
    const [policy] = input.policies;
    expect(checkRetentionPolicy(policy)).toEqual({ ok: true, value: policy });
  });
});

test("no held event, and none that has not expired, is in a segment that goes", () => {
  const event = fc.record({
    at: fc.integer({ min: 0, max: now }),
    entity: fc.constantFrom("deal", "login"),
    entityId: fc.constantFrom("d1", "d2"),
    subjects: fc.subarray(["a", "b"]),
  });
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom("d1", "d2", "d3"),
      (list, size, held) => {
        const all: RetainedEvent[] = list.map((one, at) => ({ ...one, seq: at + 1 }));
        const segments = Array.from({ length: Math.ceil(list.length / size) }, (_, at) => ({
          id: `s${at}`,
          from: at * size + 1,
          to: (at + 1) * size,
          sealed: at % 3 !== 2,
        }));
        const holds = [{ ...hold, match: { entityId: held } }];
        const plan = planRetention({ ...input, segments, holds, events: all });
        for (const { id, from, to, sealed } of segments) {
          const inside = list.slice(from - 1, to);
          const mayGo =
            sealed &&
            inside.every(
              ({ at, entity, entityId }) =>
                entityId !== held && entity === "deal" && now - at >= 90 * day,
            );
          expect(plan.dropSegments.includes(id)).toBe(mayGo);
          for (const { action } of plan.actions.slice(from - 1, to)) {
            expect(action === "drop").toBe(mayGo);
          }
        }
      },
    ),
  );
});
