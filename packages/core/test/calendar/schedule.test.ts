import {
  checkSchedule,
  dueRun,
  formatInstant,
  nextRuns,
  parseInstant,
  type Schedule,
} from "@ennead/core/calendar";
import { unwrap } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

const at = (text: string): number => parseInstant(text) ?? Number.NaN;
const runs = (schedule: unknown, after: string, count: number): readonly string[] =>
  nextRuns(unwrap(checkSchedule(schedule)), at(after), count).map(formatInstant);
const pathsOf = (input: unknown): readonly string[] => {
  const checked = checkSchedule(input);
  if (checked.ok) return [];
  expect(new Set(checked.error.map(({ code }) => code))).toEqual(
    new Set(["calendar/bad-schedule"]),
  );
  return checked.error.map(({ path = [] }) => path.join("."));
};

describe("clock changes", () => {
  const newYork = { every: "day", at: "02:30", timeZone: "America/New_York" };

  test("a time in the missing hour runs an hour later that night", () => {
    expect(runs(newYork, "2024-03-09T12:00:00Z", 2)).toEqual([
      "2024-03-10T07:30:00Z",
      "2024-03-11T06:30:00Z",
    ]);
  });

  test("a repeated time runs once, the first time", () => {
    expect(runs({ ...newYork, at: "01:30" }, "2024-11-02T12:00:00Z", 2)).toEqual([
      "2024-11-03T05:30:00Z",
      "2024-11-04T06:30:00Z",
    ]);
  });

  test("asked between both occurrences, the next run is tomorrow's", () => {
    expect(runs({ ...newYork, at: "01:30" }, "2024-11-03T05:30:00Z", 1)).toEqual([
      "2024-11-04T06:30:00Z",
    ]);
  });

  test("a gap of half an hour moves a run by half an hour", () => {
    const howe = { every: "day", at: "02:15", timeZone: "Australia/Lord_Howe" };
    expect(runs(howe, "2024-10-05T00:00:00Z", 1)).toEqual(["2024-10-05T15:45:00Z"]);
  });

  test("a midnight that does not exist is one o'clock", () => {
    const beirut = { every: "day", at: "00:00", timeZone: "Asia/Beirut" };
    expect(runs(beirut, "2024-03-30T12:00:00Z", 1)).toEqual(["2024-03-30T22:00:00Z"]);
  });

  test("the run of a day that was skipped falls on the next day's, and is one", () => {
    const apia = { every: "day", at: "08:00", timeZone: "Pacific/Apia" };
    expect(runs(apia, "2011-12-28T20:00:00Z", 3)).toEqual([
      "2011-12-29T18:00:00Z",
      "2011-12-30T18:00:00Z",
      "2011-12-31T18:00:00Z",
    ]);
  });

  test("the run of a week day that was skipped is made up for the day after", () => {
    const friday = { every: "week", on: [5], at: "08:00", timeZone: "Pacific/Apia" };
    expect(runs(friday, "2011-12-28T20:00:00Z", 1)).toEqual(["2011-12-30T18:00:00Z"]);
  });
});

describe("days", () => {
  const utc = { at: "08:00", timeZone: "UTC" };

  test("working days leave the weekend out", () => {
    expect(runs({ ...utc, every: "weekday" }, "2024-02-01T08:00:00Z", 2)).toEqual([
      "2024-02-02T08:00:00Z",
      "2024-02-05T08:00:00Z",
    ]);
  });

  test("a week without days means Monday, a month the 1st, a year January", () => {
    expect(runs({ ...utc, every: "week" }, "2024-02-01T00:00:00Z", 1)).toEqual([
      "2024-02-05T08:00:00Z",
    ]);
    expect(runs({ ...utc, every: "month" }, "2024-02-02T00:00:00Z", 1)).toEqual([
      "2024-03-01T08:00:00Z",
    ]);
    expect(runs({ ...utc, every: "year" }, "2024-02-02T00:00:00Z", 1)).toEqual([
      "2025-01-01T08:00:00Z",
    ]);
  });

  test("the 31st falls on the last day of a short month, or leaves it out", () => {
    const month = { ...utc, every: "month", day: 31 };
    expect(runs(month, "2023-01-31T08:00:00Z", 3)).toEqual([
      "2023-02-28T08:00:00Z",
      "2023-03-31T08:00:00Z",
      "2023-04-30T08:00:00Z",
    ]);
    expect(runs({ ...month, short: "skip" }, "2023-01-31T08:00:00Z", 2)).toEqual([
      "2023-03-31T08:00:00Z",
      "2023-05-31T08:00:00Z",
    ]);
  });

  test("29 February comes every leap year, over a century that has none", () => {
    const leap = { ...utc, every: "year", month: 2, day: 29, short: "skip" };
    expect(runs(leap, "2096-02-29T08:00:00Z", 2)).toEqual([
      "2104-02-29T08:00:00Z",
      "2108-02-29T08:00:00Z",
    ]);
  });

  test("30 February never comes when short months are left out", () => {
    const never = { ...utc, every: "year", month: 2, day: 30, short: "skip" };
    expect(runs(never, "2024-01-01T00:00:00Z", 1)).toEqual([]);
  });

  test("a quarter runs in its first month", () => {
    expect(runs({ ...utc, every: "quarter", day: "last" }, "2024-01-31T08:00:00Z", 2)).toEqual([
      "2024-04-30T08:00:00Z",
      "2024-07-31T08:00:00Z",
    ]);
  });

  test("the n-th and the last weekday of a month", () => {
    const tuesday = { ...utc, every: "month", day: { weekday: 2, nth: 2 } };
    expect(runs(tuesday, "2024-01-01T00:00:00Z", 2)).toEqual([
      "2024-01-09T08:00:00Z",
      "2024-02-13T08:00:00Z",
    ]);
    const last = { ...tuesday, day: { weekday: 5, nth: -1 } };
    expect(runs(last, "2024-02-01T00:00:00Z", 1)).toEqual(["2024-02-23T08:00:00Z"]);
  });

  test("a fifth weekday that a month lacks is its last one, or leaves the month out", () => {
    const fifth = { ...utc, every: "month", day: { weekday: 5, nth: 5 } };
    expect(runs(fifth, "2024-01-01T00:00:00Z", 1)).toEqual(["2024-01-26T08:00:00Z"]);
    expect(runs({ ...fifth, short: "skip" }, "2024-01-01T00:00:00Z", 1)).toEqual([
      "2024-03-29T08:00:00Z",
    ]);
  });

  test("first and last dates are local and included", () => {
    const days = { every: "day", at: "20:00", timeZone: "Pacific/Pago_Pago" };
    const two = { ...days, from: "2024-05-01", until: "2024-05-02" };
    expect(runs(two, "2024-01-01T00:00:00Z", 5)).toEqual([
      "2024-05-02T07:00:00Z",
      "2024-05-03T07:00:00Z",
    ]);
  });

  test("time ends with the last date that can be written", () => {
    expect(runs({ ...utc, every: "day" }, "9999-12-31T07:00:00Z", 3)).toEqual([
      "9999-12-31T08:00:00Z",
    ]);
    const schedule: Schedule = { every: "day", ...utc };
    for (const after of [Number.NaN, Infinity]) expect(nextRuns(schedule, after, 1)).toEqual([]);
    expect(nextRuns(schedule, -Infinity, 1).map(formatInstant)).toEqual(["0001-01-01T08:00:00Z"]);
    expect(nextRuns(schedule, 0, 0)).toEqual([]);
  });
});

