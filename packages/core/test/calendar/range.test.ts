import { formatInstant, parseInstant } from "@ennead/core/calendar";
import { expect, test } from "vitest";

test("an instant that no text could write again is none", () => {
  expect(parseInstant("0001-01-01T00:00:00+00:01")).toBeUndefined();
  expect(parseInstant("9999-12-31T23:59:59.999-00:01")).toBeUndefined();
});

test.each(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"])(
  "the outermost instant %s can be read and written",
  (text) => {
    expect(formatInstant(parseInstant(text) ?? 0)).toBe(text);
  },
);
