import { checkFilter } from "@ennead/core/filter";
import { expect, test } from "vitest";

const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
};
const circular: Record<string, unknown> = {};
circular["self"] = circular;

test.each([
  ["a bigint", 10n],
  ["a value nested too deep for JSON", nested(100_000)],
  ["a value that holds itself", circular],
])("%s as operand is a fault and not an error", (_, operand) => {
  expect(checkFilter(["=", "name", operand], () => "text")).toMatchObject({
    ok: false,
    error: [{ code: "filter/bad-filter", path: [2] }],
  });
});

test("an operator nested too deep for JSON is a fault and not an error", () => {
  expect(checkFilter([nested(100_000)], () => "text")).toMatchObject({ ok: false });
});
