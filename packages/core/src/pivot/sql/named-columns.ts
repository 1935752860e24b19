import { sqlExpression } from "../../expression/index.ts";
import { err, fault, ok, shown, type Result } from "../../kernel/index.ts";
import type { CheckedSpec } from "../checked.ts";
import { isAggregate } from "../spec.ts";
import type { FieldInputs } from "./field-inputs.ts";
import type { SqlPivotOptions } from "./sql-options.ts";
import type { NamedColumn } from "./sql-source.ts";

/** Every field that a spec reads of records. */
const fieldsRead = (spec: CheckedSpec, { fieldsOf }: FieldInputs): readonly string[] => {
  const filters = [spec.filter, ...spec.values.filter(isAggregate).map(({ where }) => where)];
  return [
    ...[...spec.rows, ...spec.cols].map(({ field }) => field),
    ...filters.flatMap((filter) => (filter === undefined ? [] : [...fieldsOf(filter)])),
    ...spec.values
      .filter(isAggregate)
      .flatMap(({ field, currency, weight, orderBy = [] }) => [
        ...[field, currency, weight].filter((one) => one !== undefined),
        ...orderBy,
      ]),
    ...(spec.joins ?? []).map(({ left }) => left),
  ];
};

/** The columns of the table that a spec needs, named for the queries; or the field that no column stands for. */
export const namedColumns = (
  spec: CheckedSpec,
  inputs: FieldInputs,
  { columns, facts }: SqlPivotOptions,
): Result<ReadonlyMap<string, NamedColumn>> => {
  const needed = new Map<string, NamedColumn>();
  const zoned = { ...facts, timeZone: spec.timeZone ?? "UTC" };
  const add = (field: string): void => {
    if (needed.has(field)) return;
    const column = columns.get(field);
    const computed = inputs.computed.get(field);
    if (column !== undefined) {
      needed.set(field, { ...column, field, name: `c${needed.size}` });
    } else if (computed !== undefined) {
      const { schema, expression, reads } = computed;
      reads.forEach(add);
      const nameOf = (path: readonly string[]): string =>
        needed.get(path.join("."))?.name ?? "null";
      const sql = sqlExpression(expression, nameOf, zoned);
      if (sql.ok)
        needed.set(field, { ...schema, field, name: `c${needed.size}`, computed: sql.value });
    }
  };
  for (const field of fieldsRead(spec, inputs)) {
    const from = inputs.of(field);
    const isConstant = inputs.calculated.has(field);
    if (from.size === 0 && !isConstant) {
      return err(fault("pivot/not-in-sql", `No column stands for ${shown(field)}.`));
    }
    for (const input of from) add(input);
  }
  return ok(needed);
};

/** The calculated fields that the spec uses, with those that they use. */
export const prunedSpec = (spec: CheckedSpec, inputs: FieldInputs): CheckedSpec => {
  if (spec.fields === undefined) return spec;
  const read = fieldsRead(spec, inputs).filter((field) => inputs.calculated.has(field));
  const used = new Set(read.flatMap((field) => [field, ...inputs.usesOf(field)]));
  return { ...spec, fields: spec.fields.filter(({ name }) => used.has(name)) };
};
