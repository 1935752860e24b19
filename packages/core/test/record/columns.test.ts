import { unwrap } from "@ennead/core/kernel";
import {
  defineObject,
  diffFields,
  diffRecord,
  filterFields,
  pivotColumns,
} from "@ennead/core/record";
import { describe, expect, test } from "vitest";

const deal = unwrap(
  defineObject({
    name: "deal",
    label: "Deal",
    labelPlural: "Deals",
    nameField: "name",
    fields: [
      { name: "name", label: "Name", type: "text" },
      { name: "amount", label: "Amount", type: "money" },
      { name: "rate", label: "Rate", type: "decimal", scale: 3 },
      { name: "account", label: "Account", type: "reference", object: "account" },
      { name: "closedAt", label: "Closed at", type: "instant" },
      { name: "extra", label: "Extra", type: "json" },
      { name: "token", label: "Token", type: "secret" },
    ],
  }),
);

describe("pivotColumns", () => {
  test("give an amount its currency and a reference its id, and leave out what cannot be grouped", () => {
    expect(pivotColumns(deal).map(({ name, type, scale }) => [name, type, scale])).toEqual([
      ["name", "text", undefined],
      ["amount", "money", 2],
      ["amount.currency", "text", undefined],
      ["rate", "decimal", 3],
      ["account", "text", undefined],
      ["account.id", "text", undefined],
      ["closedAt", "timestamp", undefined],
    ]);
  });

  test("hold amounts at the scale that the data set needs", () => {
    expect(pivotColumns(deal, 3).find(({ name }) => name === "amount")?.scale).toBe(3);
  });
});

describe("the audit form", () => {
  test("names the diff type of each field", () => {
    expect(diffFields(deal)).toEqual({
      name: { type: "text" },
      amount: { type: "money" },
      rate: { type: "decimal" },
      account: { type: "reference" },
      closedAt: { type: "datetime" },
      extra: { type: "json" },
      token: { type: "secret" },
    });
  });

  test("writes money and instants as JSON does, and keeps secrets for the diff to redact", () => {
    const data = { amount: { minor: -5, currency: "EUR" }, closedAt: 0, token: "t" };
    expect(diffRecord(deal, data)).toEqual({
      amount: { amount: "-0.05", currency: "EUR" },
      closedAt: "1970-01-01T00:00:00Z",
      token: "t",
    });
  });
});

describe("filterFields", () => {
  test("know system fields and the object's own by type", () => {
    const typeOf = filterFields(deal);
    expect(
      ["id", "createdAt", "ownerId", "amount", "account", "token", "nope"].map(typeOf),
    ).toEqual(["text", "timestamp", "text", "money", "text", undefined, undefined]);
  });

  test("hide what may not be read", () => {
    const typeOf = filterFields(deal, new Set(["name"]));
    expect(["name", "amount", "updatedAt"].map(typeOf)).toEqual(["text", undefined, "timestamp"]);
  });
});
