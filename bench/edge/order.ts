import type { ObjectDefinition, RecordData } from "@ennead/core/record";

/** An order with ten fields, two of them indexed; a change sets five, both indexed ones among them. */
export const order: ObjectDefinition = {
  name: "order",
  label: "Order",
  labelPlural: "Orders",
  nameField: "title",
  fields: [
    { name: "title", label: "Title", type: "text" },
    { name: "stage", label: "Stage", type: "text", indexed: true },
    { name: "amount", label: "Amount", type: "integer", indexed: true },
    { name: "note", label: "Note", type: "text" },
    { name: "due", label: "Due", type: "date" },
    { name: "city", label: "City", type: "text" },
    { name: "street", label: "Street", type: "text" },
    { name: "phone", label: "Phone", type: "phone" },
    { name: "source", label: "Source", type: "text" },
    { name: "open", label: "Open", type: "boolean" },
  ],
};

/** The fields of an order after so many changes. */
export const orderData = (at: number, turn: number): RecordData => ({
  title: `Order ${at}`,
  stage: `stage ${turn % 7}`,
  amount: at * 100 + turn,
  note: `A note of the ${turn}th turn`,
  due: `2026-01-${String((turn % 28) + 1).padStart(2, "0")}`,
  city: "Berlin",
  street: `Street ${turn}`,
  phone: "+49 30 1234567",
  source: "web",
  open: true,
});

const inOrder = (numbers: readonly number[]): readonly number[] =>
  numbers.toSorted((a, b) => a - b);

export const median = (numbers: readonly number[]): number =>
  inOrder(numbers)[numbers.length >> 1] ?? 0;

/** Prints rows below each other, their columns in line. */
export const printTable = (rows: readonly (readonly string[])[]): void => {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  for (const row of rows) {
    console.log(
      row
        .map((cell, at) =>
          at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
        )
        .join("  "),
    );
  }
};
