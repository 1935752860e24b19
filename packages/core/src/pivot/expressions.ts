import type {
  Expression,
  ExpressionColumn,
  ExpressionFacts,
  ExpressionTable,
  ExpressionType,
  TypeEnvironment,
  Value,
} from "../expression/index.ts";
import type { Fault, Result } from "../kernel/index.ts";
import type { ColumnSchema } from "./dataset.ts";

/**
 * What reads formulas: `expressions` of `@ennead/core/expression`. It is given by whoever has formulas, because its parser
 * is as large as the rest of the engine.
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

type Typed = Omit<ColumnSchema, "name">;

/** A column's type as formulas know it. Amounts are decimals here: which currency they have is a field of its own. */
export const expressionType = ({ type, scale = 0 }: Typed): ExpressionType => {
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

/** The type of a column that holds an expression's values; undefined for those that no column holds. */
export const columnType = (type: ExpressionType): Typed | undefined => {
  switch (type.kind) {
    case "decimal":
      return { type: "decimal", scale: type.scale };
    case "instant":
      return { type: "timestamp" };
    case "bool":
    case "int":
    case "float":
    case "text":
    case "date":
      return { type: type.kind };
    default:
      return undefined;
  }
};

/** The fields of these columns; a path is the name of its parts joined by points. */
export const columnEnvironment = (columns: ReadonlyMap<string, Typed>): TypeEnvironment => ({
  typeOf: (path) => {
    const column = columns.get(path.join("."));
    return column === undefined ? undefined : expressionType(column);
  },
});
