import type { Tree } from "./case.ts";

type TypeOf = (field: string) => string | undefined;

const field = (name: unknown): string => `field(${JSON.stringify(String(name))})`;

const constant = (value: unknown, type: string | undefined): string => {
  if (typeof value !== "string") return String(value);
  switch (type) {
    case "decimal":
    case "money":
    case "int64":
      return value.startsWith("-") ? `(${value})` : value;
    case "date":
      return `date(${JSON.stringify(value)})`;
    case "timestamp":
      return `timestamp(${JSON.stringify(value.replace(/T(\d\d:\d\d)Z$/, "T$1:00Z"))})`;
    default:
      return JSON.stringify(value);
  }
};

/** A condition of the cases as text; what is not two-valued there is not here either. */
const condition = (tree: Tree, typeOf: TypeOf): string => {
  const [operator, first, second, third] = tree;
  const type = typeof first === "string" ? typeOf(first) : undefined;
  const of = (value: unknown): string => constant(value, type);
  switch (operator) {
    case "and":
    case "or": {
      const parts = tree.slice(1).map((part) => condition(part as Tree, typeOf));
      return `(${parts.join(operator === "and" ? " && " : " || ")})`;
    }
    case "not":
      return `!${condition(first as Tree, typeOf)}`;
    case "=":
      return `(${field(first)} == ${of(second)})`;
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return `(${field(first)} ${operator} ${of(second)})`;
    case "in":
    case "notIn": {
      const members = (second as readonly unknown[]).filter((one) => one !== null).map(of);
      const test = `(${field(first)} in [${members.join(", ")}])`;
      return operator === "in" ? test : `!${test}`;
    }
    case "between":
      return `(${field(first)} >= ${of(second)} && ${field(first)} <= ${of(third)})`;
    case "isNull":
      return `(${field(first)} == null)`;
    case "notNull":
      return `(${field(first)} != null)`;
    case "contains":
    case "startsWith":
      return `${operator}(${field(first)}, ${of(second)})`;
    default:
      throw new Error(`a formula has no condition ${operator}`);
  }
};

/** A prefix tree of the cases as the text of an expression. */
export const formulaText = (tree: Tree, typeOf: TypeOf): string => {
  const [operator, ...operands] = tree;
  const of = (operand: unknown): string => formulaText(operand as Tree, typeOf);
  switch (operator) {
    case "field":
    case "value":
      return field(operands[0]);
    case "const": {
      const [value] = operands;
      return typeof value === "number" ? `(${value})` : constant(value, undefined);
    }
    case "+":
    case "-":
    case "*":
    case "/":
      return `(${of(operands[0])} ${operator} ${of(operands[1])})`;
    case "concat":
      return `(${operands.map(of).join(" + ")})`;
    case "coalesce":
    case "daysBetween":
      return `${operator}(${operands.map(of).join(", ")})`;
    case "if":
      return `(${condition(operands[0] as Tree, typeOf)} ? ${of(operands[1])} : ${of(operands[2])})`;
    default:
      throw new Error(`a formula has no operator ${operator}`);
  }
};
