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
 * is there, only what it holds. Ids of references and currencies stay out: their labels and amounts stand for them.
 */
export const pivotFields = (
  definition: ObjectDefinition,
  dataset: Dataset | undefined,
  labels: SystemLabels,
): readonly PivotField[] => {
  const known = (name: string): boolean => dataset === undefined || dataset.columns.has(name);
  const own = pivotColumns(definition)
    .filter((column) => column.part === "value" && known(column.name))
    .map((column): PivotField => {
      const held = dataset?.columns.get(column.name);
      const type = held?.type ?? column.type;
      return {
        name: column.name,
        label: column.label,
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
      label: labels[name],
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
