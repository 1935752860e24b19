/**
 * Formulas and conditions that people write, in the Ennead profile of CEL: checked against the fields there are, and with
 * one meaning for a row, for columns and in SQL.
 *
 * @example
 * ```ts
 * import { checkExpression, rowExpression, type ExpressionType } from "@ennead/core/expression";
 *
 * const fields = new Map<string, ExpressionType>([
 *   ["quantity", { kind: "int" }],
 *   ["price", { kind: "decimal", scale: 2 }],
 * ]);
 * const environment = { typeOf: ([name = ""]: readonly string[]) => fields.get(name) };
 *
 * const checked = checkExpression("quantity * price * 0.9", environment);
 * if (!checked.ok) throw new Error(checked.error[0]?.message);
 * checked.value.type; // {"kind":"decimal","scale":3}
 *
 * const total = rowExpression(checked.value, { now: 0 });
 * String(total({ quantity: 3, price: "19.99" })); // "53973", in thousandths
 * total({ quantity: 3 }); // null
 *
 * const wrong = checkExpression("price + 'x'", environment);
 * wrong.ok; // false
 * ```
 */
import { checkExpression } from "./check.ts";
import { columnExpression } from "./columns.ts";
import { rowExpression } from "./evaluate.ts";

export { checkExpression } from "./check.ts";
export type { ExpressionColumn } from "./column.ts";
export { columnExpression, type ExpressionTable } from "./columns.ts";
export { rowExpression, type ReadField } from "./evaluate.ts";
export { fieldsIn, type Expression, type ExpressionFacts } from "./expression.ts";
export { functions, type Signature } from "./functions.ts";
export { expressionLimits } from "./parse.ts";
export { sqlExpression, type SqlField } from "./sql.ts";
export type { SqlText } from "./sql-text.ts";
export { isExact, isNumber, type ExpressionType, type TypeEnvironment } from "./type.ts";
export { valueOf, type Amount, type Value } from "./value.ts";

/** The engine as one value, for rooms that are given it by those who have formulas: `pivot(spec, data, {now, expressions})`. */
export const expressions: {
  readonly check: typeof checkExpression;
  readonly row: typeof rowExpression;
  readonly column: typeof columnExpression;
} = { check: checkExpression, row: rowExpression, column: columnExpression };
