import type { ExpressionType } from "../expression/index.ts";
import { shown, type Fault } from "../kernel/index.ts";
import type { Path, Refuse } from "./check-bucket.ts";
import type { Catalog, CatalogColumns } from "./checked.ts";
import { columnType, expressionType } from "./expressions.ts";
import {
  isAggregate,
  isFormula,
  isShown,
  type Aggregate,
  type AggregateValue,
  type PivotSpec,
  type Value,
} from "./spec.ts";

const numeric: ReadonlySet<Aggregate> = new Set<Aggregate>([
  "sum",
  "avg",
  "median",
  "quantile_cont",
  "wavg",
  "var_samp",
  "var_pop",
  "sd_samp",
  "sd_pop",
]);

const counts: ReadonlySet<Aggregate> = new Set<Aggregate>(["records", "count", "distinct"]);

const isNumber = (type: string): boolean =>
  ["int", "int64", "decimal", "money", "float"].includes(type);

const unknownField = (field: string): string => `There is no field ${shown(field)}.`;

const checkAggregate = (
  value: AggregateValue,
  columns: CatalogColumns,
  path: Path,
  refuse: Refuse,
): void => {
  const { agg, field, currency, p, weight, orderBy } = value;
  const exists = (name: string, place: Path): string | undefined => {
    const type = columns.get(name)?.type;
    if (type === undefined) refuse("pivot/unknown-field", unknownField(name), place);
    return type;
  };
  if (currency !== undefined) exists(currency, [...path, "currency"]);
  if (agg === "quantile_cont" || agg === "quantile_disc") {
    if (p === undefined || !(p >= 0 && p <= 1)) {
      const message = `A quantile takes a p from 0 to 1, not ${shown(p)}.`;
      refuse("pivot/bad-percentile", message, [...path, "p"]);
    }
  }
  if (agg === "wavg") {
    const type = weight === undefined ? undefined : exists(weight, [...path, "weight"]);
    if (weight === undefined) refuse("pivot/bad-aggregate", "wavg needs a weight.", path);
    else if (type !== undefined && !isNumber(type)) {
      refuse("pivot/bad-aggregate", `A ${type} field is no weight.`, [...path, "weight"]);
    }
  }
  if (agg === "first" || agg === "last") {
    if (orderBy === undefined) refuse("pivot/bad-aggregate", `${agg} needs orderBy.`, path);
    orderBy?.forEach((name, at) => exists(name, [...path, "orderBy", at]));
  }
  if (field === undefined) {
    if (agg !== "records") refuse("pivot/bad-aggregate", `${agg} needs a field.`, path);
    return;
  }
  const type = exists(field, [...path, "field"]);
  if (type !== undefined && numeric.has(agg) && !isNumber(type)) {
    const message = `A ${type} field has no ${agg}; numbers do.`;
    refuse("pivot/bad-aggregate", message, [...path, "agg"]);
  }
};

/** The type of an aggregate's cells, as formulas see it. */
const aggregateType = (
  { agg, field }: AggregateValue,
  columns: CatalogColumns,
): ExpressionType | undefined => {
  if (counts.has(agg)) return { kind: "int" };
  if (agg !== "sum" && numeric.has(agg)) return { kind: "float" };
  const column = columns.get(field ?? "");
  return column === undefined ? undefined : expressionType(column);
};

/** Names that lead from a measure back to itself. */
const cycles = (
  values: readonly Value[],
  uses: ReadonlyMap<string, readonly string[]>,
): Set<string> => {
  const reaches = (from: string, target: string, seen: Set<string>): boolean =>
    (uses.get(from) ?? []).some((next) => {
      if (next === target) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, target, seen);
    });
  return new Set(values.flatMap(({ name }) => (reaches(name, name, new Set()) ? [name] : [])));
};

/**
 * Checks what the measures compute: fields and their types, formulas over other measures, measures shown as something
 * else. Aggregates may be asked by all; formulas by formulas, top, having and sorts; what is shown, by nobody.
 */
export const checkMeasures = (
  { values }: PivotSpec,
  columns: CatalogColumns,
  { expressions }: Catalog,
  refuse: Refuse,
): void => {
  const byName = new Map(values.map((value) => [value.name, value]));
  const types = new Map<string, ExpressionType>();
  const uses = new Map<string, readonly string[]>();
  /** The measures that a formula asks, whatever their types. */
  const namesIn = (formula: string): readonly string[] => {
    const names = new Set<string>();
    expressions?.check(formula, {
      typeOf: (path) => {
        names.add(path.join("."));
        return { kind: "float" };
      },
    });
    return [...names].filter((name) => byName.has(name));
  };
  for (const value of values) {
    if (isAggregate(value)) {
      const type = aggregateType(value, columns);
      if (type !== undefined) types.set(value.name, type);
    } else if (isShown(value)) uses.set(value.name, [value.of]);
    else uses.set(value.name, namesIn(value.formula));
  }
  const circular = cycles(values, uses);
  const typing = new Set<string>();
  const typeOf = (name: string): ExpressionType | undefined => {
    const known = types.get(name);
    const value = byName.get(name);
    if (known !== undefined || value === undefined || !isFormula(value)) return known;
    if (expressions === undefined || circular.has(name) || typing.has(name)) return undefined;
    typing.add(name);
    const checked = expressions.check(value.formula, environment);
    if (checked.ok) types.set(name, checked.value.type);
    return checked.ok ? checked.value.type : undefined;
  };
  const environment = {
    typeOf: (path: readonly string[]): ExpressionType | undefined => typeOf(path.join(".")),
  };
  const formulaFault = ({ code, message, detail }: Fault, path: Path): void => {
    const place = `${message} (at ${String(detail?.["from"] ?? 0)})`;
    if (code === "expression/unknown-field") refuse("pivot/unknown-value", place, path);
    else refuse("pivot/bad-formula", place, path);
  };
  values.forEach((value, at) => {
    const path: Path = ["values", at];
    if (isAggregate(value)) {
      checkAggregate(value, columns, path, refuse);
      return;
    }
    if (circular.has(value.name)) {
      const message = `${shown(value.name)} is computed from itself.`;
      refuse("pivot/formula-cycle", message, path);
      return;
    }
    if (isShown(value)) {
      if (!byName.has(value.of)) {
        refuse("pivot/unknown-value", `There is no value ${shown(value.of)}.`, [...path, "of"]);
      }
      return;
    }
    if (expressions === undefined) {
      refuse("pivot/bad-formula", "Formulas need the expression engine.", [...path, "formula"]);
      return;
    }
    const checked = expressions.check(value.formula, environment);
    if (!checked.ok) checked.error.forEach((one) => formulaFault(one, [...path, "formula"]));
    else if (columnType(checked.value.type) === undefined) {
      refuse("pivot/bad-formula", "A formula answers one value.", [...path, "formula"]);
    }
  });
};
