import type { ExpressionType, TypeEnvironment } from "../expression/index.ts";
import { expressionType, filterEnvironment } from "../filter/index.ts";
import type { ColumnSchema } from "./dataset.ts";

export type { ExpressionEngine } from "../filter/index.ts";
export { expressionType };

type Typed = Omit<ColumnSchema, "name">;

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
export const columnEnvironment = (columns: ReadonlyMap<string, Typed>): TypeEnvironment =>
  filterEnvironment(
    (field) => columns.get(field)?.type,
    (field) => columns.get(field)?.scale ?? 0,
  );
