import { fieldsIn, sqlExpression, type Expression } from "../../expression/index.ts";
import { fieldsOf, fieldsOfCondition, type Filter } from "../../filter/index.ts";
import { err, fault, ok, shown, type Result } from "../../kernel/index.ts";
import type { CatalogColumns } from "../checked.ts";
import type { ColumnSchema } from "../dataset.ts";
import { columnEnvironment, columnType } from "../expressions.ts";
import type { PivotFacts } from "../plan.ts";
import type { CalculatedField, PivotSpec } from "../spec.ts";
import type { Dialect } from "./dialect.ts";
import type { SqlSource } from "./sql-source.ts";

/** A calculated field that the database computes: a column like others. */
export interface ComputedField {
  readonly schema: ColumnSchema;
  readonly expression: Expression;
  /** The columns that it reads, computed ones among them. */
  readonly reads: readonly string[];
}

/** Which columns of the table a field is made of: itself, or what joins and formulas read. */
export interface FieldInputs {
  readonly of: (field: string) => ReadonlySet<string>;
  readonly computed: ReadonlyMap<string, ComputedField>;
  /** Calculated fields that the engine computes, by name. */
  readonly calculated: ReadonlyMap<string, CalculatedField>;
  /** The calculated fields that a formula reads. */
  readonly usesOf: (field: string) => ReadonlySet<string>;
  /** The fields that a condition asks about, in its free conditions too. */
  readonly fieldsOf: (filter: Filter) => ReadonlySet<string>;
}

/** Whether a database can compute an expression; how its fields are called makes no difference. */
const isSql = (
  expression: Expression,
  facts: PivotFacts & { readonly timeZone: string },
): boolean => sqlExpression(expression, () => "x", facts).ok;

/** Traces every field of a spec to the table. Fault `pivot/not-in-sql` for what cannot be traced. */
export const fieldInputs = (
  { joins = [], fields = [], timeZone = "UTC" }: PivotSpec,
  { columns }: SqlSource,
  facts: PivotFacts,
  dialect: Dialect,
): Result<FieldInputs> => {
  const { datasets, expressions } = facts;
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
  const computed = new Map<string, ComputedField>();
  const isComputable = (field: string): boolean =>
    computed.has(field) || (columns.has(field) && columns.get(field)?.text !== true);
  for (const [at, field] of fields.entries()) {
    const { name, formula } = field;
    const checked = expressions?.check(formula, columnEnvironment(types as CatalogColumns));
    const type = checked?.ok === true ? columnType(checked.value.type) : undefined;
    if (checked?.ok !== true || type === undefined) {
      const message = `The formula of ${shown(name)} does not fit these columns.`;
      return err(fault("pivot/not-in-sql", message, ["fields", at, "formula"]));
    }
    const read = fieldsIn(checked.value).map((path) => path.join("."));
    types.set(name, type);
    if (
      dialect.hasExpressions &&
      read.every(isComputable) &&
      isSql(checked.value, { ...facts, timeZone })
    ) {
      inputs.set(name, new Set([name]));
      computed.set(name, { schema: { name, ...type }, expression: checked.value, reads: read });
      continue;
    }
    const closure = read.filter((one) => calculated.has(one));
    uses.set(name, new Set([...closure, ...closure.flatMap((one) => [...(uses.get(one) ?? [])])]));
    inputs.set(name, new Set(read.flatMap((one) => [...(inputs.get(one) ?? [])])));
    calculated.set(name, field);
  }
  return ok({
    of: (field) => inputs.get(field) ?? new Set(),
    computed,
    calculated,
    usesOf: (field) => uses.get(field) ?? new Set(),
    fieldsOf: (filter) =>
      fieldsOf(filter, (text) =>
        fieldsOfCondition(text, expressions, columnEnvironment(types as CatalogColumns)),
      ),
  });
};
