import type {
  CalculatedField,
  ColumnType,
  Dataset,
  ExpressionEngine,
  Join,
} from "@ennead/core/pivot";
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
  /** The expression that computes it for each record. */
  readonly formula?: string | undefined;
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

export type ExpressionTypes = Parameters<ExpressionEngine["check"]>[1];
type ExpressionType = NonNullable<ReturnType<ExpressionTypes["typeOf"]>>;

/** A field's type as formulas know it. Amounts are decimals there: their currency is a field of its own. */
export const expressionType = ({
  type,
  scale = 0,
}: {
  readonly type: ColumnType;
  readonly scale?: number | undefined;
}): ExpressionType => {
  switch (type) {
    case "int64":
      return { kind: "int" };
    case "decimal":
    case "money":
      return { kind: "decimal", scale };
    case "timestamp":
      return { kind: "instant" };
    default:
      return { kind: type };
  }
};

/** What formulas over these fields may speak of. */
export const fieldTypes = (fields: readonly PivotField[]): ExpressionTypes => {
  const byName = new Map(fields.map((field) => [field.name, field]));
  return {
    typeOf: (path) => {
      const field = byName.get(path.join("."));
      return field === undefined ? undefined : expressionType(field);
    },
  };
};

const columnTypes: Readonly<Partial<Record<ExpressionType["kind"], ColumnType>>> = {
  bool: "bool",
  int: "int",
  decimal: "decimal",
  float: "float",
  text: "text",
  date: "date",
  instant: "timestamp",
};

/** The fields a report computes for itself; a later one may ask those before it. Texts until formulas can be read. */
export const calculatedFields = (
  calculated: readonly CalculatedField[] | undefined,
  fields: readonly PivotField[],
  expressions: ExpressionEngine | undefined,
): readonly PivotField[] => {
  const made: PivotField[] = [];
  for (const { name, formula } of calculated ?? []) {
    const checked = expressions?.check(formula, fieldTypes([...fields, ...made]));
    const found = checked?.ok === true ? checked.value.type : undefined;
    const type = (found && columnTypes[found.kind]) ?? "text";
    made.push({
      name,
      label: name,
      type,
      kind: kinds[type],
      scale: found?.kind === "decimal" ? found.scale : undefined,
      system: false,
      formula,
    });
  }
  return made;
};

/** The fields that joins bring in, called `as.field`. */
export const joinedFields = (
  joins: readonly Join[] | undefined,
  datasets: ReadonlyMap<string, Dataset> | undefined,
  objects: readonly ObjectDefinition[],
  labels: FieldLabels,
): readonly PivotField[] =>
  (joins ?? []).flatMap(({ as, source }) => {
    const dataset = datasets?.get(source);
    const definition = objects.find(({ name }) => name === source);
    if (dataset === undefined || definition === undefined) return [];
    return pivotFields(definition, dataset, labels).map((field) => ({
      ...field,
      name: `${as}.${field.name}`,
      label: `${definition.label} › ${field.label}`,
      currency: field.currency === undefined ? undefined : `${as}.${field.currency}`,
    }));
  });
