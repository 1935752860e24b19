import { tzOffset } from "@date-fns/tz";
import {
  bucketDay,
  bucketInstant,
  dayOf,
  firstDay,
  formatDate,
  formatInstant,
  instantsOfDays,
  lastDay,
  offsetAt,
  parseDate,
  parseInstant,
  type DayGrain,
} from "@ennead/core/calendar";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const anyDay = fc.integer({ min: firstDay, max: lastDay });
const anyMs = fc.integer({ min: firstDay * 86_400_000, max: lastDay * 86_400_000 });
const recentMs = fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(2037, 0) });
const zone = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "Pacific/Apia",
  "Asia/Gaza",
);
const grains: readonly DayGrain[] = ["year", "half", "quarter", "month", "week", "isoWeek", "day"];

describe("dates", () => {
  test("parse and format are inverse, and agree with the runtime's calendar", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(parseDate(formatDate(day))).toBe(day);
        expect(formatDate(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
      }),
    );
  });

  test("instants survive the round trip", () => {
    fc.assert(
      fc.property(anyMs, (ms) => {
        expect(parseInstant(formatInstant(ms))).toBe(ms);
        expect(Date.parse(formatInstant(ms))).toBe(ms);
      }),
    );
  });
});

describe("zones", () => {
  test("offsets agree with an independent implementation", () => {
    fc.assert(
      fc.property(recentMs, zone, (ms, name) => {
        expect(offsetAt(ms, name)).toBe(tzOffset(name, new Date(ms)) * 60_000);
      }),
      { numRuns: 2_000 },
    );
  });

  test("the instants of a run of local dates are exactly those with such a date", () => {
    fc.assert(
      fc.property(recentMs, zone, fc.integer({ min: 1, max: 40 }), (ms, name, count) => {
        const from = dayOf(ms, name);
        const ranges = instantsOfDays(from, from + count, name);
        const inside = (at: number): boolean => ranges.some(([a, b]) => a <= at && at < b);
        for (const range of ranges) {
          for (const edge of range) {
            for (const near of [edge - 1, edge, edge + 1]) {
              const local = dayOf(near, name);
              expect(inside(near)).toBe(from <= local && local < from + count);
            }
          }
        }
        expect(inside(ms)).toBe(true);
      }),
    );
  });
});

describe("buckets", () => {
  test("keys rise with time, and equal keys have equal labels", () => {
    fc.assert(
      fc.property(anyDay, anyDay, fc.constantFrom(...grains), (a, b, grain) => {
        const [first, second] = [
          bucketDay(grain, Math.min(a, b)),
          bucketDay(grain, Math.max(a, b)),
        ];
        expect(first.key).toBeLessThanOrEqual(second.key);
        expect(first.key === second.key).toBe(first.label === second.label);
      }),
    );
  });

  test("hours are told apart by key exactly as by label, in order of time", () => {
    fc.assert(
      fc.property(recentMs, fc.integer({ min: 0, max: 7_200_000 }), zone, (ms, step, name) => {
        const first = bucketInstant("hour", ms, name);
        const second = bucketInstant("hour", ms + step, name);
        expect(first.key).toBeLessThanOrEqual(second.key);
        expect(first.key === second.key).toBe(first.label === second.label);
      }),
      { numRuns: 2_000 },
    );
  });
});
