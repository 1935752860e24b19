/**
 * The type of an expression. `int` and `decimal` are exact; `scale` is how many digits a decimal or an amount of money
 * has after the point; `null` is the type of the literal alone, which fits any other.
 */
export type ExpressionType =
  | {
      readonly kind: "bool" | "int" | "float" | "text" | "date" | "instant" | "textList" | "null";
    }
  | { readonly kind: "decimal" | "money"; readonly scale: number };

/**
 * What an expression may speak of. `typeOf` answers the type of a name (`amount`) or of a path (`account.name` asks for
 * `["account", "name"]`), and undefined for what does not exist or may not be read.
 */
export interface TypeEnvironment {
  readonly typeOf: (path: readonly string[]) => ExpressionType | undefined;
}

/** Digits after the point; 0 for whole numbers. */
export const scaleOf = (type: ExpressionType): number => ("scale" in type ? type.scale : 0);

export const isExact = ({ kind }: ExpressionType): boolean => kind === "int" || kind === "decimal";

export const isNumber = (type: ExpressionType): boolean => isExact(type) || type.kind === "float";

const words: Readonly<Record<ExpressionType["kind"], string>> = {
  bool: "true or false",
  int: "a whole number",
  decimal: "a decimal",
  float: "a float",
  money: "money",
  text: "text",
  date: "a date",
  instant: "an instant",
  textList: "a list of texts",
  null: "null",
};

/** The type as a message names it. */
export const inWords = ({ kind }: ExpressionType): string => words[kind];
