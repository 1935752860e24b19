import type { FieldDefinition, ObjectDefinition } from "./definition.ts";

/** What a pivot column holds; the names are the pivot room's column types. */
export type PivotColumnType =
  | "text"
  | "bool"
  | "int"
  | "decimal"
  | "money"
  | "float"
  | "date"
  | "timestamp";

/** One column that a field gives to a pivot. */
export interface PivotColumn {
  readonly name: string;
  readonly label: string;
  readonly type: PivotColumnType;
  /** decimal and money: digits after the point. */
  readonly scale?: number;
  /** The field it comes of: its own name, or what stands before `.currency` and `.id`. */
  readonly field: string;
  /** Which part of the field: its value, the currency of an amount, or the id behind a reference's label. */
  readonly part: "value" | "currency" | "id";
}

const plain: Readonly<Partial<Record<FieldDefinition["type"], PivotColumnType>>> = {
  text: "text",
  richText: "text",
  email: "text",
  phone: "text",
  url: "text",
  integer: "int",
  float: "float",
  boolean: "bool",
  picklist: "text",
  multiPicklist: "text",
  date: "date",
  instant: "timestamp",
};

const columnsOf = (field: FieldDefinition, moneyScale: number): PivotColumn[] => {
  const { name, label } = field;
  const value = { name, label, field: name, part: "value" } as const;
  if (field.type === "decimal") return [{ ...value, type: "decimal", scale: field.scale ?? 0 }];
  if (field.type === "money") {
    return [
      { ...value, type: "money", scale: moneyScale },
      {
        name: `${name}.currency`,
        label: `${label} currency`,
        type: "text",
        field: name,
        part: "currency",
      },
    ];
  }
  if (field.type === "reference") {
    return [
      { ...value, type: "text" },
      { name: `${name}.id`, label: `${label} id`, type: "text", field: name, part: "id" },
    ];
  }
  const type = plain[field.type];
  return type === undefined ? [] : [{ ...value, type }];
};

/**
 * The columns an object's fields give to a pivot, in the order of the definition. Money gives its amount and
 * `<field>.currency`, a reference the label of what it refers to and `<field>.id`; picklists give labels; list, json
 * and secret give none. `moneyScale` is the number of fraction digits all amounts of the data set fit (EUR: 2).
 */
export const pivotColumns = (
  definition: ObjectDefinition,
  moneyScale: number = 2,
): readonly PivotColumn[] => definition.fields.flatMap((field) => columnsOf(field, moneyScale));
