import { expect, test } from "vitest";

import { durationText } from "../../src/kernel/progress/duration.ts";
import { createEstimate } from "../../src/kernel/progress/estimate.ts";

test("no time is named before enough work was seen for long enough", () => {
  const estimate = createEstimate();
  expect(estimate.next(0, 0, 1000)).toBeUndefined();
  expect(estimate.next(4000, 500, 1000)).toBeUndefined();
  expect(estimate.next(6000, 500, 1000)).toBe(6000);
  const slow = createEstimate();
  slow.next(0, 0, 1_000_000);
  expect(slow.next(20_000, 19_999, 1_000_000)).toBeUndefined();
});

test("work done before one looked does not count as speed", () => {
  const estimate = createEstimate();
  estimate.next(0, 900, 1000);
  expect(estimate.next(10_000, 950, 1000)).toBe(10_000);
});

test("the speed is that of the last minute", () => {
  const estimate = createEstimate();
  estimate.next(0, 0, 1000);
  estimate.next(60_000, 500, 1000);
  expect(estimate.next(120_000, 550, 1000)).toBe(540_000);
});

test("work that counts anew is measured anew, and without a whole there is no end", () => {
  const estimate = createEstimate();
  estimate.next(0, 0, 100);
  expect(estimate.next(10_000, 50, 100)).toBe(10_000);
  expect(estimate.next(11_000, 10, 100)).toBeUndefined();
  expect(estimate.next(30_000, 60, 400)).toBeUndefined();
  expect(estimate.next(60_000, 90, undefined)).toBeUndefined();
});

test("durations are rough, in the words of the language", () => {
  expect(durationText(12_000, "en")).toBe("20 seconds");
  expect(durationText(119_000, "en")).toBe("2 minutes");
  expect(durationText(5_400_000, "de")).toBe("2 Stunden");
});
