import type { ColumnType, Dataset } from "@ennead/core/pivot";
import { pivotColumns, type ObjectDefinition } from "@ennead/core/record";

/** How the builder treats a field: which aggregates, grains and conditions it offers. */
export type FieldKind = "text" | "number" | "bool" | "date" | "instant";

export interface PivotField {
  readonly name: string;
  readonly label: string;
  readonly type: ColumnType;
  readonly kind: FieldKind;
  readonly scale?: number | undefined;
  /** Column with the currency of each amount. */
  readonly currency?: string | undefined;
  /** Set by the system rather than entered: owner, id, times. */
  readonly system: boolean;
}

export interface SystemLabels {
  readonly owner: string;
  readonly id: string;
  readonly externalId: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What the builder calls the fields that no definition names. */
export interface FieldLabels {
  readonly system: SystemLabels;
  readonly currencyOf: (field: string) => string;
}

const kinds: Readonly<Record<ColumnType, FieldKind>> = {
  text: "text",
  bool: "bool",
  int: "number",
  int64: "number",
  decimal: "number",
  money: "number",
  float: "number",
  date: "date",
  timestamp: "instant",
};

const systemTypes: Readonly<Record<keyof SystemLabels, ColumnType>> = {
  owner: "text",
  createdAt: "timestamp",
  updatedAt: "timestamp",
  externalId: "text",
  id: "text",
};

/**
 * The fields a builder offers: those of the object in its own order, then owner and the system's fields. When the data
 * is there, only what it holds. Ids of references stay out, their labels stand for them; currencies come in where there
 * are several, because amounts of different ones only add up group by group.
 */
export const pivotFields = (
  definition: ObjectDefinition,
  dataset: Dataset | undefined,
  labels: FieldLabels,
): readonly PivotField[] => {
  const known = (name: string): boolean => dataset === undefined || dataset.columns.has(name);
  const several = (name: string): boolean => (dataset?.columns.get(name)?.dict?.length ?? 0) > 1;
  const labelOf = (field: string): string =>
    definition.fields.find(({ name }) => name === field)?.label ?? field;
  const own = pivotColumns(definition)
    .filter(
      ({ part, name }) =>
        (part === "value" && known(name)) || (part === "currency" && several(name)),
    )
    .map((column): PivotField => {
      const held = dataset?.columns.get(column.name);
      const type = held?.type ?? column.type;
      return {
        name: column.name,
        label: column.part === "currency" ? labels.currencyOf(labelOf(column.field)) : column.label,
        type,
        kind: kinds[type],
        scale: held?.scale ?? column.scale,
        currency:
          column.type === "money" && known(`${column.name}.currency`)
            ? `${column.name}.currency`
            : undefined,
        system: false,
      };
    });
  const system = (Object.keys(systemTypes) as (keyof SystemLabels)[])
    .filter((name) => known(name) && own.every((field) => field.name !== name))
    .map((name): PivotField => ({
      name,
      label: labels.system[name],
      type: systemTypes[name],
      kind: kinds[systemTypes[name]],
      system: true,
    }));
  return [...own, ...system];
};

/** What stands in for a field the reader cannot see or that no longer exists, so that its place is shown. */
export const missingField = (name: string): PivotField => ({
  name,
  label: name,
  type: "text",
  kind: "text",
  system: false,
});
