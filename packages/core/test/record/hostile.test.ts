import { unwrap } from "@ennead/core/kernel";
import { defineObject, parseFields, type FieldDefinition } from "@ennead/core/record";
import { expect, test } from "vitest";

const visit = (field: Omit<FieldDefinition, "name" | "label">) =>
  unwrap(
    defineObject({
      name: "visit",
      label: "Visit",
      labelPlural: "Visits",
      nameField: "subject",
      fields: [
        { name: "subject", label: "Subject", type: "text" },
        { name: "value", label: "Value", ...field },
      ],
    }),
  );

test("a definition with too many fields is one fault, not one for each", () => {
  const fields = Array.from({ length: 100_000 }, () => ({}));
  const defined = defineObject({
    name: "visit",
    label: "Visit",
    labelPlural: "Visits",
    nameField: "subject",
    fields,
  });
  expect(defined).toMatchObject({ ok: false, error: [{ path: ["fields"] }] });
});

test("a message does not repeat a megabyte of wrong value", () => {
  const type = "x".repeat(1_000_000);
  const defined = defineObject({
    name: "visit",
    label: "Visit",
    labelPlural: "Visits",
    nameField: "subject",
    fields: [{ name: "subject", label: "Subject", type }],
  });
  const [first] = defined.ok ? [] : defined.error;
  expect(first?.message.length).toBeLessThan(300);
});

test("a long list of one listed value is read as that value", () => {
  const options = Array.from({ length: 1000 }, (_, at) => ({ value: `o${at}`, label: "Option" }));
  const value = Array.from({ length: 200_000 }, () => "o999");
  const read = parseFields(visit({ type: "multiPicklist", options }), { value }, "create");
  expect(read).toEqual({ ok: true, value: { value: ["o999"] } });
});

test("characters are counted by code point, two units each at most", () => {
  const field = visit({ type: "text", maxLength: 3 });
  const codeOf = (value: string) => {
    const read = parseFields(field, { value }, "create");
    return read.ok ? "ok" : read.error[0]?.code;
  };
  expect(codeOf("😀😀😀")).toBe("ok");
  expect(codeOf("😀😀😀a")).toBe("record/too-long");
  expect(codeOf("aaaaaaa")).toBe("record/too-long");
});

test("an instant that could not be written again is refused", () => {
  const value = "9999-12-31T23:59:59-23:59";
  expect(parseFields(visit({ type: "instant" }), { value }, "create")).toMatchObject({
    ok: false,
    error: [{ code: "record/bad-format", path: ["fields", "value"] }],
  });
});