describe("after a pause", () => {
  const daily: Schedule = { every: "day", at: "06:00", timeZone: "Europe/Berlin" };

  test("forty missed days are one run for the newest, and thirty-nine missed", () => {
    const now = at("2024-05-11T12:00:00Z");
    expect(dueRun(daily, at("2024-04-01T04:00:00Z"), now)).toEqual({
      period: at("2024-05-11T04:00:00Z"),
      missed: 39,
    });
  });

  test("a run at this very instant is due, and only once", () => {
    const period = at("2024-05-11T04:00:00Z");
    expect(dueRun(daily, at("2024-05-10T04:00:00Z"), period)).toEqual({ period, missed: 0 });
    expect(dueRun(daily, period, period)).toBeNull();
  });

  test("nothing is due before the next run, after the end, or when the clock went back", () => {
    const last = at("2024-05-11T04:00:00Z");
    expect(dueRun(daily, last, at("2024-05-12T03:59:59Z"))).toBeNull();
    expect(dueRun(daily, last, at("2024-05-10T12:00:00Z"))).toBeNull();
    const ended: Schedule = { ...daily, until: "2024-05-11" };
    expect(dueRun(ended, last, at("2025-05-11T12:00:00Z"))).toBeNull();
  });

  test("a schedule that ended during the pause still makes up its newest run", () => {
    const ended: Schedule = { ...daily, until: "2024-05-11" };
    expect(dueRun(ended, at("2024-05-01T04:00:00Z"), at("2044-01-01T00:00:00Z"))).toEqual({
      period: at("2024-05-11T04:00:00Z"),
      missed: 9,
    });
  });
});

describe("what is refused", () => {
  const good = { every: "month", at: "08:00", timeZone: "UTC", day: "last" };

  test("a good schedule passes as it is", () => {
    expect(unwrap(checkSchedule(good))).toEqual(good);
  });

  test.each([
    ["an unknown grain", { ...good, every: "hour" }, ["every"]],
    ["a time of day that no clock shows", { ...good, at: "24:00" }, ["at"]],
    ["a zone nobody knows", { ...good, timeZone: "Mars/Olympus" }, ["timeZone"]],
    ["an offset as a zone", { ...good, timeZone: "+01:00" }, ["timeZone"]],
    ["a 32nd", { ...good, day: 32 }, ["day"]],
    ["a sixth weekday", { ...good, day: { weekday: 1, nth: 6 } }, ["day"]],
    ["week days of a month", { ...good, on: [1] }, ["on"]],
    ["no week day", { every: "week", at: "08:00", timeZone: "UTC", on: [] }, ["on"]],
    ["a day named twice", { every: "week", at: "08:00", timeZone: "UTC", on: [1, 1] }, ["on"]],
    ["an eighth day", { every: "week", at: "08:00", timeZone: "UTC", on: [1, 8] }, ["on.1"]],
    ["a date that does not exist", { ...good, from: "2023-02-29" }, ["from"]],
    [
      "an end before the beginning",
      { ...good, from: "2024-02-02", until: "2024-02-01" },
      ["until"],
    ],
    ["several parts at once", { ...good, at: "8", timeZone: 1 }, ["at", "timeZone"]],
    ["no schedule at all", null, [""]],
  ])("%s", (_, input, paths) => {
    expect(pathsOf(input)).toEqual(paths);
  });
});
