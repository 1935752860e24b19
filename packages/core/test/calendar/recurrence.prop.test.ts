import {
  daysInMonth,
  civilFromDays,
  dueRun,
  dueCronRun,
  localTime,
  nextCronRuns,
  nextRuns,
  offsetAt,
  parseCron,
  weekDay,
  type Schedule,
} from "@ennead/core/calendar";
import { unwrap } from "@ennead/core/kernel";
import fc from "fast-check";
import { expect, test } from "vitest";

const minute = 60_000;
const day = 1440 * minute;

/** Zones and instants near which their clocks do odd things. */
const odd: readonly (readonly [zone: string, near: number])[] = [
  ["America/New_York", Date.UTC(2024, 2, 10)],
  ["America/New_York", Date.UTC(2024, 10, 3)],
  ["Europe/Berlin", Date.UTC(2024, 2, 31)],
  ["Australia/Lord_Howe", Date.UTC(2024, 3, 6)],
  ["Australia/Lord_Howe", Date.UTC(2024, 9, 5)],
  ["Asia/Beirut", Date.UTC(2024, 2, 30)],
  ["Africa/Casablanca", Date.UTC(2024, 2, 10)],
  ["Africa/Casablanca", Date.UTC(2024, 3, 14)],
  ["Pacific/Apia", Date.UTC(2011, 11, 30)],
  ["Pacific/Kwajalein", Date.UTC(1993, 7, 21)],
  ["America/Sao_Paulo", Date.UTC(2018, 10, 4)],
  ["Atlantic/Azores", Date.UTC(2024, 2, 31)],
  ["America/Scoresbysund", Date.UTC(2024, 2, 31)],
  ["Asia/Pyongyang", Date.UTC(2018, 4, 4)],
  ["America/Nuuk", Date.UTC(2024, 2, 30)],
  ["Asia/Kathmandu", Date.UTC(1985, 11, 31)],
  ["America/Caracas", Date.UTC(2016, 4, 1)],
  ["Antarctica/Troll", Date.UTC(2024, 2, 31)],
  ["UTC", Date.UTC(2024, 1, 28)],
];

/**
 * Every local time that is wanted, found by looking at a clock minute by minute: shown for the first time, it runs; a
 * jump forward runs at once, by as much later, what it leaps over.
 */
const walk = (
  zone: string,
  after: number,
  until: number,
  wanted: (day: number, minutes: number) => boolean,
): readonly number[] => {
  const found = new Set<number>();
  const seen = new Set<number>();
  // Two days before, so that a day that is repeated is known to be.
  for (let at = after - 3 * day; at <= until; at += minute) {
    const local = at + offsetAt(at, zone);
    const offsetBefore = offsetAt(at - minute, zone);
    for (let gone = at + offsetBefore; gone < local; gone += minute) {
      const day0 = Math.floor(gone / day);
      if (wanted(day0, (gone - day0 * day) / minute)) found.add(gone - offsetBefore);
    }
    if (seen.has(local)) continue;
    seen.add(local);
    const shown = localTime(at, zone);
    if (wanted(shown.day, shown.minutes)) found.add(at);
  }
  return [...found].filter((at) => at > after && at <= until).toSorted((a, b) => a - b);
};

const place = fc
  .tuple(fc.constantFrom(...odd), fc.integer({ min: -3 * 1440, max: 1440 }))
  .map(([[zone, near], minutes]) => ({ zone, after: near + minutes * minute }));

const span = 4 * day;
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

test("a schedule runs exactly when someone watching the clock would run it", () => {
  fc.assert(
    fc.property(
      place,
      fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.constantFrom(0, 15, 90, 120, 150, 1439)),
      fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
      ({ zone, after }, time, on) => {
        const schedule: Schedule = { every: "week", on, at: clock(time), timeZone: zone };
        const expected = walk(
          zone,
          after,
          after + span,
          (local, minutes) => minutes === time && on.includes(weekDay(local)),
        );
        const runs = nextRuns(schedule, after, 10).filter((run) => run <= after + span);
        expect(runs).toEqual(expected);
        const due = dueRun(schedule, after, after + span);
        expect(due).toEqual(
          expected.length === 0 ? null : { period: expected.at(-1), missed: expected.length - 1 },
        );
      },
    ),
    { numRuns: 60 },
  );
});

