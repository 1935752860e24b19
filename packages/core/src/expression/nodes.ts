import type { ASTNode } from "@marcbachmann/cel-js";

import type { Expression, Operation } from "./expression.ts";
import { isExact, scaleOf, type ExpressionType } from "./type.ts";
import type { Value } from "./value.ts";

/** A place in the text. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

export const placeOf = ({ start, end }: ASTNode): Place => ({ from: start, to: end });

export const literal = (type: ExpressionType, value: Value, { from, to }: Place): Expression => ({
  kind: "literal",
  type,
  value,
  from,
  to,
});

export const call = (
  type: ExpressionType,
  operation: Operation,
  operands: readonly Expression[],
  { from, to }: Place,
  constants: { readonly digits?: number; readonly part?: DatePartOrWeek } = {},
): Expression => ({ kind: "call", type, operation, operands, from, to, ...constants });

type DatePartOrWeek = NonNullable<Extract<Expression, { kind: "call" }>["part"]>;

const decimal = (scale: number): ExpressionType =>
  scale === 0 ? { kind: "int" } : { kind: "decimal", scale };

/** An exact number with so many digits after the point, which are at least those it has. */
export const widened = (node: Expression, scale: number): Expression => {
  const digits = scale - scaleOf(node.type);
  return digits === 0 ? node : call(decimal(scale), "widen", [node], node, { digits });
};

/** A number as a float. */
export const asFloat = (node: Expression): Expression =>
  isExact(node.type)
    ? call({ kind: "float" }, "toFloat", [node], node, { digits: scaleOf(node.type) })
    : node;

/** Money with so many digits after the point. */
export const widenedMoney = (node: Expression, scale: number): Expression => {
  const digits = scale - scaleOf(node.type);
  return digits === 0
    ? node
    : call({ kind: "money", scale }, "widenMoney", [node], node, { digits });
};

/** The operands at one representation, and the type it has; undefined where they have nothing in common. */
export const unified = (
  nodes: readonly Expression[],
): { readonly type: ExpressionType; readonly nodes: readonly Expression[] } | undefined => {
  const typed = nodes.filter(({ type }) => type.kind !== "null");
  const [first] = typed;
  if (first === undefined) return { type: { kind: "null" }, nodes };
  const all = (test: (type: ExpressionType) => boolean): boolean =>
    typed.every(({ type }) => test(type));
  const scale = Math.max(...typed.map(({ type }) => scaleOf(type)));
  const each = (type: ExpressionType, change: (node: Expression) => Expression) => ({
    type,
    nodes: nodes.map((node) => (node.type.kind === "null" ? { ...node, type } : change(node))),
  });
  if (all(isExact)) {
    const isWhole = all(({ kind }) => kind === "int");
    return each(isWhole ? { kind: "int" } : { kind: "decimal", scale }, (node) => {
      const wide = widened(node, scale);
      return isWhole ? wide : { ...wide, type: { kind: "decimal", scale } };
    });
  }
  if (all((type) => isExact(type) || type.kind === "float")) {
    return each({ kind: "float" }, asFloat);
  }
  if (all(({ kind }) => kind === "money")) {
    return each({ kind: "money", scale }, (node) => widenedMoney(node, scale));
  }
  return all(({ kind }) => kind === first.type.kind) ? each(first.type, (node) => node) : undefined;
};
