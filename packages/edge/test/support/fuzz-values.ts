import { goodSpec } from "./fuzz-ids.ts";
import type { Chance } from "./fuzz-random.ts";

/** Texts that somewhere meant more than they say. */
export const texts = [
  "",
  " ",
  "a",
  "0",
  "-1",
  "1e400",
  "true",
  "null",
  "*",
  "id",
  "-id",
  "subject",
  "-subject,code",
  "cost",
  "visit",
  "account",
  "user",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "..",
  "../..",
  "%",
  "%00",
  "\u0000",
  "\ud800",
  "\udfff\ud800",
  "\u202Eevil",
  "\uFEFF",
  "a\u0301\u0301\u0301",
  "ﬀ ẞ İ ı",
  "😀👩‍👩‍👧‍👦",
  "x".repeat(300),
  "' or 1=1 --",
  '"; drop table record; --',
  "${7*7}",
  "{{7*7}}",
  "=cmd|' /C calc'!A0",
  "<script>alert(1)</script>",
  "2026-02-30",
  "2026-01-31",
  "9999-12-31T23:59:60Z",
  "EUR",
  "a@b.example",
  "0190a000-0000-7000-8000-0000000000ee",
  "0190A000-0000-7000-8000-0000000000EE",
  '["=","subject","Ours"]',
  '["contains","guest","%_"]',
  "[[[[",
  "{}",
  '["in","guests",[1,2,1e999]]',
  '["period","day",{"grain":"week"}]',
  '["expr","1/0"]',
  'W/"1"',
  "\r\nset-cookie: a=b",
] as const;

const nested = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 1);

/** Anything at all, as JSON can say it. `ids` are ids that exist somewhere. */
export const hostile = (chance: Chance, ids: readonly string[]): unknown =>
  chance.pick<() => unknown>([
    () => null,
    () => true,
    () => chance.pick([0, -0, -1, 1, 500, 501, 1e21, 0.1, Number.MAX_SAFE_INTEGER, 2 ** 53, 1e308]),
    () => [],
    () => ({}),
    () => [[]],
    () => [null],
    () => JSON.parse('{"__proto__":{"x":1}}') as unknown,
    () => ({ constructor: { prototype: { x: 1 } } }),
    () => ({ toString: "x", valueOf: 1 }),
    () => nested(chance.pick([10, 40, 63, 64, 200])),
    () => chance.pick(texts),
    () => chance.pick(texts),
    () => chance.pick(ids) ?? null,
    () => goodSpec,
  ])();

/** Something too large: a long text, many members, a deep nesting. Seldom, because it takes its time. */
export const huge = (chance: Chance): unknown =>
  chance.pick<() => unknown>([
    () => "x".repeat(chance.pick([5_000, 70_000, 1_100_000])),
    () => Array.from({ length: 10_001 }, (_, at) => at),
    () => Object.fromEntries(Array.from({ length: 5_001 }, (_, at) => [`k${at}`, at])),
    () => nested(1_000),
    () => "\ud83d\ude00".repeat(3_000),
  ])();

/** The value with one place of it changed: replaced, taken away, or given a member that nobody knows. */
export const mutated = (value: unknown, chance: Chance, other: () => unknown): unknown => {
  if (Array.isArray(value) && value.length > 0 && chance.happens(0.8)) {
    const at = chance.whole(0, value.length - 1);
    return value.with(at, mutated(value[at], chance, other) as never);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const keys = Object.keys(value);
    const turn = chance.draw();
    const record = value as Record<string, unknown>;
    if (turn < 0.2 || keys.length === 0) return { ...record, [chance.pick(texts)]: other() };
    const key = chance.pick(keys);
    if (turn < 0.3) {
      const { [key]: _, ...rest } = record;
      return rest;
    }
    if (turn < 0.95) return { ...record, [key]: mutated(record[key], chance, other) };
  }
  return other();
};
