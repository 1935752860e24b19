import fc from "fast-check";
import { expect, test } from "vitest";

import { gcra, type Rate } from "../../src/kernel/limits/gcra.ts";

/** The slow, obvious twin: a bucket of tokens that fills up by one each interval, kept as a list of arrivals. */
const tokens = ({ quota, window }: Rate) => {
  const interval = window / quota;
  // Counted in millionths of a token's time, so that nothing is rounded.
  let level = window;
  let last: number | undefined;
  return (now: number): boolean => {
    if (last !== undefined) level = Math.min(window, level + (now - last));
    last = now;
    if (level < interval) return false;
    level -= interval;
    return true;
  };
};

// Whole intervals, so that both sides count in whole milliseconds.
const rates = fc
  .record({ quota: fc.integer({ min: 1, max: 20 }), interval: fc.integer({ min: 1, max: 50 }) })
  .map(({ quota, interval }): Rate => ({ quota, window: quota * interval }));
const gaps = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 200 });

test("allows what a bucket of tokens allows", () => {
  fc.assert(
    fc.property(rates, gaps, (rate, steps) => {
      const twin = tokens(rate);
      let tat: number | undefined;
      let now = 1_780_000_000_000;
      for (const step of steps) {
        now += step;
        const verdict = gcra(rate, tat, now);
        ({ tat } = verdict);
        expect(verdict.allowed).toBe(twin(now));
      }
    }),
  );
});

test("tells truly how many are left, and when one is allowed again", () => {
  fc.assert(
    fc.property(rates, gaps, (rate, steps) => {
      let tat: number | undefined;
      let now = 1_780_000_000_000;
      for (const step of steps) {
        now += step;
        const verdict = gcra(rate, tat, now);
        ({ tat } = verdict);
        let left = 0;
        let ahead: number | undefined = tat;
        for (let next = gcra(rate, ahead, now); next.allowed; next = gcra(rate, ahead, now)) {
          ahead = next.tat;
          left += 1;
        }
        expect(verdict.remaining).toBe(left);
        const { allowed, retry } = verdict;
        expect(retry === 0).toBe(allowed);
        expect(allowed || gcra(rate, tat, now + retry).allowed).toBe(true);
        expect(!allowed && gcra(rate, tat, now + retry - 1).allowed).toBe(false);
        expect(gcra(rate, tat, now + verdict.reset).remaining).toBe(rate.quota - 1);
      }
    }),
  );
});

test("keeps nobody out for longer than a window, wherever the clock jumps", () => {
  fc.assert(
    fc.property(rates, fc.array(fc.integer({ min: -4_000_000, max: 4_000_000 })), (rate, jumps) => {
      let tat: number | undefined;
      let now = 1_780_000_000_000;
      for (const jump of jumps) {
        now += jump;
        const verdict = gcra(rate, tat, now);
        ({ tat } = verdict);
        expect(verdict.retry).toBeLessThanOrEqual(rate.window);
        expect(gcra(rate, tat, now + rate.window).allowed).toBe(true);
      }
    }),
  );
});
