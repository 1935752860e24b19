import { expect, test } from "vitest";

import { createFormats } from "../../src/kernel/index.ts";
import { holderOf } from "../../src/kernel/token.ts";

test("a locale written with an underscore is understood, one that is none is read as English", () => {
  expect(createFormats("de_AT", "EUR").language).toBe("de");
  expect(createFormats("??", "EUR").locale).toBe("en");
  expect(createFormats("ar-u-nu-latn", "EUR")).toMatchObject({ direction: "rtl" });
});

test("an amount in a currency that is none keeps its number", () => {
  expect(createFormats("en", "EUR").money("12.5", "gold", { min: 2, max: 2 })).toBe("12.50 gold");
});

const jwt = (claims: object): string =>
  `h.${btoa(JSON.stringify(claims)).replaceAll("+", "-").replaceAll("/", "_")}.s`;

test("a token is of the same holder after it was renewed, and of another for another user", () => {
  const first = holderOf(jwt({ sub: "ada", company: "c1", exp: 1 }));
  expect(holderOf(jwt({ sub: "ada", company: "c1", exp: 2 }))).toBe(first);
  expect(holderOf(jwt({ sub: "ben", company: "c1", exp: 1 }))).not.toBe(first);
  expect(holderOf(jwt({ sub: "ada", company: "c2", exp: 1 }))).not.toBe(first);
  expect(holderOf("opaque")).toBe("opaque");
  expect(holderOf("a.%%.c")).toBe("a.%%.c");
});
