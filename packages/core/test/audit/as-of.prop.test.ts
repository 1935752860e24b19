import { expect, test } from "vitest";

import { compareHistories } from "./compare-histories.ts";

test("a record as of any version, instant and place in the log is the record as it was", () => {
  const { failure, histories } = compareHistories(500, 20_260_101);
  expect(failure).toBeUndefined();
  expect(histories).toBe(500);
});