const numbers = (min: number, max: number): fc.Arbitrary<readonly number[]> =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 5 });

test("a cron line runs exactly when someone watching the clock would run it", () => {
  fc.assert(
    fc.property(
      place,
      numbers(0, 59),
      fc.oneof(numbers(0, 23), numbers(0, 3)),
      fc.option(numbers(0, 6), { nil: undefined }),
      ({ zone, after }, minutes, hours, weekdays) => {
        const line = `${minutes.join()} ${hours.join()} * * ${weekdays?.join() ?? "*"}`;
        const cron = unwrap(parseCron(line));
        const expected = walk(
          zone,
          after,
          after + span,
          (local, at) =>
            minutes.includes(at % 60) &&
            hours.includes(Math.floor(at / 60)) &&
            (weekdays?.includes(weekDay(local) % 7) ?? true),
        );
        const runs = nextCronRuns(cron, zone, after, 200).filter((run) => run <= after + span);
        expect(runs).toEqual(expected);
        expect(dueCronRun(cron, zone, after, after + span)?.missed ?? -1).toBe(expected.length - 1);
      },
    ),
    { numRuns: 60 },
  );
});

test("runs asked for one by one are those asked for at once", () => {
  fc.assert(
    fc.property(
      place,
      fc.constantFrom("day", "weekday", "month", "quarter", "year"),
      fc.integer({ min: 0, max: 1439 }),
      ({ zone, after }, every, time) => {
        const schedule = { every, at: clock(time), timeZone: zone } as Schedule;
        const [together, single] = [nextRuns(schedule, after, 6), [] as number[]];
        for (let at = after; single.length < 6; at = single.at(-1) ?? at) {
          single.push(...nextRuns(schedule, at, 1));
        }
        expect(single).toEqual(together);
      },
    ),
  );
});

test("a day of the month is where the calendar has it, month by month", () => {
  const days = fc.oneof(
    fc.integer({ min: 1, max: 31 }),
    fc.constant("last" as const),
    fc.record({
      weekday: fc.integer({ min: 1, max: 7 }),
      nth: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const, -1 as const),
    }),
  );
  fc.assert(
    fc.property(days, fc.constantFrom("last", "skip"), (wanted, short) => {
      const schedule = {
        every: "month",
        day: wanted,
        short,
        at: "00:00",
        timeZone: "UTC",
      } as const;
      const found = nextRuns(schedule, Date.UTC(2023, 11, 31), 48).map((at) => at / day);
      const expected: number[] = [];
      for (let month = 0; expected.length < found.length; month += 1) {
        const inMonth = Array.from(
          { length: daysInMonth(2024 + Math.floor(month / 12), (month % 12) + 1) },
          (_, index) => Date.UTC(2024, month, index + 1) / day,
        );
        if (typeof wanted === "object") {
          const such = inMonth.filter((one) => weekDay(one) === wanted.weekday);
          const hit = such.at(wanted.nth === -1 ? -1 : wanted.nth - 1);
          expected.push(...(hit === undefined ? (short === "last" ? such.slice(-1) : []) : [hit]));
        } else {
          const hit = wanted === "last" ? inMonth.at(-1) : inMonth[wanted - 1];
          expected.push(
            ...(hit === undefined ? (short === "last" ? inMonth.slice(-1) : []) : [hit]),
          );
        }
      }
      expect(found.map((one) => civilFromDays(one))).toEqual(
        expected.map((one) => civilFromDays(one)),
      );
    }),
  );
});
