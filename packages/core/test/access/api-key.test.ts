import { createHash } from "node:crypto";

import { hashApiKey, mintApiKey, parseApiKey } from "@ennead/core/access";
import { expect, test } from "vitest";

const counting = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, at) => at);
const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

test("a key is a prefix, 43 characters of secret and 6 of checksum", () => {
  expect(mintApiKey(counting)).toEqual({
    prefix: "enn_UyNnS4W7",
    text: "enn_UyNnS4W7_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf0OoSP3",
  });
  for (const fill of [0, 255]) {
    const { text } = mintApiKey((count) => new Uint8Array(count).fill(fill));
    expect(text).toMatch(/^enn_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}$/);
  }
});

test("a key that was minted is read back, and no two are alike", () => {
  const keys = Array.from({ length: 200 }, () => mintApiKey(random));
  for (const key of keys) expect(parseApiKey(key.text)).toEqual({ ok: true, value: key });
  expect(new Set(keys.map(({ prefix }) => prefix)).size).toBe(200);
});

test("every changed character and every two that changed places are found without asking anybody", () => {
  const { text } = mintApiKey(random);
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === "x" ? "y" : "x";
    const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
    expect(parseApiKey(changed)).toMatchObject({ ok: false, error: { code: "access/bad-key" } });
    const swapped = `${text.slice(0, at)}${text[at + 1] ?? ""}${text[at]}${text.slice(at + 2)}`;
    expect(parseApiKey(swapped).ok).toBe(swapped === text);
  }
});

test("text of another shape is no key", () => {
  const { text } = mintApiKey(random);
  const others = [
    "",
    "enn_",
    text.slice(1),
    `${text}0`,
    text.slice(0, -1),
    `${text}\n`,
    ` ${text}`,
  ];
  for (const other of others) expect(parseApiKey(other).ok).toBe(false);
});

test("what is stored is the SHA-256 of the text", () => {
  const { text } = mintApiKey(random);
  expect(hashApiKey(text)).toBe(createHash("sha256").update(text).digest("hex"));
});
