import { unwrap } from "@ennead/core/kernel";
import { canonicalSpec, specHash } from "@ennead/core/pivot";
import { expect, test } from "vitest";

test("specs that differ only in the order of keys have one hash", () => {
  const a = { version: 1, source: "deal", rows: [], values: [] };
  const b = { values: [], rows: [], source: "deal", version: 1 };
  expect(unwrap(canonicalSpec(a))).toBe(unwrap(canonicalSpec(b)));
  expect(unwrap(specHash(a))).toBe(unwrap(specHash(b)));
  expect(unwrap(specHash(a))).toMatch(/^[0-9a-f]{64}$/);
  expect(unwrap(specHash({ ...a, source: "lead" }))).not.toBe(unwrap(specHash(a)));
});

test("the hash is SHA-256 of the canonical text", () => {
  // Of "{}", as every SHA-256 has it.
  expect(unwrap(specHash({}))).toBe(
    "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
  );
});
