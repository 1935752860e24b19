import {
  dueCronRun,
  formatInstant,
  nextCronRuns,
  parseCron,
  parseInstant,
} from "@ennead/core/calendar";
import { unwrap } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

const at = (text: string): number => parseInstant(text) ?? Number.NaN;
const runs = (line: string, zone: string, after: string, count: number): readonly string[] =>
  nextCronRuns(unwrap(parseCron(line)), zone, at(after), count).map(formatInstant);
const days = (line: string, after: string, count: number): readonly string[] =>
  runs(line, "UTC", after, count).map((text) => text.slice(0, 10));

describe("fields", () => {
  test("values, lists, ranges and steps", () => {
    const { minutes, hours, months } = unwrap(parseCron("5,*/20,50-59/4 8-10,22 * 1-3,dec *"));
    expect(minutes).toEqual([0, 5, 20, 40, 50, 54, 58]);
    expect(hours).toEqual([8, 9, 10, 22]);
    expect(months).toEqual([1, 2, 3, 12]);
    expect(unwrap(parseCron("50/4 * * * *")).minutes).toEqual([50, 54, 58]);
  });

  test("Sunday is 0 and 7, and may end a range", () => {
    for (const line of ["0 0 * * 0", "0 0 * * 7", "0 0 * * sun"]) {
      expect(days(line, "2024-02-01T00:00:00Z", 1)).toEqual(["2024-02-04"]);
    }
    expect(days("0 0 * * SAT-SUN", "2024-02-01T00:00:00Z", 3)).toEqual([
      "2024-02-03",
      "2024-02-04",
      "2024-02-10",
    ]);
  });

  test("with both day fields a day fits one of them", () => {
    expect(days("0 0 13 * FRI", "2024-09-07T00:00:00Z", 3)).toEqual([
      "2024-09-13",
      "2024-09-20",
      "2024-09-27",
    ]);
    expect(days("0 0 15 * FRI", "2024-09-07T00:00:00Z", 2)).toEqual(["2024-09-13", "2024-09-15"]);
  });

  test("a day field that begins with a star always holds", () => {
    expect(days("0 0 */2 * MON", "2024-09-01T00:00:00Z", 2)).toEqual(["2024-09-09", "2024-09-23"]);
  });

  test("the second Monday, the last Friday, a fifth Thursday", () => {
    expect(days("0 0 * * MON#2", "2024-09-01T00:00:00Z", 2)).toEqual(["2024-09-09", "2024-10-14"]);
    expect(days("0 0 * * FRIL", "2024-09-01T00:00:00Z", 2)).toEqual(["2024-09-27", "2024-10-25"]);
    expect(days("0 0 * * 4#5", "2024-09-01T00:00:00Z", 2)).toEqual(["2024-10-31", "2025-01-30"]);
  });

  test("the last day, and the last business day", () => {
    expect(days("0 0 L * *", "2024-02-01T00:00:00Z", 2)).toEqual(["2024-02-29", "2024-03-31"]);
    expect(days("0 0 LW * *", "2024-02-01T00:00:00Z", 3)).toEqual([
      "2024-02-29",
      "2024-03-29",
      "2024-04-30",
    ]);
    expect(days("0 0 1,L 2 *", "2024-01-01T00:00:00Z", 2)).toEqual(["2024-02-01", "2024-02-29"]);
  });

  test("31st and 29 February come only where they exist, 30 February never", () => {
    expect(days("0 0 31 * *", "2024-03-31T00:00:00Z", 2)).toEqual(["2024-05-31", "2024-07-31"]);
    expect(days("0 0 29 2 *", "2096-03-01T00:00:00Z", 1)).toEqual(["2104-02-29"]);
    expect(days("0 0 30 2 *", "2024-01-01T00:00:00Z", 1)).toEqual([]);
  });

  test.each([
    ["", undefined],
    ["* * * *", undefined],
    ["0 0 0 * * *", undefined],
    ["@daily", undefined],
    ["60 * * * *", "minute"],
    ["1.5 * * * *", "minute"],
    ["-1 * * * *", "minute"],
    ["*/0 * * * *", "minute"],
    ["1,,2 * * * *", "minute"],
    ["1-2-3 * * * *", "minute"],
    ["* 24 * * *", "hour"],
    ["* 5-3 * * *", "hour"],
    ["* * 0 * *", "day of month"],
    ["* * W * *", "day of month"],
    ["* * * 13 *", "month"],
    ["* * * MON *", "month"],
    ["* * * * 8", "day of week"],
    ["* * * * MON#6", "day of week"],
    ["* * * * L", "day of week"],
    [`${"1,".repeat(200)}1 * * * *`, undefined],
  ])("%s is refused", (line, field) => {
    const parsed = parseCron(line);
    expect(parsed).toMatchObject({ ok: false, error: { code: "calendar/bad-cron" } });
    expect(parsed.ok ? undefined : parsed.error.detail?.["field"]).toBe(field);
  });
});

describe("clock changes", () => {
  test("times in the missing hour run an hour later, each instant once and in order", () => {
    expect(runs("0,30 2,3 * * *", "America/New_York", "2024-03-10T05:00:00Z", 3)).toEqual([
      "2024-03-10T07:00:00Z",
      "2024-03-10T07:30:00Z",
      "2024-03-11T06:00:00Z",
    ]);
  });

  test("times of the missing last hour of a day meet those of the next day, once each", () => {
    expect(runs("10,50 0,23 * * *", "America/Nuuk", "2024-03-30T12:00:00Z", 3)).toEqual([
      "2024-03-31T01:10:00Z",
      "2024-03-31T01:50:00Z",
      "2024-04-01T00:10:00Z",
    ]);
  });

  test("times in the doubled hour run once, the first time", () => {
    expect(runs("0,30 1 * * *", "America/New_York", "2024-11-03T04:59:00Z", 3)).toEqual([
      "2024-11-03T05:00:00Z",
      "2024-11-03T05:30:00Z",
      "2024-11-04T06:00:00Z",
    ]);
  });
});

describe("after a pause", () => {
  test("a line of every minute is made up once, and counts what it missed up to a bound", () => {
    const cron = unwrap(parseCron("* * * * *"));
    const now = at("2024-05-11T04:00:30Z");
    expect(dueCronRun(cron, "UTC", now - 3_600_000, now)).toEqual({
      period: at("2024-05-11T04:00:00Z"),
      missed: 59,
    });
    expect(dueCronRun(cron, "UTC", at("1990-01-01T00:00:00Z"), now)).toEqual({
      period: at("2024-05-11T04:00:00Z"),
      missed: 10_000,
    });
  });

  test("a line that never comes is never due", () => {
    const cron = unwrap(parseCron("0 0 31 4 *"));
    expect(dueCronRun(cron, "UTC", 0, at("2024-05-11T04:00:00Z"))).toBeNull();
  });
});
