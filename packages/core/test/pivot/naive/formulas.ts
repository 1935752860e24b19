import { parseDate } from "@ennead/core/calendar";
import type { Decimal } from "@ennead/core/kernel";

import { addDecimals, decimal, exactTypes, written, type Cell, type Tree } from "./types.ts";

/** A value and what it is. */
export interface Typed {
  readonly value: Cell;
  readonly type: string;
}

const isExact = (type: string): boolean => type === "int" || exactTypes.has(type);

const dayOf = (value: Cell): number => parseDate(String(value)) ?? 0;

const arithmetic = (operator: string, a: Typed, b: Typed): Typed => {
  const exact = isExact(a.type) && isExact(b.type) && operator !== "/";
  const type = exact ? (a.type === "int" && b.type === "int" ? "int" : "decimal") : "float";
  if (a.value === null || b.value === null) return { value: null, type };
  if (exact) {
    const [left, right] = [decimal(a.value), decimal(b.value)];
    const negated: Decimal = { units: -right.units, scale: right.scale };
    const made =
      operator === "*"
        ? { units: left.units * right.units, scale: left.scale + right.scale }
        : addDecimals([left, operator === "+" ? right : negated]);
    return { value: type === "int" ? Number(written(made)) : written(made), type };
  }
  const [left, right] = [Number(a.value), Number(b.value)];
  const made =
    operator === "/"
      ? left / right
      : operator === "*"
        ? left * right
        : operator === "+"
          ? left + right
          : left - right;
  return { value: Number.isFinite(made) ? made + 0 : null, type };
};

/** Evaluates a tree: `read` answers fields, `test` conditions. */
export const evaluate = (
  tree: Tree,
  read: (name: string) => Typed,
  test: (filter: Extract<Tree, readonly ["if", ...unknown[]]>[1]) => boolean,
): Typed => {
  const of = (one: Tree): Typed => evaluate(one, read, test);
  switch (tree[0]) {
    case "field":
      return read(tree[1]);
    case "const":
      if (typeof tree[1] === "string") return { value: tree[1], type: "text" };
      return Number.isInteger(tree[1])
        ? { value: tree[1], type: "int" }
        : { value: String(tree[1]), type: "decimal" };
    case "coalesce": {
      const all = tree.slice(1).map((one) => of(one as Tree));
      const type = all.every((one) => one.type === all[0]?.type)
        ? (all[0]?.type ?? "text")
        : all.some((one) => one.type === "float")
          ? "float"
          : "decimal";
      return { value: all.find(({ value }) => value !== null)?.value ?? null, type };
    }
    case "concat": {
      const all = tree.slice(1).map((one) => of(one as Tree).value);
      return { value: all.includes(null) ? null : all.join(""), type: "text" };
    }
    case "daysBetween": {
      const [from, to] = [of(tree[1]).value, of(tree[2]).value];
      if (from === null || to === null) return { value: null, type: "int" };
      return { value: dayOf(to) - dayOf(from), type: "int" };
    }
    case "if": {
      const [left, right] = [of(tree[2]), of(tree[3])];
      const types = new Set([left.type, right.type]);
      const type = types.has("float") ? "float" : types.has("decimal") ? "decimal" : left.type;
      return { value: (test(tree[1]) ? left : right).value, type };
    }
    default:
      return arithmetic(tree[0], of(tree[1]), of(tree[2]));
  }
};
