import { fieldsIn } from "../../expression/index.ts";
import { err, fault, ok, shown, type Result } from "../../kernel/index.ts";
import type { CatalogColumns } from "../checked.ts";
import type { ColumnSchema } from "../dataset.ts";
import { columnEnvironment, columnType } from "../expressions.ts";
import type { PivotFacts } from "../plan.ts";
import type { CalculatedField, PivotSpec } from "../spec.ts";
import type { SqlSource } from "./sql-source.ts";

/** Which columns of the table a field is made of: itself, or what joins and formulas read. */
export interface FieldInputs {
  readonly of: (field: string) => ReadonlySet<string>;
  /** Calculated fields by name. */
  readonly calculated: ReadonlyMap<string, CalculatedField>;
  /** The calculated fields that a formula reads. */
  readonly usesOf: (field: string) => ReadonlySet<string>;
}

/** Traces every field of a spec to the table. Fault `pivot/not-in-sql` for what cannot be traced. */
export const fieldInputs = (
  { joins = [], fields = [] }: PivotSpec,
  { columns }: SqlSource,
  { datasets, expressions }: PivotFacts,
): Result<FieldInputs> => {
  const inputs = new Map<string, ReadonlySet<string>>();
  const uses = new Map<string, ReadonlySet<string>>();
  const types = new Map<string, Omit<ColumnSchema, "name">>();
  for (const [field, column] of columns) {
    inputs.set(field, new Set([field]));
    types.set(field, column);
  }
  for (const { as, source, left } of joins) {
    const from = inputs.get(left);
    const joined = datasets?.get(source);
    if (from === undefined || joined === undefined) {
      const message = `The join of ${shown(source)} needs its data set and the column ${shown(left)}.`;
      return err(fault("pivot/not-in-sql", message, ["joins"]));
    }
    for (const [name, column] of joined.columns) {
      inputs.set(`${as}.${name}`, from);
      types.set(`${as}.${name}`, column);
    }
  }
  const calculated = new Map<string, CalculatedField>();
  for (const [at, field] of fields.entries()) {
    const { name, formula } = field;
    const checked = expressions?.check(formula, columnEnvironment(types as CatalogColumns));
    const type = checked?.ok === true ? columnType(checked.value.type) : undefined;
    if (checked?.ok !== true || type === undefined) {
      const message = `The formula of ${shown(name)} does not fit these columns.`;
      return err(fault("pivot/not-in-sql", message, ["fields", at, "formula"]));
    }
    const read = fieldsIn(checked.value).map((path) => path.join("."));
    const closure = read.filter((one) => calculated.has(one));
    uses.set(name, new Set([...closure, ...closure.flatMap((one) => [...(uses.get(one) ?? [])])]));
    inputs.set(name, new Set(read.flatMap((one) => [...(inputs.get(one) ?? [])])));
    types.set(name, type);
    calculated.set(name, field);
  }
  return ok({
    of: (field) => inputs.get(field) ?? new Set(),
    calculated,
    usesOf: (field) => uses.get(field) ?? new Set(),
  });
};
