import { formatInstant, parseInstant } from "@ennead/core/calendar";
import { checkRule, nextRun, planRun, type RecurrenceRule } from "@ennead/core/job";
import { unwrap } from "@ennead/core/kernel";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const at = (text: string): number => parseInstant(text) ?? Number.NaN;
const shown = (instant: number | null): string | null =>
  instant === null ? null : formatInstant(instant);

const berlin = { every: "day", at: "08:00", timeZone: "Europe/Berlin" } as const;
const minutes = { cron: "*/15 * * * *", timeZone: "UTC" };

/** The instants at which a rule runs when it is looked at exactly when it asks to be. */
const runsOf = (rule: RecurrenceRule, from: number, count: number): readonly (string | null)[] => {
  const runs: (string | null)[] = [];
  let last = from;
  for (let turn = 0; turn < count; turn += 1) {
    const next = nextRun(rule, last);
    if (next === null) break;
    const planned = planRun(rule, "none", last, next);
    runs.push(shown(planned.run));
    last = planned.last ?? Number.NaN;
  }
  return runs;
};

describe("a rule", () => {
  test("is a schedule or a cron line in a zone, and nothing else", () => {
    expect(unwrap(checkRule(berlin))).toEqual(berlin);
    expect(unwrap(checkRule(minutes))).toEqual(minutes);
    const codes = [
      { cron: "* * * *", timeZone: "UTC" },
      { cron: "* * * * *", timeZone: "Mars" },
      { cron: "* * * * *", timeZone: "UTC", at: "08:00" },
      { every: "day" },
      null,
      [],
    ].map((rule) => {
      const checked = checkRule(rule);
      return checked.ok ? null : checked.error[0]?.code;
    });
    expect(codes).toEqual([
      "calendar/bad-cron",
      "calendar/bad-schedule",
      "calendar/bad-schedule",
      "calendar/bad-schedule",
      "calendar/bad-schedule",
      "calendar/bad-schedule",
    ]);
  });

  test("on the 31st runs on the last day of shorter months, or leaves them out", () => {
    const rule = { every: "month", day: 31, at: "00:00", timeZone: "UTC" } as const;
    expect(runsOf(rule, at("2028-01-01T00:00:00Z"), 4)).toEqual([
      "2028-01-31T00:00:00Z",
      "2028-02-29T00:00:00Z",
      "2028-03-31T00:00:00Z",
      "2028-04-30T00:00:00Z",
    ]);
    expect(runsOf({ ...rule, short: "skip" }, at("2028-01-01T00:00:00Z"), 3)).toEqual([
      "2028-01-31T00:00:00Z",
      "2028-03-31T00:00:00Z",
      "2028-05-31T00:00:00Z",
    ]);
  });

  test("on 29 February by cron waits for leap years", () => {
    const rule = { cron: "0 0 29 2 *", timeZone: "UTC" };
    expect(runsOf(rule, at("2026-01-01T00:00:00Z"), 2)).toEqual([
      "2028-02-29T00:00:00Z",
      "2032-02-29T00:00:00Z",
    ]);
  });

  test("in an hour that clocks skip runs later, in one they show twice once", () => {
    const rule = { every: "day", at: "02:30", timeZone: "Europe/Berlin" } as const;
    expect(runsOf(rule, at("2026-03-28T12:00:00Z"), 1)).toEqual(["2026-03-29T01:30:00Z"]);
    expect(runsOf(rule, at("2026-10-24T12:00:00Z"), 2)).toEqual([
      "2026-10-25T00:30:00Z",
      "2026-10-26T01:30:00Z",
    ]);
  });

  test("that has ended is planned no more", () => {
    const ended = { ...berlin, until: "2026-01-01" };
    expect(nextRun(ended, at("2026-01-02T00:00:00Z"))).toBe(null);
  });
});

describe("planning after a pause", () => {
  const last = at("2026-06-01T06:00:00Z");
  const late = at("2026-06-04T12:00:00Z");

  test("makes up one run, for the newest planned instant", () => {
    const { run, next } = planRun(berlin, "once", last, late);
    expect([run, next].map(shown)).toEqual(["2026-06-04T06:00:00Z", "2026-06-05T06:00:00Z"]);
  });

  test("makes up none where it is told so, and goes on from the newest planned instant", () => {
    const { run, last: dealt, next } = planRun(berlin, "none", last, late);
    expect([run, dealt, next].map(shown)).toEqual([
      null,
      "2026-06-04T06:00:00Z",
      "2026-06-05T06:00:00Z",
    ]);
  });

  test("takes a run that is five minutes late for on time, and no later one", () => {
    const planned = at("2026-06-02T06:00:00Z");
    expect(planRun(berlin, "none", last, planned + 300_000).run).toBe(planned);
    expect(planRun(berlin, "none", last, planned + 300_001).run).toBe(null);
  });

  test("does nothing while nothing is due, nor when the clock was set back", () => {
    for (const now of [last, last + 1, last - 86_400_000]) {
      const { run, next } = planRun(berlin, "once", last, now);
      expect([run, next].map(shown)).toEqual([null, "2026-06-02T06:00:00Z"]);
    }
  });
});

test("however ticks fall, no planned instant runs twice, and every run is a planned one in order", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -2_000_000, max: 20_000_000 }), { maxLength: 30 }),
      fc.constantFrom("once" as const, "none" as const),
      (steps, catchUp) => {
        let [now, last] = [1_700_000_000_000, 1_700_000_000_000];
        const ran: number[] = [];
        for (const step of steps) {
          now += step;
          const planned = planRun(minutes, catchUp, last, now);
          if (planned.run !== null) ran.push(planned.run);
          last = planned.last ?? last;
          expect(planned.next ?? 0).toBeGreaterThan(last);
          expect(planned.run ?? now).toBeLessThanOrEqual(now);
        }
        expect(ran).toEqual([...new Set(ran)].toSorted((a, b) => a - b));
        expect(ran.every((run) => run % 900_000 === 0)).toBe(true);
      },
    ),
  );
});
