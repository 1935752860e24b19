import { dayOf } from "../calendar/index.ts";
import { vectorOf } from "./column-vector.ts";
import { numbers, type ExpressionColumn, type Numbers, type Vector } from "./column.ts";
import type { Expression, ExpressionFacts, Operation } from "./expression.ts";
import { binary, isExactly, onlyFinite, truths, unary } from "./kernels.ts";
import { scalarOf } from "./scalar.ts";
import { isExact, scaleOf } from "./type.ts";
import type { Value } from "./value.ts";
import { gather, valueAt } from "./vector-value.ts";

/** Columns of equal length; a pivot data set is one. A path is the column of its names joined by points. */
export interface ExpressionTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, ExpressionColumn>;
}

type Call = Extract<Expression, { kind: "call" }>;

const exactKernels: Readonly<Partial<Record<Operation, (a: number, b: number) => number>>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  // Adding 0 makes -0 the 0 it is as a whole number.
  multiply: (a, b) => a * b + 0,
  daysBetween: (a, b) => b - a,
};

const floatKernels: Readonly<Partial<Record<Operation, (a: number, b: number) => number>>> = {
  addFloat: (a, b) => a + b,
  subtractFloat: (a, b) => a - b,
  multiplyFloat: (a, b) => a * b,
  divide: (a, b) => (b === 0 ? Number.NaN : a / b),
  hoursBetween: (a, b) => (b - a) / 3_600_000,
};

const tests: Readonly<Partial<Record<Operation, (a: number, b: number) => number>>> = {
  equal: (a, b) => (a === b ? 1 : 0),
  less: (a, b) => (a < b ? 1 : 0),
  lessOrEqual: (a, b) => (a <= b ? 1 : 0),
};

const unaryKernel = ({ operation, digits = 0 }: Call): ((a: number) => number) | undefined => {
  const power = 10 ** digits;
  switch (operation) {
    case "negate":
      return (a) => 0 - a;
    case "negateFloat":
      return (a) => -a;
    case "absolute":
    case "absoluteFloat":
      return Math.abs;
    case "sign":
    case "signFloat":
      return Math.sign;
    case "widen":
      return (a) => a * power;
    case "toFloat":
      return (a) => a / power;
    default:
      return undefined;
  }
};

/** The value where there is one, else false: what compares answers for every row. */
const decided = ({ values, missing, step }: Numbers): Numbers => {
  if (missing === undefined) return numbers(values, undefined, step);
  for (let row = 0; row < values.length; row += 1) if (missing[row] === 1) values[row] = 0;
  return numbers(values, undefined, step);
};

class ColumnEvaluator {
  readonly #table: ExpressionTable;
  readonly #facts: ExpressionFacts;
  readonly #fields = new Map<string, Vector>();

  constructor(table: ExpressionTable, facts: ExpressionFacts) {
    this.#table = table;
    this.#facts = facts;
  }

  #field(path: readonly string[]): Vector {
    const name = path.join(".");
    const known = this.#fields.get(name);
    if (known !== undefined) return known;
    const column = this.#table.columns.get(name);
    if (column === undefined) throw new TypeError(`There is no column ${name}; check first.`);
    const vector = vectorOf(column, this.#table.rows);
    this.#fields.set(name, vector);
    return vector;
  }

