import {
  canonicalJson,
  isUuid,
  moneyJson,
  parseMoney,
  pointerOf,
  unwrap,
  uuidv7,
} from "@ennead/core/kernel";
import { expect, test } from "vitest";

const zeros = (count: number): Uint8Array => new Uint8Array(count);
const ones = (count: number): Uint8Array => new Uint8Array(count).fill(255);

test("ids of version 7 carry the time in front and sort by it", () => {
  const early = uuidv7(0x0123456789ab, ones);
  const late = uuidv7(0x0123456789ac, zeros);
  expect(early).toBe("01234567-89ab-7fff-bfff-ffffffffffff");
  expect(late).toBe("01234567-89ac-7000-8000-000000000000");
  expect(isUuid(early) && isUuid(late) && early < late).toBe(true);
  expect(isUuid(early.toUpperCase())).toBe(false);
});

test("canonical JSON sorts keys by UTF-16 code unit and writes numbers as ECMAScript does (RFC 8785)", () => {
  const value = { "\u20ac": 1, "\r": 2, "1": 3, "\u{1f600}": 4, "\ufb33": 5, ö: 6, a: undefined };
  expect(unwrap(canonicalJson(value))).toBe(
    '{"\\r":2,"1":3,"ö":6,"\u20ac":1,"\u{1f600}":4,"\ufb33":5}',
  );
  expect(unwrap(canonicalJson([1e21, -0, 0.1, 1e-7, "\u2028"]))).toBe(
    '[1e+21,0,0.1,1e-7,"\u2028"]',
  );
});

test.each([
  ["a number that is none", { a: [Number.NaN] }, ["a", 0]],
  ["a lone surrogate", { "a/b": "\ud800" }, ["a/b"]],
  ["a bigint", [1n], [0]],
])("canonical JSON refuses %s and says where", (_name, value, path) => {
  const result = canonicalJson(value);
  expect(result).toMatchObject({ ok: false, error: { code: "kernel/not-canonical", path } });
});

test("a path becomes a JSON pointer with its escapes (RFC 6901)", () => {
  expect(pointerOf(["fields", "a/b", "m~n", 0])).toBe("/fields/a~1b/m~0n/0");
  expect(pointerOf()).toBe("");
});

test("money is kept in the smallest unit of its own currency", () => {
  expect(unwrap(parseMoney({ amount: "12.3", currency: "EUR" }))).toEqual({
    minor: 1230,
    currency: "EUR",
  });
  expect(unwrap(parseMoney({ amount: "-1200", currency: "JPY" }))).toEqual({
    minor: -1200,
    currency: "JPY",
  });
  expect(moneyJson({ minor: 5, currency: "KWD" })).toEqual({ amount: "0.005", currency: "KWD" });
});

test.each([
  ["more digits than the currency has", "1.234", "EUR", "amount"],
  ["an amount beyond exact integers", "90071992547409.93", "EUR", "amount"],
  ["a prototype key for a currency", "1", "constructor", "currency"],
  ["text", "ten", "EUR", "amount"],
])("money refuses %s", (_name, amount, currency, at) => {
  expect(parseMoney({ amount, currency })).toMatchObject({ ok: false, error: { path: [at] } });
});
