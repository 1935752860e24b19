import type { Filter } from "@ennead/core/filter";
import { expect, test } from "vitest";

import { conditionOf, draftOf, numberText } from "../../src/pivot/condition.ts";

test.for(["UTC", "Asia/Tokyo", "America/New_York", "Asia/Kathmandu"])(
  "a condition on instants is the same after it was opened and applied again, %s",
  (timeZone) => {
    const target = { name: "at", kind: "instant", exact: false, timeZone, locale: "en" } as const;
    const draft = {
      ...draftOf(undefined, "instant", timeZone),
      operator: "between",
      first: "2024-03-09",
      second: "2024-03-11",
    } as const;
    const made = conditionOf(draft, target);
    const filter = "filter" in made ? made.filter : (["isNull", "at"] satisfies Filter);
    const opened = draftOf(filter, "instant", timeZone);
    expect(opened).toMatchObject({ first: "2024-03-09", second: "2024-03-11" });
    expect(conditionOf(opened, target)).toEqual({ filter });
  },
);

test.for([
  ["1,234.5", "en", "1234.5"],
  ["1.234,5", "de", "1234.5"],
  ["-12 345", "fr", "-12345"],
  ["12,34,567", "en-IN", "1234567"],
  ["+7", "en", "7"],
  ["1,5", "en", undefined],
  ["1.5", "de", undefined],
  ["1,23", "en", undefined],
  ["1.2.3", "en", undefined],
  ["twelve", "en", undefined],
  ["", "en", undefined],
] as const)("“%s” in %s is %s", ([entered, locale, text]) => {
  expect(numberText(entered, locale)).toBe(text);
});