  /** One value at a time, as a row would compute it; once for each member where only one text is asked. */
  #each(
    node: Call,
    operands: readonly Vector[],
    answer: (values: readonly Value[]) => Value,
  ): Vector {
    const { rows } = this.#table;
    const types = node.operands.map(({ type }) => type);
    const constant = operands.every(({ step }) => step === 0);
    const moving = operands.filter(({ step }) => step === 1);
    const [only] = moving;
    const valuesAt = (row: number): readonly Value[] =>
      operands.map((vector, at) => valueAt(vector, types[at] ?? node.type, row));
    if (only?.kind !== "text" || moving.length > 1 || only.dict.length >= rows) {
      return gather(node.type, rows, constant ? 0 : 1, (row) => answer(valuesAt(row)));
    }
    const { dict, codes } = only;
    const memberOf = (code: number): Value => {
      const member = code < 0 ? null : (dict[code] ?? null);
      return answer(
        operands.map((vector, at) =>
          vector === only ? member : valueAt(vector, types[at] ?? node.type, 0),
        ),
      );
    };
    // The last one stands for rows without a text.
    const answers = Array.from({ length: dict.length + 1 }, (_, code) =>
      memberOf(code === dict.length ? -1 : code),
    );
    return gather(node.type, rows, 1, (row) => {
      const code = codes[row] ?? -1;
      return answers[code < 0 ? dict.length : code] ?? null;
    });
  }

  #plain(node: Call, operands: readonly Vector[]): Vector {
    const { operation } = node;
    const { rows } = this.#table;
    if (operands.every((vector) => vector.kind === "number")) {
      const [a, b] = operands as readonly Numbers[];
      const exact = exactKernels[operation];
      const float = floatKernels[operation];
      const test = tests[operation];
      const single = unaryKernel(node);
      if (a !== undefined && b !== undefined && operands.length === 2) {
        if (float !== undefined) return onlyFinite(binary(float, a, b, rows));
        if (test !== undefined) return decided(binary(test, a, b, rows));
        const made = exact === undefined ? undefined : binary(exact, a, b, rows);
        if (made !== undefined && isExactly(made)) return made;
      }
      const made = a === undefined || single === undefined ? undefined : unary(single, a, rows);
      if (made !== undefined && (!isExact(node.type) || isExactly(made))) return made;
    }
    const scalar = scalarOf({
      ...node,
      operation: operation as Parameters<typeof scalarOf>[0]["operation"],
    });
    const missing = node.type.kind === "bool" ? false : null;
    return this.#each(node, operands, (values) =>
      values.includes(null) ? missing : scalar(values as readonly NonNullable<Value>[]),
    );
  }

  #logic(node: Call): Vector {
    const { rows } = this.#table;
    const out = this.#truths(node.operands[0] as Expression);
    for (const operand of node.operands.slice(1)) {
      const next = this.#truths(operand);
      if (node.operation === "and") for (let row = 0; row < rows; row += 1) out[row]! &= next[row]!;
      else for (let row = 0; row < rows; row += 1) out[row]! |= next[row]!;
    }
    return numbers(
      Float64Array.from(out, (one) => (node.operation === "not" ? 1 - one : one)),
      undefined,
    );
  }

  #truths(node: Expression): Uint8Array {
    return truths(this.run(node) as Numbers, this.#table.rows);
  }

  run(node: Expression): Vector {
    if (node.kind === "field") return this.#field(node.path);
    if (node.kind === "literal") return gather(node.type, 1, 0, () => node.value);
    const zone = this.#facts.timeZone ?? "UTC";
    switch (node.operation) {
      case "and":
      case "or":
      case "not":
        return this.#logic(node);
      case "today":
        return gather(node.type, 1, 0, () => dayOf(this.#facts.now, zone));
      case "now":
        return gather(node.type, 1, 0, () => this.#facts.now);
      default:
    }
    const operands = node.operands.map((one) => this.run(one));
    switch (node.operation) {
      case "isNull":
        return this.#each(node, operands, ([one]) => one === null);
      case "if":
        return this.#each(node, operands, ([test, yes = null, no = null]) =>
          test === true ? yes : no,
        );
      case "coalesce":
        return this.#each(node, operands, (values) => values.find((one) => one !== null) ?? null);
      case "dayOf":
        return this.#each(node, operands, ([instant]) =>
          typeof instant === "number" ? dayOf(instant, zone) : null,
        );
      default:
        return this.#plain(node, operands);
    }
  }
}

const validityOf = (missing: (row: number) => boolean, rows: number): Uint8Array | undefined => {
  const validity = new Uint8Array((rows + 7) >> 3);
  let whole = true;
  for (let row = 0; row < rows; row += 1) {
    if (missing(row)) whole = false;
    else validity[row >> 3]! |= 1 << (row & 7);
  }
  return whole ? undefined : validity;
};

const withValidity = (column: ExpressionColumn, validity: Uint8Array | undefined) =>
  validity === undefined ? column : { ...column, validity };

/**
 * A checked expression as a column, whose values are those of `rowExpression` row by row: texts as codes, whole numbers
 * and decimals as units (doubles where every one fits, 64-bit integers beyond), dates as days. Throws TypeError where the
 * table lacks a column that the environment had, and for money and lists, which columns do not hold.
 */
export const columnExpression = (
  expression: Expression,
  table: ExpressionTable,
  facts: ExpressionFacts,
): ExpressionColumn => {
  const { type } = expression;
  const { rows } = table;
  const vector = new ColumnEvaluator(table, facts).run(expression);
  const at = (row: number): number => vector.step * row;
  const scale = type.kind === "decimal" ? { scale: scaleOf(type) } : {};
  if (vector.kind === "text") {
    const { codes, dict } = vector;
    const validity = validityOf((row) => (codes[at(row)] ?? -1) < 0, rows);
    const own = Int32Array.from({ length: rows }, (_, row) => Math.max(codes[at(row)] ?? 0, 0));
    return withValidity({ type: "text", codes: own, dict }, validity);
  }
  const { values, missing } = vector;
  const validity = validityOf((row) => missing?.[at(row)] === 1, rows);
  const read = (row: number): number => Number(values[at(row)] ?? 0);
  switch (type.kind) {
    case "bool":
    case "date":
      return withValidity(
        { type: type.kind, values: Int32Array.from({ length: rows }, (_, row) => read(row)) },
        validity,
      );
    case "instant":
    case "float":
    case "int":
    case "decimal": {
      const name = type.kind === "instant" ? "timestamp" : type.kind;
      if (values instanceof BigInt64Array) {
        const wide = BigInt64Array.from({ length: rows }, (_, row) => values[at(row)] ?? 0n);
        return withValidity(
          { type: type.kind === "int" ? "int64" : name, ...scale, values: wide },
          validity,
        );
      }
      const narrow =
        vector.step === 1 ? values : Float64Array.from({ length: rows }, (_, row) => read(row));
      return withValidity({ type: name, ...scale, values: narrow }, validity);
    }
    default:
      throw new TypeError(`A column cannot hold ${type.kind}.`);
  }
};
