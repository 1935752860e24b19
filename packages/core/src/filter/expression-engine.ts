import type {
  Expression,
  ExpressionColumn,
  ExpressionFacts,
  ExpressionTable,
  TypeEnvironment,
  Value,
} from "../expression/index.ts";
import type { Fault, Result } from "../kernel/index.ts";

/**
 * What reads formulas and free conditions: `expressions` of `@ennead/core/expression`. It is given by whoever has any,
 * because its parser is as large as the rest of the engines.
 */
export interface ExpressionEngine {
  readonly check: (
    text: string,
    environment: TypeEnvironment,
  ) => Result<Expression, readonly Fault[]>;
  readonly row: <Row>(
    expression: Expression,
    facts: ExpressionFacts,
    read: (row: Row, path: readonly string[]) => unknown,
  ) => (row: Row) => Value;
  readonly column: (
    expression: Expression,
    table: ExpressionTable,
    facts: ExpressionFacts,
  ) => ExpressionColumn;
}
