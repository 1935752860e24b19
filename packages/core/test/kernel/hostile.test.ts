import { canonicalJson, isWellFormed, shown } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
};

const circular: Record<string, unknown> = {};
circular["self"] = circular;

describe("canonical JSON refuses what it cannot say", () => {
  test.each([
    ["a value nested too deep", nested(100_000)],
    ["a value that holds itself", circular],
    ["a date, which would be written {}", { at: new Date(0) }],
    ["a map, which would be written {}", new Map([["a", 1]])],
    // eslint-disable-next-line no-sparse-arrays -- the hole is the case
    ["a hole in an array, which would be written [1,,2]", [1, , 2]],
  ])("%s", (_, value) => {
    expect(canonicalJson(value)).toMatchObject({
      ok: false,
      error: { code: "kernel/not-canonical" },
    });
  });

  test("but not an object without a prototype", () => {
    expect(canonicalJson(Object.assign(Object.create(null), { b: 1, a: 2 }))).toEqual({
      ok: true,
      value: '{"a":2,"b":1}',
    });
  });
});

describe("any value has a short name in a message", () => {
  test.each([
    [undefined, "undefined"],
    [12n, "12"],
    ["a", '"a"'],
    [{ toString: 1 }, '{"toString":1}'],
    [nested(100_000), "[[[…]]]"],
    [circular, '{"self":{"self":{"self":…}}}'],
    [Symbol("a"), "a symbol"],
  ])("%#", (value, name) => {
    expect(shown(value)).toBe(name);
  });

  test("of at most 61 characters", () => {
    expect(shown("x".repeat(1_000_000))).toHaveLength(61);
    expect(shown(Array.from({ length: 1_000_000 }, () => "abcdefghij"))).toHaveLength(61);
  });
});

test("a lone surrogate is no sound Unicode, a pair is", () => {
  expect([isWellFormed("\uD83D\uDE00"), isWellFormed("\uD83D"), isWellFormed("\uDE00a")]).toEqual([
    true,
    false,
    false,
  ]);
});
