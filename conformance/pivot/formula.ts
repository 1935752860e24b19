import { formatDate, periodRange } from "@ennead/core/calendar";

import type { Tree } from "./case.ts";

/** What formulas of a case are read with. */
export interface FormulaContext {
  /** The type of a field; undefined for measures, which are numbers. */
  readonly typeOf: (field: string) => string | undefined;
  readonly now: number;
  readonly timeZone: string;
  readonly weekStart: number;
}

const field = (name: unknown): string => `field(${JSON.stringify(String(name))})`;

const numbers = new Set(["int", "int64", "decimal", "money", "float"]);

/** A constant in the writing of the type that stands beside it. */
const constant = (value: unknown, type: string | undefined): string => {
  if (typeof value !== "string") return typeof value === "number" ? `(${value})` : String(value);
  if (type !== undefined && numbers.has(type)) return `(${value})`;
  switch (type) {
    case "date":
      return `date(${JSON.stringify(value)})`;
    case "timestamp":
      return `timestamp(${JSON.stringify(value.replace(/T(\d\d:\d\d)Z$/, "T$1:00Z"))})`;
    default:
      return JSON.stringify(value);
  }
};

/** A condition of the cases as text; what is not two-valued there is not here either. */
const condition = (tree: Tree, context: FormulaContext): string => {
  const [operator, first, second, third] = tree;
  const type = typeof first === "string" ? context.typeOf(first) : undefined;
  const of = (value: unknown): string => constant(value, type);
  switch (operator) {
    case "and":
    case "or": {
      const parts = tree.slice(1).map((part) => condition(part as Tree, context));
      if (parts.length === 0) return String(operator === "and");
      return `(${parts.join(operator === "and" ? " && " : " || ")})`;
    }
    case "not":
      return `!${condition(first as Tree, context)}`;
    case "=":
      return second === null ? "false" : `(${field(first)} == ${of(second)})`;
    case "!=":
      return second === null ? "true" : `(${field(first)} != ${of(second)})`;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return `(${field(first)} ${operator} ${of(second)})`;
    case "in":
    case "notIn": {
      const members = (second as readonly unknown[]).filter((one) => one !== null).map(of);
      const test = members.length === 0 ? "false" : `(${field(first)} in [${members.join(", ")}])`;
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
    case "period": {
      const { now, timeZone, weekStart } = context;
      const period = second as Parameters<typeof periodRange>[0];
      const { from, to } = periodRange(period, now, timeZone, weekStart);
      const day = type === "timestamp" ? `date(${field(first)})` : field(first);
      return `(${day} >= date("${formatDate(from)}") && ${day} < date("${formatDate(to)}"))`;
    }
    default:
      throw new Error(`a formula has no condition ${operator}`);
  }
};

/** The type of a tree as far as its constants need to know it: that of its fields, a number for anything computed. */
const typeOfTree = (tree: Tree, context: FormulaContext): string | undefined => {
  const [operator, ...operands] = tree;
  const first = (trees: readonly unknown[]): string | undefined => {
    for (const one of trees) {
      const type = typeOfTree(one as Tree, context);
      if (type !== undefined) return type;
    }
    return undefined;
  };
  switch (operator) {
    case "field":
      return context.typeOf(String(operands[0]));
    case "const":
      return typeof operands[0] === "number" ? "decimal" : undefined;
    case "value":
      return "decimal";
    case "concat":
      return "text";
    case "coalesce":
      return first(operands);
    case "if":
      return first(operands.slice(1));
    default:
      return "decimal";
  }
};

/** A prefix tree of the cases as the text of an expression; `wanted` is the type of constants that stand alone. */
export const formulaText = (tree: Tree, context: FormulaContext, wanted?: string): string => {
  const [operator, ...operands] = tree;
  const of = (operand: unknown, type?: string): string =>
    formulaText(operand as Tree, context, type);
  switch (operator) {
    case "field":
    case "value":
      return field(operands[0]);
    case "const":
      return constant(operands[0], wanted);
    case "+":
    case "-":
    case "*":
    case "/":
      return `(${of(operands[0], "decimal")} ${operator} ${of(operands[1], "decimal")})`;
    case "concat":
      return `(${operands.map((operand) => of(operand, "text")).join(" + ")})`;
    case "coalesce": {
      const type = typeOfTree(tree, context) ?? wanted;
      return `coalesce(${operands.map((operand) => of(operand, type)).join(", ")})`;
    }
    case "daysBetween": {
      const days = operands.map((operand) => {
        const isInstant = typeOfTree(operand as Tree, context) === "timestamp";
        return isInstant ? `date(${of(operand)})` : of(operand, "date");
      });
      return `daysBetween(${days.join(", ")})`;
    }
    case "if": {
      const type = typeOfTree(tree, context) ?? wanted;
      const test = condition(operands[0] as Tree, context);
      return `(${test} ? ${of(operands[1], type)} : ${of(operands[2], type)})`;
    }
    default:
      throw new Error(`a formula has no operator ${operator}`);
  }
};
