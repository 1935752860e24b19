import { emptyKeyCache, nextKeys, type KeyCache, type KeySet } from "@ennead/core/access";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const keys = (...kids: string[]): KeySet => ({
  kind: "set",
  byId: new Map(kids.map((kid) => [kid, []])),
});
const empty = emptyKeyCache({ cooldownSec: 30, cacheSec: 600 });
const ask = (state: KeyCache, at: number, kid = "a") => nextKeys(state, { kind: "asked", at, kid });
const fetched = (state: KeyCache, at: number, found: KeySet | null) =>
  nextKeys(ask(state, at, "?").state, { kind: "fetched", at, keys: found }).state;
const failed = (state: KeyCache, at: number) =>
  nextKeys(ask(state, at, "?").state, { kind: "failed", at }).state;

describe("a key cache", () => {
  test("fetches at the first question and lets all others wait", () => {
    const first = ask(empty, 0);
    expect(first.action).toBe("fetch");
    expect(ask(first.state, 0).action).toBe("wait");
    expect(ask(first.state, 100, "other").action).toBe("wait");
  });

  test("uses known keys while another fetch is under way", () => {
    const { action, state } = ask(fetched(empty, 0, keys("a")), 40, "new");
    expect(action).toBe("fetch");
    expect(ask(state, 41, "a").action).toBe("use");
    expect(ask(state, 41, "new").action).toBe("wait");
  });

  test("fetches for an unknown kid only after the cool-down, counted from the end of a fetch", () => {
    const state = fetched(empty, 5, keys("a"));
    expect(ask(state, 34.9, "new").action).toBe("use");
    expect(ask(state, 35, "new").action).toBe("fetch");
    expect(fetched(state, 35, keys("new")).keys).toEqual(keys("new"));
  });

  test("fetches old keys again before use, even within a long cool-down", () => {
    const state = fetched(emptyKeyCache({ cooldownSec: 900, cacheSec: 600 }), 0, keys("a"));
    expect(ask(state, 600).action).toBe("use");
    expect(ask(state, 600.5).action).toBe("fetch");
  });

  test("keeps its keys through an outage and tries once per cool-down", () => {
    const state = failed(fetched(empty, 0, keys("a")), 700);
    expect(state.keys).toEqual(keys("a"));
    expect(ask(state, 729).action).toBe("use");
    expect(ask(state, 730).action).toBe("fetch");
    expect(fetched(state, 730, null).keys).toEqual(keys("a"));
  });

  test("has nothing to use while the issuer is down from the start", () => {
    const state = failed(empty, 0);
    expect(ask(state, 29)).toEqual({ state, action: "use" });
    expect(state.keys).toBeNull();
    expect(ask(state, 30).action).toBe("fetch");
  });

  test("never fetches twice within a cool-down shorter than the age of its keys", () => {
    const moments = fc.array(
      fc.record({
        wait: fc.double({ min: 0, max: 700, noNaN: true }),
        kid: fc.constantFrom("a", "b", "c"),
        answer: fc.constantFrom(keys("a"), keys("a", "b"), null, "failed" as const),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(moments, (list) => {
        let [state, at, last] = [empty, 0, Number.NEGATIVE_INFINITY];
        for (const { wait, kid, answer } of list) {
          at += wait;
          const step = ask(state, at, kid);
          state = step.state;
          if (step.action !== "fetch") continue;
          expect(at - last).toBeGreaterThanOrEqual(30);
          last = at;
          const had = state.keys;
          state = nextKeys(
            state,
            answer === "failed" ? { kind: "failed", at } : { kind: "fetched", at, keys: answer },
          ).state;
          expect(state.keys).toBe(answer === "failed" ? had : (answer ?? had));
          expect(ask(state, at, kid).action).toBe("use");
        }
      }),
    );
  });
});
