import type { ExpressionType, TypeEnvironment } from "../expression/index.ts";
import type { FilterFieldType, TypeOf } from "./field-type.ts";

/** Digits after the point of a decimal field or an amount; undefined where they are not known. */
export type ScaleOf = (field: string) => number | undefined;

/**
 * A field's type as formulas and free conditions know it. Amounts are decimals here, as comparisons of a filter see them:
 * which currency they have is a field of its own.
 */
export const expressionType = ({
  type,
  scale = 0,
}: {
  readonly type: FilterFieldType;
  readonly scale?: number;
}): ExpressionType => {
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

/**
 * The fields of a filter as its free conditions may name them; a path is the name of its parts joined by points. A decimal
 * without a known scale is none of them.
 */
export const filterEnvironment = (typeOf: TypeOf, scaleOf: ScaleOf): TypeEnvironment => ({
  typeOf: (path) => {
    const field = path.join(".");
    const type = typeOf(field);
    if (type === undefined) return undefined;
    const scale = scaleOf(field);
    if (scale === undefined) {
      return type === "decimal" || type === "money" ? undefined : expressionType({ type });
    }
    return expressionType({ type, scale });
  },
});
