import { unwrap } from "@ennead/core/kernel";
import {
  catalogue,
  defineObject,
  standardObjects,
  type FieldDefinition,
  type ObjectDefinition,
} from "@ennead/core/record";
import { describe, expect, test } from "vitest";

const visit = {
  name: "visit",
  label: "Visit",
  labelPlural: "Visits",
  nameField: "subject",
  fields: [{ name: "subject", label: "Subject", type: "text" }],
} as const satisfies ObjectDefinition;

const withField = (field: unknown): unknown => ({ ...visit, fields: [...visit.fields, field] });

const codesOf = (definition: unknown): string[] => {
  const result = defineObject(definition);
  return result.ok ? [] : result.error.map(({ code }) => code);
};

describe("defineObject", () => {
  test("takes a definition as it is", () => {
    expect(unwrap(defineObject(visit))).toEqual(visit);
  });

  test("refuses unknown keys with their path", () => {
    const result = defineObject({ ...visit, fields: [{ ...visit.fields[0], colour: "red" }] });
    expect(result).toMatchObject({
      ok: false,
      error: [{ code: "record/bad-definition", path: ["fields", 0, "colour"] }],
    });
  });

  test.each(["id", "ownerId", "version", "constructor", "prototype", "createdAt", "object"])(
    "refuses a field called %s",
    (name) => {
      expect(codesOf(withField({ name, label: "X", type: "text" }))).toEqual([
        "record/reserved-name",
      ]);
    },
  );

  test("refuses __proto__ as a field name", () => {
    expect(codesOf(withField({ name: "__proto__", label: "X", type: "text" }))).toEqual([
      "record/bad-definition",
    ]);
  });

  test("refuses a second field of the same name, whatever its case", () => {
    expect(codesOf(withField({ name: "SUBJECT", label: "X", type: "text" }))).toEqual([
      "record/duplicate-name",
    ]);
  });

  test.each<[string, Partial<FieldDefinition>]>([
    ["a picklist without options", { type: "picklist" }],
    ["an empty list of options", { type: "picklist", options: [] }],
    ["options on a text", { type: "text", options: [{ value: "a", label: "A" }] }],
    ["a decimal without scale", { type: "decimal" }],
    ["a scale beyond 15", { type: "decimal", scale: 16 }],
    ["a scale on an integer", { type: "integer", scale: 2 }],
    ["a reference to nothing", { type: "reference" }],
    ["an object on a text", { type: "text", object: "account" }],
    ["a length of a number", { type: "integer", maxLength: 3 }],
    ["a unique secret", { type: "secret", unique: true }],
    ["an indexed list", { type: "list", indexed: true }],
  ])("refuses %s", (_, field) => {
    expect(codesOf(withField({ name: "x", label: "X", ...field }))).toEqual([
      "record/bad-definition",
    ]);
  });

  test("refuses an option that is listed twice", () => {
    const option = { value: "a", label: "A" };
    expect(
      codesOf(withField({ name: "x", label: "X", type: "picklist", options: [option, option] })),
    ).toEqual(["record/duplicate-option"]);
  });

  test("refuses a name field that is no text of the object", () => {
    expect(codesOf({ ...visit, nameField: "title" })).toEqual(["record/unknown-name-field"]);
  });
});

describe("standardObjects", () => {
  test("are definitions that their own check accepts", () => {
    for (const object of standardObjects)
      expect(defineObject(object)).toEqual({ ok: true, value: object });
  });

  test("refer only to each other", () => {
    expect(catalogue(standardObjects).ok).toBe(true);
  });

  test("are account, contact, lead, opportunity and product", () => {
    expect(standardObjects.map(({ name }) => name)).toEqual([
      "account",
      "contact",
      "lead",
      "opportunity",
      "product",
    ]);
  });
});

const additionCodes = (addition: unknown): string[] => {
  const result = catalogue(standardObjects, [addition]);
  return result.ok ? [] : result.error.map(({ code }) => code);
};

describe("catalogue", () => {
  test("adds a company's own object and its own fields on a standard one", () => {
    const objects = unwrap(
      catalogue(standardObjects, [
        visit,
        {
          extends: "opportunity",
          fields: [{ name: "visit", label: "Visit", type: "reference", object: "visit" }],
        },
      ]),
    );
    expect(objects.get("visit")).toEqual(visit);
    expect(objects.get("opportunity")?.fields.at(-1)?.name).toBe("visit");
    expect(standardObjects.find(({ name }) => name === "opportunity")?.fields.at(-1)?.name).toBe(
      "description",
    );
  });

  test("refuses an object that exists and a field that exists, each with the index of the addition", () => {
    const again = {
      extends: "account",
      fields: [{ name: "phone", label: "Phone", type: "phone" }],
    };
    expect(catalogue(standardObjects, [{ ...visit, name: "account" }, again])).toMatchObject({
      ok: false,
      error: [
        { code: "record/duplicate-name", path: [0, "name"] },
        { code: "record/duplicate-name", path: [1, "fields", 0, "name"] },
      ],
    });
  });

  test("refuses references and extensions that lead nowhere", () => {
    const field = { name: "x", label: "X", type: "reference", object: "nothing" };
    expect(additionCodes(withField(field))).toEqual(["record/unknown-object"]);
    expect(additionCodes({ extends: "nothing", fields: [field] })).toEqual([
      "record/unknown-object",
    ]);
  });

  test("allows references to objects that another room owns", () => {
    const field = { name: "by", label: "By", type: "reference", object: "user" };
    expect(catalogue(standardObjects, [withField(field)], ["user"]).ok).toBe(true);
  });
});
