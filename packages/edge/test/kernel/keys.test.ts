import { unwrap } from "@ennead/core/kernel";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { base64Url, fromBase64Url } from "../../src/kernel/keys/digest.ts";
import { keyRing, type Key, type KeyRing } from "../../src/kernel/keys/keys.ts";
import { keyIdOf, type SealPlace } from "../../src/kernel/keys/seal.ts";

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));
const keyOf = (id: string, byte: number): Key => ({ id, secret: new Uint8Array(32).fill(byte) });
const [old, young, strange] = [keyOf("old", 1), keyOf("young", 2), keyOf("old", 3)];
const ring = (...keys: readonly Key[]): KeyRing => keyRing(keys, random);
const place: SealPlace = { company: "c", table: "record", row: "visit/1", field: "pin" };

/** Every text that differs from this one in one bit of one of its characters. */
const flipped = (text: string): readonly string[] =>
  Array.from({ length: text.length * 8 }, (_, at) => {
    const bytes = Uint8Array.from(text, (one) => one.charCodeAt(0));
    bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
    return String.fromCharCode(...bytes);
  });

const codeOf = (result: { ok: boolean; error?: { code: string } }): string | undefined =>
  result.error?.code;

describe("base64 for URLs", () => {
  test("gives back every value, and reads no other writing of it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(), (bytes, pick) => {
        const text = base64Url(bytes);
        expect(fromBase64Url(text)).toEqual(bytes);
        const others = flipped(text);
        const other = others[pick % Math.max(others.length, 1)];
        if (other === undefined) return;
        const read = fromBase64Url(other);
        expect(read === null || base64Url(read) === other).toBe(true);
      }),
    );
  });

  test("takes values that are longer than a call has arguments", () => {
    const bytes = Uint8Array.from({ length: 300_001 }, (_, at) => at % 251);
    expect(fromBase64Url(base64Url(bytes))).toEqual(bytes);
  });
});

describe("a sealed value", () => {
  test("opens to what was sealed, whatever the text and the place", async () => {
    const keys = ring(young, old);
    const names = fc.string({ unit: "binary" });
    await fc.assert(
      fc.asyncProperty(
        names,
        names,
        names,
        names,
        names,
        async (text, company, table, row, field) => {
          const where = { company, table, row, field };
          const sealed = await keys.seal("test", where, text);
          expect(unwrap(await keys.open("test", where, sealed))).toBe(text);
        },
      ),
    );
  });

  test("does not open at any other place or for any other purpose", async () => {
    const keys = ring(old);
    const sealed = await keys.seal("test", place, "4711");
    const moved = (Object.keys(place) as (keyof SealPlace)[]).map((part) => ({
      ...place,
      [part]: `${place[part]}x`,
    }));
    // The same letters, divided otherwise among table and row.
    moved.push({ ...place, table: "recordvisit", row: "/1" });
    for (const other of moved) {
      expect(codeOf(await keys.open("test", other, sealed))).toBe("kernel/seal-broken");
    }
    expect(codeOf(await keys.open("other", place, sealed))).toBe("kernel/seal-broken");
  });

  test("is refused with any bit of it flipped, cut or lengthened", async () => {
    const keys = ring(old, young);
    const sealed = await keys.seal("test", place, "4711");
    const wrong = [
      ...flipped(sealed),
      ...Array.from(sealed, (_, at) => sealed.slice(0, at)),
      `${sealed}A`,
      `${sealed}=`,
      ` ${sealed}`,
      `${sealed}\n`,
      sealed.replace("es1", "es2"),
    ];
    for (const other of wrong) {
      const opened = await keys.open("test", place, other);
      expect(["kernel/seal-broken", "kernel/key-missing"]).toContain(codeOf(opened));
    }
  });

  test("hides its text and whether two values are equal", async () => {
    const keys = ring(old);
    const [one, two] = [await keys.seal("t", place, "4711"), await keys.seal("t", place, "4711")];
    expect(one).not.toBe(two);
    expect(one).not.toContain("4711");
    expect(one).not.toContain(base64Url(new TextEncoder().encode("4711")));
  });

  test("names its key, and a text that is not sealed names none", async () => {
    expect(keyIdOf(await ring(young, old).seal("t", place, ""))).toBe("young");
    expect(keyIdOf("4711")).toBeNull();
    expect(keyIdOf("")).toBeNull();
  });

  test("opens after its key was followed by another, and says so when its key is gone", async () => {
    const before = await ring(old).seal("t", place, "4711");
    const both = ring(young, old);
    expect(unwrap(await both.open("t", place, before))).toBe("4711");
    const after = await both.seal("t", place, unwrap(await both.open("t", place, before)));
    const later = ring(young);
    expect(unwrap(await later.open("t", place, after))).toBe("4711");
    expect(await later.open("t", place, before)).toMatchObject({
      ok: false,
      error: { code: "kernel/key-missing", message: expect.stringContaining("old") },
    });
  });

  test("does not open with another secret under the same id", async () => {
    const sealed = await ring(old).seal("t", place, "4711");
    expect(codeOf(await ring(strange).open("t", place, sealed))).toBe("kernel/seal-broken");
  });
});

describe("a token", () => {
  const claims = { user: "u1", list: ["ä", "\u{1f600}"] };

  test("says its claims until it expires", async () => {
    const keys = ring(young, old);
    const token = await keys.mintToken("ticket", claims, 1000);
    expect(encodeURIComponent(token)).toBe(token);
    expect(unwrap(await keys.readToken("ticket", token, 999))).toEqual(claims);
    expect(codeOf(await keys.readToken("ticket", token, 1000))).toBe("kernel/token-expired");
  });

  test("is refused for another purpose, and with any bit of it flipped", async () => {
    const keys = ring(old);
    const token = await keys.mintToken("ticket", claims, 1000);
    expect(codeOf(await keys.readToken("embed", token, 0))).toBe("kernel/bad-token");
    for (const other of [...flipped(token), "", "et1.old", `${token}A`, "x".repeat(10_000)]) {
      expect(codeOf(await keys.readToken("ticket", other, 0))).toBe("kernel/bad-token");
    }
  });

  test("is valid as long as its key is in the ring", async () => {
    const token = await ring(old).mintToken("ticket", claims, 1000);
    expect(unwrap(await ring(young, old).readToken("ticket", token, 0))).toEqual(claims);
    expect(codeOf(await ring(young).readToken("ticket", token, 0))).toBe("kernel/bad-token");
  });

  test("is not made with more claims than fit into a URL", async () => {
    await expect(ring(old).mintToken("t", { text: "x".repeat(4000) }, 1)).rejects.toThrow("4096");
  });
});

test("a ring refuses no keys, short secrets, odd ids and an id that is there twice", () => {
  expect(() => ring()).toThrow("at least one key");
  expect(() => ring({ id: "k", secret: new Uint8Array(31) })).toThrow("32 bytes");
  expect(() => ring(keyOf("k.1", 1))).toThrow("letters and digits");
  expect(() => ring(old, strange)).toThrow("same id");
});
