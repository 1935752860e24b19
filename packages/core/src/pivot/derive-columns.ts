import { err, fault, ok, shown, type Result } from "../kernel/index.ts";
import { codingOf } from "./coding.ts";
import type { Column, Dataset } from "./dataset.ts";
import { columnEnvironment, type ExpressionEngine } from "./expressions.ts";
import type { CalculatedField, Join, PivotSpec } from "./spec.ts";
import { isValid } from "./validity.ts";

/** What columns are derived with. */
export interface DeriveFacts {
  readonly now: number;
  readonly timeZone: string;
  readonly datasets?: ReadonlyMap<string, Dataset>;
  readonly expressions?: ExpressionEngine;
}

/** The row of the right data set for each of the left; -1 without one. Refuses a right key that repeats. */
const matches = (left: Column, right: Column, rows: number, join: Join): Result<Int32Array> => {
  const [from, to] = [codingOf(left), codingOf(right)];
  const rowOf = new Map<string, number>();
  for (let row = 0; row < to.codes.length; row += 1) {
    if (!isValid(to.validity, row)) continue;
    const key = String(to.member(to.codes[row]!));
    if (rowOf.has(key)) {
      const message = `${shown(key)} is there twice in ${join.right} of ${join.source}: a join would count records twice.`;
      return err(fault("pivot/join-fan-out", message, ["joins"]));
    }
    rowOf.set(key, row);
  }
  const byCode = Int32Array.from(
    { length: from.size },
    (_, code) => rowOf.get(String(from.member(code))) ?? -1,
  );
  return ok(
    Int32Array.from({ length: rows }, (_, row) =>
      isValid(from.validity, row) ? byCode[from.codes[row]!]! : -1,
    ),
  );
};

/** The values of a column at these rows, missing where the row is -1. */
const gather = (column: Column, name: string, rows: Int32Array): Column => {
  const validity = new Uint8Array((rows.length + 7) >> 3);
  rows.forEach((from, row) => {
    if (from >= 0 && isValid(column.validity, from)) validity[row >> 3]! |= 1 << (row & 7);
  });
  const { codes, values } = column;
  if (codes !== undefined) {
    const taken = Int32Array.from(rows, (from) => (from < 0 ? 0 : codes[from]!));
    return { ...column, name, codes: taken, validity };
  }
  if (values instanceof BigInt64Array) {
    const taken = BigInt64Array.from(rows, (from) => (from < 0 ? 0n : values[from]!));
    return { ...column, name, values: taken, validity };
  }
  const numbers = values ?? new Float64Array();
  const taken =
    numbers instanceof Int32Array ? new Int32Array(rows.length) : new Float64Array(rows.length);
  rows.forEach((from, row) => (taken[row] = from < 0 ? 0 : numbers[from]!));
  return { ...column, name, values: taken, validity };
};

const joined = (
  columns: Map<string, Column>,
  rows: number,
  join: Join,
  { datasets }: DeriveFacts,
): Result<null> => {
  const other = datasets?.get(join.source);
  const [left, right] = [columns.get(join.left), other?.columns.get(join.right)];
  if (other === undefined || left === undefined || right === undefined) {
    const message = `There is no data set ${shown(join.source)} with these columns to join.`;
    return err(fault("pivot/unknown-source", message, ["joins"]));
  }
  const found = matches(left, right, rows, join);
  if (!found.ok) return found;
  for (const [name, column] of other.columns) {
    columns.set(`${join.as}.${name}`, gather(column, `${join.as}.${name}`, found.value));
  }
  return ok(null);
};

const calculated = (
  columns: Map<string, Column>,
  rows: number,
  { name, formula }: CalculatedField,
  facts: DeriveFacts,
): Result<null> => {
  const checked = facts.expressions?.check(formula, columnEnvironment(columns));
  if (facts.expressions === undefined || checked?.ok !== true) {
    const message = `The formula of ${shown(name)} does not fit this data set.`;
    return err(fault("pivot/bad-formula", message, ["fields"]));
  }
  const made = facts.expressions.column(checked.value, { rows, columns }, facts);
  columns.set(name, { ...made, name } as Column);
  return ok(null);
};

/**
 * The columns of a data set with those that joins bring and formulas compute, in the order of the spec. Faults:
 * `pivot/join-fan-out`, `pivot/unknown-source`, `pivot/bad-formula`.
 */
export const deriveColumns = (
  { joins = [], fields = [] }: PivotSpec,
  dataset: Dataset,
  facts: DeriveFacts,
): Result<ReadonlyMap<string, Column>> => {
  if (joins.length + fields.length === 0) return ok(dataset.columns);
  const columns = new Map(dataset.columns);
  for (const join of joins) {
    const done = joined(columns, dataset.rows, join, facts);
    if (!done.ok) return done;
  }
  for (const field of fields) {
    const done = calculated(columns, dataset.rows, field, facts);
    if (!done.ok) return done;
  }
  return ok(columns);
};
