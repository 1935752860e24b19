import {
  canonicalText,
  commitTo,
  commitValues,
  eventText,
  formatNoteKey,
  isOpening,
  leafOfText,
  openValues,
  parseNoteKey,
} from "@ennead/core/audit/seal";
import { canonicalJson, unwrap, type Json, type JsonObject } from "@ennead/core/kernel";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { randomFrom } from "./stored-log.ts";

const random = randomFrom(7);
const bytes = (count: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: count }, () => random(256));

const json = fc
  .jsonValue({ maxDepth: 4 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);
const object = fc.dictionary(fc.constantFrom("a", "b", "seq", "__proto__", "é"), json);

describe("the text of an event", () => {
  test("does not depend on the order of members, on seq, or on members that are null", () => {
    fc.assert(
      fc.property(object, json, (event, seq) => {
        const { seq: _, ...rest } = event;
        const other = Object.fromEntries(Object.entries(rest).toReversed());
        const text = unwrap(eventText({ ...rest, later: null, missing: undefined, seq }));
        expect(text).toBe(unwrap(eventText(other)));
      }),
    );
  });

  test("tells any two other events apart", () => {
    expect(unwrap(eventText({ a: { b: null } }))).not.toBe(unwrap(eventText({ a: {} })));
    expect(unwrap(eventText({ a: "1" }))).not.toBe(unwrap(eventText({ a: 1 })));
  });

  test("is refused for what JSON cannot say", () => {
    for (const wrong of [Number.NaN, "\ud800", 1n, () => 1, new Date(0)]) {
      const found = eventText({ a: wrong });
      expect(found.ok ? "ok" : found.error.code).toBe("kernel/not-canonical");
    }
  });

  test("is its own canonical form, and refused with a member twice", () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = unwrap(canonicalJson(value));
        expect(unwrap(canonicalText(JSON.stringify(value, null, 1)))).toBe(text);
        expect(canonicalText(`{"a":${text},"a":${text}}`).ok).toBe(false);
      }),
    );
    for (const wrong of [
      "",
      "NaN",
      "[1e400]",
      '"\\ud800"',
      "{a:1}",
      "[1,]",
      "01",
      "[".repeat(99),
    ]) {
      expect(canonicalText(wrong).ok).toBe(false);
    }
  });
});

describe("a commitment", () => {
  test("opens with its value and salt, and with nothing else", () => {
    const salt = bytes(16);
    const commitment = commitTo(salt, '"Ada"');
    const hex = Buffer.from(salt).toString("hex");
    expect(isOpening({ commitment, salt: hex, value: '"Ada"' })).toBe(true);
    for (const wrong of [
      { commitment, salt: hex, value: '"Eve"' },
      { commitment, salt: `${hex.slice(2)}00`, value: '"Ada"' },
      // A byte that moves from the value to the salt.
      { commitment, salt: `${hex}22`, value: 'Ada"' },
      { commitment, salt: hex.toUpperCase(), value: '"Ada"' },
      { commitment: "", salt: hex, value: '"Ada"' },
    ]) {
      expect(isOpening(wrong)).toBe(false);
    }
    expect(() => commitTo(bytes(15), "1")).toThrow("16 bytes");
  });

  test("takes the value out of the event and gives it back, and the leaf stays when it is erased", () => {
    fc.assert(
      fc.property(object, json, (other, value) => {
        const event: JsonObject = { ...other, diff: { changes: [{ after: value, path: ["n"] }] } };
        const path = ["diff", "changes", 0, "after"];
        const { event: sealed, values } = unwrap(commitValues(event, [path, ["no", "way"]], bytes));
        expect(values.length).toBe(value === null ? 0 : 1);
        const known = new Map(values.map((one) => [one.commitment, one]));
        expect(openValues(sealed, known)).toEqual(event);
        expect(openValues(sealed, new Map())).toEqual(sealed);
        const leaf = leafOfText(unwrap(eventText(sealed)));
        expect(leafOfText(unwrap(eventText(openValues(sealed, new Map()) as object)))).toEqual(
          leaf,
        );
      }),
    );
  });

  test("to equal values is never the same, and an empty value has none", () => {
    const event = { a: "Ada", b: "Ada", c: null };
    const { event: sealed, values } = unwrap(commitValues(event, [["a"], ["b"], ["c"]], bytes));
    expect(new Set(values.map(({ commitment }) => commitment)).size).toBe(2);
    expect(sealed["c"]).toBeNull();
    expect(JSON.stringify(sealed)).not.toContain("Ada");
  });

  test("is not opened by a value that is not the one", () => {
    const { event, values } = unwrap(commitValues({ a: "Ada" }, [["a"]], bytes));
    const [one] = values;
    if (one === undefined) throw new Error("There is no value.");
    const lie = new Map([[one.commitment, { ...one, value: '"Eve"' }]]);
    expect(openValues(event, lie)).toEqual(event);
  });
});

test("a key is handed on as the same key, whatever its bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.boolean(), (raw, isEd) => {
      const publicKey = new Uint8Array(raw);
      const key = {
        name: "log.example",
        algorithm: isEd ? "Ed25519" : "ECDSA",
        publicKey,
      } as const;
      expect(unwrap(parseNoteKey(formatNoteKey(key)))).toEqual(key);
      const base64 = Buffer.from([isEd ? 1 : 2, ...raw]).toString("base64");
      expect(formatNoteKey(key).endsWith(`+${base64}`)).toBe(true);
    }),
  );
});
