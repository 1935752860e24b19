import { expect, test } from "vitest";

import { deliveriesDrill, type Kill } from "../support/deliveries.ts";

test("processes that are killed at any point mail a report once to each, or say that they cannot know", async () => {
  const kills: readonly Kill[] = [
    { point: "before:batch", nth: 7 },
    { point: "after:batch", nth: 5 },
    { point: "after:deliver", nth: 1 },
    { point: "smtp:taken", nth: 2 },
  ];
  const { wrong, ...found } = await deliveriesDrill("file", kills);
  expect(wrong).toEqual([]);
  expect(found).toMatchObject({ killed: kills.length, deliveries: 3 * kills.length });
  expect(found.sent + found.uncertain).toBe(found.deliveries);
}, 120_000);
