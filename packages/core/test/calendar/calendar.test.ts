import {
  bucketDay,
  bucketInstant,
  dayOf,
  formatDate,
  formatInstant,
  instantsOfDays,
  isTimeZone,
  localTime,
  parseDate,
  parseInstant,
  periodRange,
  type DayGrain,
} from "@ennead/core/calendar";
import { describe, expect, test } from "vitest";

const day = (text: string): number => {
  const parsed = parseDate(text);
  if (parsed === undefined) throw new Error(`${text} is no date`);
  return parsed;
};
const at = (text: string): number => {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new Error(`${text} is no instant`);
  return parsed;
};

/** How many hours each range of instants of a local date lasts. */
const hours = (text: string, zone: string): number[] =>
  instantsOfDays(day(text), day(text) + 1, zone).map(([from, to]) => (to - from) / 3_600_000);

const days = (...[spec, now, zone, weekStart]: Parameters<typeof periodRange>): string[] => {
  const { from, to } = periodRange(spec, now, zone, weekStart);
  return [formatDate(from), formatDate(to)];
};

describe("dates and instants", () => {
  test("a date is days since 1970-01-01", () => {
    expect(parseDate("1970-01-01")).toBe(0);
    expect(parseDate("2000-03-01")).toBe(11_017);
    expect(formatDate(-1)).toBe("1969-12-31");
  });

  test("days that do not exist and other writings are refused", () => {
    for (const text of [
      "2023-02-29",
      "1900-02-29",
      "2024-13-01",
      "0000-01-01",
      "2024-1-1",
      "",
      "2024-01-01 ",
    ]) {
      expect(parseDate(text)).toBeUndefined();
    }
    expect(parseDate("2000-02-29")).toBeDefined();
  });

  test("an instant is read with any offset and written in UTC", () => {
    expect(formatInstant(at("2024-02-29T23:30:00-01:30"))).toBe("2024-03-01T01:00:00Z");
    expect(formatInstant(at("1969-12-31T23:59:59.9999Z"))).toBe("1969-12-31T23:59:59.999Z");
  });

  test("an instant needs seconds and an offset", () => {
    for (const text of [
      "2024-01-01",
      "2024-01-01T00:00:00",
      "2024-01-01T00:00Z",
      "2024-01-01T24:00:00Z",
    ]) {
      expect(parseInstant(text)).toBeUndefined();
    }
  });
});

describe("time zones", () => {
  test("only names that the runtime knows are zones", () => {
    expect(isTimeZone("Asia/Kathmandu")).toBe(true);
    expect(isTimeZone("Mars/Olympus")).toBe(false);
    expect(isTimeZone("+01:00")).toBe(false);
    expect(isTimeZone("")).toBe(false);
  });

  test("local time knows quarter hours and half-hour summer time", () => {
    expect(localTime(at("2024-01-01T00:00:00Z"), "Asia/Kathmandu")).toEqual({
      day: day("2024-01-01"),
      minutes: 5 * 60 + 45,
      offset: 20_700_000,
    });
    expect(localTime(at("2024-04-06T14:59:59Z"), "Australia/Lord_Howe").minutes).toBe(119);
    expect(localTime(at("2024-04-06T15:00:00Z"), "Australia/Lord_Howe").minutes).toBe(90);
  });

  test("Samoa skipped a whole day", () => {
    expect(formatDate(dayOf(at("2011-12-30T09:59:59Z"), "Pacific/Apia"))).toBe("2011-12-29");
    expect(formatDate(dayOf(at("2011-12-30T10:00:00Z"), "Pacific/Apia"))).toBe("2011-12-31");
    expect(instantsOfDays(day("2011-12-30"), day("2011-12-31"), "Pacific/Apia")).toEqual([]);
  });

  test("local mean time of the past has seconds", () => {
    expect(localTime(at("1800-01-01T00:00:00Z"), "Europe/Amsterdam").offset % 60_000).not.toBe(0);
  });

  test("a local date is one range of instants of 23, 24 or 25 hours", () => {
    expect(hours("2024-03-31", "Europe/Berlin")).toEqual([23]);
    expect(hours("2024-10-27", "Europe/Berlin")).toEqual([25]);
    expect(hours("2024-04-07", "Australia/Lord_Howe")).toEqual([24.5]);
    expect(hours("2024-10-28", "Europe/Berlin")).toEqual([24]);
  });

  test("clocks set back across midnight split a local date", () => {
    // St. John's went from 00:01 back to 23:01 of the day before.
    const ranges = instantsOfDays(day("2006-10-28"), day("2006-10-29"), "America/St_Johns");
    expect(ranges).toHaveLength(2);
    for (const [from, to] of ranges) {
      expect(formatDate(dayOf(from, "America/St_Johns"))).toBe("2006-10-28");
      expect(formatDate(dayOf(to - 1, "America/St_Johns"))).toBe("2006-10-28");
    }
  });
});

