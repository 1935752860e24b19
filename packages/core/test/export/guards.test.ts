import { mailHeader, safeUrl } from "@ennead/core/export";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { anyText } from "./support/arbitrary-text.ts";

describe("links", () => {
  test.each([
    ["https://example.com/a?b=1&c=2", "https://example.com/a?b=1&c=2"],
    ["HTTP://EXAMPLE.com", "http://example.com/"],
    ["https://exämple.example/", "https://xn--exmple-cua.example/"],
    ["https://example.com/a@b", "https://example.com/a@b"],
    ["mailto:a@example.com", "mailto:a@example.com"],
    ["tel:+4930123456", "tel:+4930123456"],
  ])("%j leads to %j", (text, href) => {
    expect(safeUrl(text)).toBe(href);
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " https://example.com",
    "\u0001https://example.com",
    "java\tscript:alert(1)",
    "ht\ntps://example.com",
    "data:text/html,x",
    "blob:https://example.com/x",
    "view-source:https://example.com",
    "vbscript:x",
    "ftp://example.com",
    "//example.com",
    "/relative",
    "example.com",
    "https:example.com",
    "https:/example.com",
    "https:\\\\example.com",
    "https:///",
    "https://?x",
    "https://user:pass@example.com/",
    "https://user@example.com/",
    "https://@example.com/",
    "https://exa mple.com/",
    "https://[::1/",
    "",
  ])("%j is no link", (text) => {
    expect(safeUrl(text)).toBeNull();
  });

  test("whatever text comes, what leaves has an allowed scheme and no user", () => {
    const prefixes = fc.constantFrom("", "https://", "http://", "mailto:", "tel:", "https://a/");
    fc.assert(
      fc.property(prefixes, anyText, (prefix, text) => {
        const href = safeUrl(prefix + text);
        if (href === null) return;
        const url = new URL(href);
        expect(["http:", "https:", "mailto:", "tel:"]).toContain(url.protocol);
        expect(url.username + url.password).toBe("");
        expect(href).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe("mail headers", () => {
  test.each([
    ["a\r\nBcc: b@example.com", "a Bcc: b@example.com"],
    ["\u0085next", "next"],
    ["a\u2028\u2029b", "a b"],
    ["  a  b  ", "a  b"],
    ["\r\n", ""],
  ])("%j becomes %j", (text, header) => {
    expect(mailHeader(text)).toBe(header);
  });

  test("hold no line end, and a clean header stays as it is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const header = mailHeader(text);
        // eslint-disable-next-line no-control-regex -- control characters are what is looked for
        expect(header).not.toMatch(/[\u0000-\u001f\u007f\u0085\u2028\u2029]|^ | $/);
        expect(mailHeader(header)).toBe(header);
      }),
    );
  });

  test("a long run of spaces takes no quadratic time", () => {
    expect(mailHeader(`a${" ".repeat(200_000)}b`)).toHaveLength(200_002);
  });
});
