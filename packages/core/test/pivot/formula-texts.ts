import type { Filter } from "@ennead/core/filter";
import type { ColumnSchema } from "@ennead/core/pivot";

import type { Tree } from "./naive.ts";

/** A formula as people write it and as the evaluator reads it. */
export interface Formula {
  readonly text: string;
  readonly tree: Tree;
}

const field = (name: string): Tree => ["field", name];

const named = (name: string): string => `field(${JSON.stringify(name)})`;

/** Formulas over two measures. */
export const formulaTexts: readonly ((a: string, b: string) => Formula)[] = [
  (a, b) => ({ text: `${named(a)} / ${named(b)}`, tree: ["/", field(a), field(b)] }),
  (a, b) => ({ text: `${named(a)} - ${named(b)}`, tree: ["-", field(a), field(b)] }),
  (a, b) => ({
    text: `${named(a)} + ${named(b)} * 2`,
    tree: ["+", field(a), ["*", field(b), ["const", 2]]],
  }),
  (a, b) => ({
    text: `coalesce(${named(a)} / ${named(b)}, -1)`,
    tree: ["coalesce", ["/", field(a), field(b)], ["const", -1]],
  }),
];

interface Calculation extends Formula {
  readonly column: Omit<ColumnSchema, "name">;
}

const lost: Filter = ["!=", "text", "a"];

/** Calculated fields. */
export const calculations: Readonly<Record<string, Calculation>> = {
  "calc sum": {
    text: "amount + small",
    tree: ["+", field("amount"), field("small")],
    column: { type: "decimal", scale: 2 },
  },
  "calc ratio": {
    text: "double(small) / 4",
    tree: ["/", field("small"), ["const", 4]],
    column: { type: "float" },
  },
  "calc text": {
    text: 'text + "-" + currency',
    tree: ["concat", field("text"), ["const", "-"], field("currency")],
    column: { type: "text" },
  },
  "calc or": {
    text: "coalesce(amount, 0)",
    tree: ["coalesce", field("amount"), ["const", 0]],
    column: { type: "decimal", scale: 2 },
  },
  "calc days": {
    text: "daysBetween(due, day)",
    tree: ["daysBetween", field("due"), field("day")],
    column: { type: "int" },
  },
  "calc if": {
    text: 'text != "a" ? small : small * 2',
    tree: ["if", lost, field("small"), ["*", field("small"), ["const", 2]]],
    column: { type: "int" },
  },
};

/** The tree of every formula text that random specs use, for measures of these names. */
export const treesOf = (
  names: readonly string[],
): ReadonlyMap<string, { readonly tree: Tree; readonly type?: ColumnSchema["type"] }> => {
  const trees = new Map<string, { tree: Tree; type?: ColumnSchema["type"] }>();
  for (const { text, tree, column } of Object.values(calculations)) {
    trees.set(text, { tree, type: column.type });
  }
  for (const make of formulaTexts) {
    for (const a of names)
      for (const b of names) trees.set(make(a, b).text, { tree: make(a, b).tree });
  }
  return trees;
};
