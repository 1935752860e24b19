import {
  applyMask,
  can,
  checkFilterable,
  checkObligations,
  compile,
  fieldLevels,
  maskText,
  readableFields,
} from "@ennead/core/access";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { as, deal, facts, model } from "./company.ts";

describe("a masked text", () => {
  test.each([
    ["", "••••"],
    ["12345678", "••••"],
    ["123456789", "••••6789"],
    ["ab😀cdefg😀h", "••••fg😀h"],
  ])("of %j is %j", (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  test("tells at most four characters, and not how long it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = [...maskText(text)].slice(4);
        expect(shown.length).toBe([...text].length > 8 ? 4 : 0);
        expect(text.endsWith(shown.join(""))).toBe(true);
      }),
    );
  });
});

const isText = (field: string): boolean => field === "name" || field === "phone";

describe("a row", () => {
  const row = { name: "Ann", amount: 5, phone: "+49 30 1234567", margin: 2, secret: "x" };

  test("is shown without hidden fields, with masked ones named", () => {
    const levels = fieldLevels(model, as("cy"), "deal");
    expect(applyMask(levels, row, isText)).toEqual({
      row: { name: "Ann", amount: 5, phone: "••••4567", margin: 2 },
      masked: ["phone"],
    });
  });

  test("loses numbers, dates and ids that are masked", () => {
    const levels = new Map([
      ["amount", "mask"],
      ["day", "mask"],
      ["phone", "none"],
    ] as const);
    const given = { amount: 5, day: "2026-11-22", phone: "+49 30 1234567" };
    expect(applyMask(levels, given, isText)).toEqual({
      row: { amount: null, day: null },
      masked: ["amount", "day"],
    });
  });

  test("with names that every object has keeps to its own", () => {
    const levels = new Map([["__proto__", "read"]] as const);
    const given = Object.fromEntries([
      ["__proto__", 1],
      ["toString", 2],
    ]);
    expect(Object.entries(applyMask(levels, given, isText).row)).toEqual([["__proto__", 1]]);
  });
});

test("a masked field is neither filtered by nor searched, and answers like one that is not there", () => {
  const levels = fieldLevels(model, as("cy"), "deal");
  expect(readableFields(model, as("cy"), "deal").has("phone")).toBe(false);
  const used = ["name", "phone", "gone"].map((field) => ({ field, path: ["filter", field] }));
  const checked = checkFilterable(levels, used);
  expect(checked.ok ? [] : checked.error.map(({ code, path }) => [code, path?.[1]])).toEqual([
    ["access/field-not-filterable", "phone"],
    ["access/field-not-filterable", "gone"],
  ]);
  expect(checkFilterable(levels, used.slice(0, 1)).ok).toBe(true);
});

describe("obligations", () => {
  const [rep, ...others] = facts.sets;
  if (rep === undefined) throw new Error("There is no set.");
  const asks = { maxExportRows: 100, watermark: true, stepUp: ["delete" as const] };
  const bound = compile({ ...facts, sets: [{ ...rep, obligations: { deal: asks } }, ...others] });

  test("come with the answer that allows", () => {
    expect(can(bound, as("cy"), "export", deal()).obligations).toEqual({
      mask: ["phone"],
      maxExportRows: 100,
      watermark: true,
    });
    expect(can(bound, as("cy"), "delete", deal()).obligations).toEqual({ stepUp: true });
    expect(can(bound, as("eve"), "export", deal()).obligations).toBeUndefined();
    expect(can(model, as("ada"), "update", deal()).obligations).toBeUndefined();
  });

  test("fall away with a set that gives the same without them", () => {
    const free = { ...rep, id: "free", objects: { deal: ["export" as const] } };
    const wider = compile({
      ...facts,
      sets: [{ ...rep, obligations: { deal: asks } }, free, ...others],
      users: facts.users.map((one) => ({ ...one, sets: [...one.sets, "free"] })),
    });
    expect(can(wider, as("cy"), "export", deal()).obligations).toEqual({ mask: ["phone"] });
  });

  test("that are not honoured are told one by one", () => {
    const asked = { mask: ["phone"], maxExportRows: 10, watermark: true, stepUp: true } as const;
    const unmet = checkObligations(asked, { rows: 11 });
    expect(
      unmet.ok ? [] : unmet.error.map(({ code, detail }) => [code, detail?.["obligation"]]),
    ).toEqual([
      ["access/obligation-unmet", "mask"],
      ["access/obligation-unmet", "maxExportRows"],
      ["access/obligation-unmet", "watermark"],
      ["access/obligation-unmet", "stepUp"],
    ]);
    const honoured = { masked: ["phone"], rows: 10, watermark: true, steppedUp: true };
    expect(checkObligations(asked, honoured).ok).toBe(true);
    expect(checkObligations(asked, { ...honoured, rows: Number.NaN }).ok).toBe(false);
  });
});
