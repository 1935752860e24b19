import {
  bucketFiscal,
  bucketWeekYear,
  parseDate,
  type FiscalGrain,
  type WeekYear,
  type WeekYearGrain,
} from "@ennead/core/calendar";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const day = (text: string): number => parseDate(text) ?? Number.NaN;

const fiscal = (grain: FiscalGrain, text: string, startMonth: number, nameBy: "start" | "end") =>
  bucketFiscal(grain, day(text), { startMonth, nameBy }).label;

describe("a fiscal year", () => {
  test("is named by the calendar year in which it starts or ends", () => {
    expect(fiscal("year", "2024-01-31", 2, "end")).toBe("FY2024");
    expect(fiscal("year", "2024-02-01", 2, "end")).toBe("FY2025");
    expect(fiscal("year", "2024-02-01", 2, "start")).toBe("FY2024");
  });

  test("that begins in January has one name", () => {
    expect(fiscal("month", "2024-03-01", 1, "start")).toBe("FY2024-P03");
    expect(fiscal("month", "2024-03-01", 1, "end")).toBe("FY2024-P03");
  });

  test("has its own quarters and periods", () => {
    expect(fiscal("quarter", "2024-12-31", 10, "end")).toBe("FY2025-Q1");
    expect(fiscal("month", "2024-09-30", 10, "end")).toBe("FY2024-P12");
  });
});

describe("a year of weeks", () => {
  const retail: WeekYear = {
    endMonth: 1,
    endDay: 6,
    rule: "nearest",
    pattern: "454",
    nameBy: "start",
  };
  const label = (grain: WeekYearGrain, text: string, more: Partial<WeekYear> = {}): string =>
    bucketWeekYear(grain, day(text), { ...retail, ...more }).label;

  test("ends on the given weekday nearest to the month's last day, three days either way", () => {
    expect(label("week", "2024-02-03")).toBe("FY2023-W53");
    expect(label("week", "2024-02-04")).toBe("FY2024-W01");
    expect(label("week", "2024-01-27", { rule: "last" })).toBe("FY2023-W52");
    expect(label("week", "2024-01-28", { rule: "last" })).toBe("FY2024-W01");
  });

  test("cuts quarters of 13 weeks into periods; week 53 joins the last", () => {
    expect(label("period", "2023-01-29")).toBe("FY2023-P01");
    expect(label("period", "2023-02-26")).toBe("FY2023-P02");
    expect(label("period", "2023-02-26", { pattern: "544" })).toBe("FY2023-P01");
    expect(label("period", "2024-02-03")).toBe("FY2023-P12");
    expect(label("quarter", "2024-02-03")).toBe("FY2023-Q4");
  });

  test("may end in the year after the one it is named by", () => {
    const more = { endMonth: 12, endDay: 4 } as const;
    expect(label("year", "2026-01-01", more)).toBe("FY2025");
    expect(label("year", "2026-01-02", more)).toBe("FY2026");
    expect(label("year", "2026-01-01", { ...more, nameBy: "end" })).toBe("FY2025");
  });

  test("has 52 or 53 weeks, each of seven days of one group, whatever its rules", () => {
    const rules = fc.record({
      endMonth: fc.integer({ min: 1, max: 12 }),
      endDay: fc.integer({ min: 1, max: 7 }),
      rule: fc.constantFrom("last" as const, "nearest" as const),
      pattern: fc.constantFrom("445" as const, "454" as const, "544" as const),
      nameBy: fc.constantFrom("start" as const, "end" as const),
    });
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 30_000 }), (rule, start) => {
        const weeks = new Map<number, number>();
        const years = new Map<number, Set<number>>();
        for (let at = start; at < start + 1200; at += 1) {
          const week = bucketWeekYear("week", at, rule).key;
          const year = bucketWeekYear("year", at, rule).key;
          weeks.set(week, (weeks.get(week) ?? 0) + 1);
          years.set(year, (years.get(year) ?? new Set()).add(week));
        }
        // The first and the last of each are cut off.
        expect([...weeks.values()].slice(1, -1).every((days) => days === 7)).toBe(true);
        for (const one of [...years.values()].slice(1, -1)) expect([52, 53]).toContain(one.size);
      }),
      { numRuns: 40 },
    );
  });
});
