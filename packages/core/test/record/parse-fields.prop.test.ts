import { unwrap } from "@ennead/core/kernel";
import {
  fieldsToJson,
  parseFields,
  standardObjects,
  type FieldDefinition,
} from "@ennead/core/record";
import fc from "fast-check";
import { test } from "vitest";

const text = (max: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: "binary", minLength: 1, maxLength: max })
    .filter((value) => !value.includes("\u0000"));

const decimal = (scale: number): fc.Arbitrary<string> =>
  fc.bigInt({ min: 0n, max: 10n ** 15n }).map((units) => {
    const digits = units.toString().padStart(scale + 1, "0");
    return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  });

/** Values of a field as they travel in JSON, in the writing that we answer with. */
const valueOf = (field: FieldDefinition): fc.Arbitrary<unknown> => {
  const values = (field.options ?? []).map(({ value }) => value);
  switch (field.type) {
    case "text":
    case "richText":
      return text(Math.min(field.maxLength ?? 255, 60));
    case "email":
      return fc.constantFrom("ada@example.com", "o'hara+x@mail.example.co.uk");
    case "phone":
      return fc.constantFrom("+49 30 1234567", "555-0100");
    case "url":
      return fc.constantFrom("https://example.com", "http://example.org/a?b#c");
    case "integer":
      return fc.maxSafeInteger().map((value) => value + 0);
    case "decimal":
      return decimal(field.scale ?? 0);
    case "float":
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    case "money":
      return decimal(2).map((amount) => ({ amount, currency: "EUR" }));
    case "boolean":
      return fc.boolean();
    case "picklist":
      return fc.constantFrom(...values);
    case "multiPicklist":
      return fc.subarray(values, { minLength: 1 }).map((chosen) => chosen.toSorted());
    case "reference":
      return fc.uuid({ version: 7 });
    case "date":
      return fc.constantFrom("2024-02-29", "0001-01-01", "9999-12-31");
    case "instant":
      return fc.constantFrom("2024-02-29T12:00:00Z", "1969-12-31T23:59:59.999Z");
    case "list":
    case "json":
      return fc.array(fc.jsonValue({ maxDepth: 2 }), { minLength: 1 });
    case "secret":
      return fc.constant("hunter2");
    default:
      return field.type satisfies never;
  }
};

test("what a record answers can be sent back and gives the same record", () => {
  const objects = fc.constantFrom(...standardObjects);
  const worlds = objects.chain((definition) =>
    fc.tuple(
      fc.constant(definition),
      fc.record(
        Object.fromEntries(definition.fields.map((field) => [field.name, valueOf(field)])),
        {
          requiredKeys: definition.fields
            .filter(({ required }) => required)
            .map(({ name }) => name),
        },
      ),
    ),
  );
  fc.assert(
    fc.property(worlds, ([definition, input]) => {
      const data = unwrap(parseFields(definition, input, "create"));
      const json = fieldsToJson(definition, data);
      const again = unwrap(parseFields(definition, json, "create"));
      return (
        JSON.stringify(fieldsToJson(definition, again)) === JSON.stringify(json) &&
        Object.keys(input).length === Object.keys(json).length
      );
    }),
    { numRuns: 300 },
  );
});

test("any JSON at all is read or refused with paths, never thrown at", () => {
  const definition = standardObjects.find(({ name }) => name === "opportunity")!;
  const key = fc.oneof(
    fc.constantFrom(...definition.fields.map(({ name }) => name), "__proto__", "constructor"),
    fc.string(),
  );
  fc.assert(
    fc.property(
      fc.dictionary(key, fc.jsonValue()),
      fc.constantFrom("create", "update"),
      (input, mode) => {
        const result = parseFields(definition, input, mode as "create" | "update");
        return result.ok || result.error.every(({ path }) => path?.[0] === "fields");
      },
    ),
    { numRuns: 500 },
  );
});
