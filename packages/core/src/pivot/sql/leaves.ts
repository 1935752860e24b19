import { err, fault, formatUnits, ok, shown, type Fault, type Result } from "../../kernel/index.ts";
import { columnBuilder } from "../column-builder.ts";
import type { Column } from "../dataset.ts";
import type { CompiledPart } from "./part-query.ts";
import type { State } from "./part.ts";
import type { SqlRows } from "./sql-options.ts";
import { hasUnits, schemaOf, type NamedColumn } from "./sql-source.ts";

/** The answers of all queries as one small table: rows of groups, with the columns that their part has and no others. */
export interface Leaves {
  readonly rows: number;
  /** By field: for the axes any value of the group, for values the value itself. */
  readonly columns: ReadonlyMap<string, Column>;
  /** How many records of the report a row stands for: those of the first part, and 0 for all others. */
  readonly records: Float64Array;
  /** Records of the row with numbers that are not finite. */
  readonly nonFinite: Float64Array;
  /** The part of each row. */
  readonly part: Int32Array;
  /** Columns of states, by part and number. */
  readonly states: readonly (readonly Column[])[];
}

type Row = ArrayLike<unknown>;

/** Columns of a row that are not fields or states. */
const head = { records: 0, nonFinite: 1, order: 2, fields: 3 } as const;

const integerOf = (value: unknown): bigint => BigInt(String(value));

/** What a driver answered, in the JSON writing that columns take. */
const read = (column: NamedColumn, value: unknown): unknown => {
  if (value === null || value === undefined) return null;
  if (hasUnits(column)) {
    return column.type === "int"
      ? Number(value)
      : formatUnits(integerOf(value), column.type === "int64" ? 0 : (column.scale ?? 0));
  }
  switch (column.type) {
    case "bool":
      return value === true || Number(value) === 1;
    case "int":
    case "float":
    case "timestamp":
      return Number(value);
    default:
      return String(value);
  }
};

const limb = 26n;

const readState = ({ kind, schema }: State, row: Row, at: number): unknown => {
  const value = row[at];
  if (value === null || value === undefined) return null;
  switch (kind) {
    case "count":
      return String(value);
    case "sum":
      return formatUnits(integerOf(value) + (integerOf(row[at + 1]) << limb), schema.scale ?? 0);
    case "extreme":
      return read({ ...schema, field: "", name: "" }, value);
    default:
      return kind satisfies never;
  }
};

const byOrder = (a: Row, b: Row): number => {
  const [left, right] = [integerOf(a[head.order]), integerOf(b[head.order])];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** The rows of a part: those of empty groups are left out, repeated ones are there once for each record. */
const rowsOf = ({ part }: CompiledPart, answer: SqlRows): readonly Row[] => {
  const present = [...answer].filter((row) => Number(row[head.records]) > 0);
  if (part.kind === "ordered") return present.toSorted(byOrder);
  if (!part.repeated) return present;
  return present.flatMap((row) => Array.from({ length: Number(row[head.records]) }, () => row));
};

const tooManyGroups = (most: number): Result<never> =>
  err(
    fault(
      "pivot/too-many-groups",
      `The database answers with more than ${most} groups; narrow the report by a filter or coarser groups.`,
    ),
  );

/** Puts the answers of all queries below each other. Faults: `pivot/too-many-groups`, and `pivot/bad-value` for what no column of the declared type holds. */
export const leavesOf = (
  parts: readonly CompiledPart[],
  answers: readonly SqlRows[],
  columns: readonly NamedColumn[],
  most: number,
): Result<Leaves> => {
  if (answers.length !== parts.length) {
    const message = `A report of ${parts.length} queries has as many answers, not ${answers.length}.`;
    return err(fault("pivot/bad-value", message));
  }
  const sizes = parts.map(({ part }, at) => {
    const answer = answers[at] ?? [];
    if (!part.repeated || answer.length > most) return answer.length;
    let records = 0;
    for (let row = 0; row < answer.length; row += 1) records += Number(answer[row]?.[head.records]);
    return records;
  });
  if (sizes.some((size) => size > most)) return tooManyGroups(most);
  const tables = parts.map((part, at) => rowsOf(part, answers[at] ?? []));
  const rows = tables.reduce((sum, { length }) => sum + length, 0);
  const starts = tables.map((_, at) =>
    tables.slice(0, at).reduce((sum, { length }) => sum + length, 0),
  );
  const leaves = {
    records: new Float64Array(rows),
    nonFinite: new Float64Array(rows),
    part: new Int32Array(rows),
  };
  for (const [at, table] of tables.entries()) {
    const start = starts[at] ?? 0;
    for (const [row, values] of table.entries()) {
      leaves.part[start + row] = at;
      if (at === 0) leaves.records[start + row] = Number(values[head.records]);
      leaves.nonFinite[start + row] = Number(values[head.nonFinite]);
    }
  }
  let wrong: Fault | undefined;
  /** A column that is filled by some parts and empty in the rows of all others. */
  const build = (
    schema: Omit<Column, "codes" | "values">,
    readers: readonly (((row: Row) => unknown) | undefined)[],
  ): Column => {
    const builder = columnBuilder(schema, rows);
    for (const [at, table] of tables.entries()) {
      const start = starts[at] ?? 0;
      const reader = readers[at];
      for (const [row, values] of table.entries()) {
        const value = reader === undefined ? null : reader(values);
        const expected = builder.set(start + row, value);
        if (expected !== undefined) {
          const message = `The database answered ${shown(value)} for ${shown(schema.name)}, which must be ${expected}.`;
          wrong ??= fault("pivot/bad-value", message);
        }
      }
    }
    return builder.finish();
  };
  const byField = new Map<string, Column>();
  for (const column of columns) {
    const readers = parts.map(({ fields }) => {
      const at = fields.indexOf(column);
      return at < 0 ? undefined : (row: Row) => read(column, row[head.fields + at]);
    });
    byField.set(column.field, build(schemaOf(column), readers));
  }
  const states = parts.map(({ part, fields }, own) => {
    let at = head.fields + fields.length;
    return part.states.map((state, number) => {
      const place = at;
      at += state.sql.length;
      const schema = { ...state.schema, name: JSON.stringify(["state", own, number]) };
      const readers = parts.map((_, other) =>
        other === own ? (row: Row) => readState(state, row, place) : undefined,
      );
      return build(schema, readers);
    });
  });
  if (wrong !== undefined) return err(wrong);
  return ok({ rows, columns: byField, ...leaves, states });
};
