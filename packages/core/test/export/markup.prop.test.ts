import { escapeAttribute, escapeText, jsonForScript } from "@ennead/core/export";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { anyText } from "./support/arbitrary-text.ts";

const names: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/** Decodes references once, as a parser does. */
const decode = (text: string): string =>
  text.replace(/&(?:(\w+)|#(\d+));/g, (whole, name: string | undefined, code: string) =>
    name === undefined ? String.fromCodePoint(Number(code)) : (names[name] ?? whole),
  );

/** The text with what XML 1.0 forbids as U+FFFD, found character by character. */
const allowed = (text: string): string =>
  Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const isControl = code < 0x20 && !"\t\n\r".includes(character);
    const isHalf = code >= 0xd800 && code <= 0xdfff;
    return isControl || isHalf || code === 0xfffe || code === 0xffff ? "\ufffd" : character;
  }).join("");

const raw = /[<>"'\r]|&(?!(?:amp|lt|gt|quot|apos|#\d+);)/;

describe.each([
  ["text", escapeText],
  ["attribute", escapeAttribute],
] as const)("%s of an element", (_, escape) => {
  test("reads back as it was, less what XML forbids", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decode(escape(text))).toBe(allowed(text));
      }),
    );
  });

  test("holds nothing that ends it or begins another", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(escape(text)).not.toMatch(raw);
      }),
    );
  });
});

test("a tab or line feed in an attribute survives XML's normalisation", () => {
  expect(escapeAttribute("a\tb\nc")).toBe("a&#9;b&#10;c");
  fc.assert(
    fc.property(anyText, (text) => {
      expect(escapeAttribute(text)).not.toMatch(/[\t\n]/);
    }),
  );
});

test("JSON in a script element reads back and never ends the element", () => {
  fc.assert(
    fc.property(
      fc.dictionary(anyText, fc.oneof(anyText, fc.integer(), fc.jsonValue())),
      (value) => {
        const text = jsonForScript(value);
        expect(text).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value));
      },
    ),
  );
});

test("no value at all is null in a script element", () => {
  expect(jsonForScript(undefined)).toBe("null");
});