describe("buckets", () => {
  test.each<[DayGrain, string]>([
    ["year", "2024"],
    ["half", "2024-H1"],
    ["quarter", "2024-Q1"],
    ["month", "2024-01"],
    ["day", "2024-01-31"],
    ["week", "2024-01-29"],
    ["isoWeek", "2024-W05"],
    ["dayOfWeek", "3"],
    ["monthOfYear", "01"],
    ["quarterOfYear", "Q1"],
  ])("the %s of 2024-01-31 is %s", (grain, label) => {
    expect(bucketDay(grain, day("2024-01-31")).label).toBe(label);
  });

  test("a week begins where the caller says", () => {
    expect(bucketDay("week", day("2024-01-31"), { weekStart: 7 }).label).toBe("2024-01-28");
  });

  test("ISO weeks belong to the year of their Thursday", () => {
    expect(bucketDay("isoWeek", day("2021-01-03")).label).toBe("2020-W53");
    expect(bucketDay("isoWeek", day("2018-12-31")).label).toBe("2019-W01");
    expect(bucketDay("isoWeek", day("0001-01-01")).label).toBe("0001-W01");
  });

  test("a repeated hour is two groups told apart by offset", () => {
    const first = bucketInstant("hour", at("2024-11-03T05:30:00Z"), "America/New_York");
    const second = bucketInstant("hour", at("2024-11-03T06:30:00Z"), "America/New_York");
    expect([first.label, second.label]).toEqual(["2024-11-03T01-04:00", "2024-11-03T01-05:00"]);
    expect(first.key).toBeLessThan(second.key);
  });

  test("hours that meet in the middle of an hour keep keys of their own", () => {
    const before = bucketInstant("hour", at("2006-10-29T02:30:30Z"), "America/St_Johns");
    const after = bucketInstant("hour", at("2006-10-29T02:31:30Z"), "America/St_Johns");
    expect([before.label, after.label]).toEqual(["2006-10-29T00-02:30", "2006-10-28T23-03:30"]);
    expect(before.key).toBeLessThan(after.key);
  });

  test("the hour of the day is the wall clock's", () => {
    expect(bucketInstant("hourOfDay", at("2024-01-01T18:20:00Z"), "Asia/Kathmandu").label).toBe(
      "00",
    );
  });
});

describe("periods", () => {
  test("the grain that holds now is the one of the local date", () => {
    const now = at("2024-12-31T23:30:00Z");
    expect(days({ grain: "year" }, now, "UTC", 1)).toEqual(["2024-01-01", "2025-01-01"]);
    expect(days({ grain: "year" }, now, "Europe/Berlin", 1)).toEqual(["2025-01-01", "2026-01-01"]);
  });

  test("offset and count move by whole grains", () => {
    const now = at("2024-02-14T12:00:00Z");
    expect(days({ grain: "quarter", offset: -1 }, now, "UTC", 1)).toEqual([
      "2023-10-01",
      "2024-01-01",
    ]);
    expect(days({ grain: "month", offset: -2, count: 3 }, now, "UTC", 1)).toEqual([
      "2023-12-01",
      "2024-03-01",
    ]);
    expect(days({ grain: "week" }, now, "UTC", 7)).toEqual(["2024-02-11", "2024-02-18"]);
    expect(days({ grain: "day", offset: 1 }, now, "UTC", 1)).toEqual(["2024-02-15", "2024-02-16"]);
  });
});
