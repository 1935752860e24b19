import {
  err,
  fault,
  isObject,
  isWellFormed,
  ok,
  shown,
  type Fault,
  type PathSegment,
  type Result,
} from "../kernel/index.ts";
import type { ExpressionEngine } from "./expression-engine.ts";
import { filterEnvironment, type ScaleOf } from "./expression-type.ts";
import type { FilterFieldType, TypeOf } from "./field-type.ts";
import type { Filter } from "./filter.ts";
import { readCondition } from "./free-condition.ts";
import { keyOfConstant } from "./key.ts";

/** How large a filter may be. Values are those of all lists together, expressions its free conditions. */
export const filterLimits = {
  depth: 32,
  nodes: 1_000,
  list: 1_000,
  values: 10_000,
  expressions: 20,
} as const;

/** What free conditions are checked with. */
export interface FreeConditions {
  readonly expressions: ExpressionEngine;
  /** A decimal field whose digits are not known cannot be named by a free condition. */
  readonly scaleOf?: ScaleOf;
}

const wanted: Readonly<Record<FilterFieldType, string>> = {
  text: "a text",
  textList: "a text",
  bool: "true or false",
  int: "a number",
  float: "a number",
  int64: 'a whole number as text, like "12"',
  decimal: 'a decimal as text, like "12.50"',
  money: 'an amount as text, like "12.50"',
  date: 'a date, like "2024-01-31"',
  timestamp: 'an instant, like "2024-01-31T12:00:00Z"',
};

const grains: ReadonlySet<unknown> = new Set(["day", "week", "month", "quarter", "year"]);
const periodKeys: ReadonlySet<string> = new Set(["grain", "offset", "count"]);
const farthestPeriod = 10_000;

/** Operators with their number of elements, the operator included; `and` and `or` take any number of parts. */
const lengths: ReadonlyMap<unknown, number> = new Map([
  ["not", 2],
  ["=", 3],
  ["!=", 3],
  ["<", 3],
  ["<=", 3],
  [">", 3],
  [">=", 3],
  ["in", 3],
  ["notIn", 3],
  ["between", 4],
  ["isNull", 2],
  ["notNull", 2],
  ["contains", 3],
  ["startsWith", 3],
  ["period", 3],
  ["expr", 2],
]);

const operators = `and, or, ${[...lengths.keys()].join(", ")}`;

const isWithin = (value: unknown, least: number): boolean =>
  value === undefined ||
  (Number.isInteger(value) && Number(value) >= least && Number(value) <= farthestPeriod);

/** Why the value is no period; undefined when it is one. */
const periodError = (value: unknown): string | undefined => {
  if (!isObject(value)) return 'A period is an object like {grain: "month", offset: -1}.';
  const unknown = Object.keys(value).find((key) => !periodKeys.has(key));
  if (unknown !== undefined)
    return `A period has no ${shown(unknown)}, only grain, offset and count.`;
  const { grain, offset, count } = value;
  if (!grains.has(grain))
    return `A period's grain is day, week, month, quarter or year, not ${shown(grain)}.`;
  if (!isWithin(offset, -farthestPeriod))
    return `A period's offset is a whole number from -${farthestPeriod} to ${farthestPeriod}.`;
  if (!isWithin(count, 1)) return `A period's count is a whole number from 1 to ${farthestPeriod}.`;
  return undefined;
};

/**
 * Checks a filter that came from outside against the types of the fields. All faults are answered: filter/unknown-field,
 * filter/bad-filter (operator, shape, a value the field's type cannot be compared with), filter/too-deep (over 32 levels),
 * filter/too-large (over 1,000 conditions, 1,000 values in a list, 10,000 values in all, 20 free conditions). Paths lead
 * into the tree; a fault of a free condition has its place in the text as `detail.from` and `detail.to`.
 */
export const checkFilter = (
  filter: unknown,
  typeOf: TypeOf,
  free?: FreeConditions,
): Result<Filter, readonly Fault[]> => {
  const faults: Fault[] = [];
  const environment = filterEnvironment(typeOf, free?.scaleOf ?? (() => undefined));
  let texts = 0;
  let nodes = 0;
  let values = 0;
  const refuse = (code: Fault["code"], message: string, path: readonly PathSegment[]): void => {
    faults.push(fault(code, message, path));
  };
  const checkValue = (
    type: FilterFieldType,
    value: unknown,
    path: readonly PathSegment[],
  ): boolean => {
    if (value === null || keyOfConstant(type, value) !== undefined) return true;
    refuse(
      "filter/bad-filter",
      `${shown(value)} cannot be compared with this field; it takes ${wanted[type]}.`,
      path,
    );
    return false;
  };
  const checkList = (type: FilterFieldType, list: unknown, path: readonly PathSegment[]): void => {
    if (!Array.isArray(list)) {
      refuse("filter/bad-filter", `A list of values is wanted, not ${shown(list)}.`, path);
      return;
    }
    values += list.length;
    if (list.length > filterLimits.list || values > filterLimits.values) {
      refuse(
        "filter/too-large",
        `A list holds at most ${filterLimits.list} values and a filter ${filterLimits.values} in all.`,
        path,
      );
      return;
    }
    // One fault per list is enough to act on.
    list.every((value, index) => checkValue(type, value, [...path, index]));
  };
  const checkText = (text: unknown, path: readonly PathSegment[]): void => {
    texts += 1;
    if (texts > filterLimits.expressions) {
      if (texts === filterLimits.expressions + 1) {
        const message = `A filter has at most ${filterLimits.expressions} free conditions.`;
        refuse("filter/too-large", message, []);
      }
    } else if (typeof text === "string") {
      const read = readCondition(text, free?.expressions, environment);
      if (!read.ok) faults.push(...read.error.map((found) => ({ ...found, path })));
    } else {
      refuse("filter/bad-filter", `A free condition is a text, not ${shown(text)}.`, path);
    }
  };
  const checkLeaf = (node: readonly unknown[], path: readonly PathSegment[]): void => {
    const [operator, field, third] = node;
    const type = typeof field === "string" ? typeOf(field) : undefined;
    if (type === undefined) {
      refuse("filter/unknown-field", `There is no field ${shown(field)} to filter by.`, [
        ...path,
        1,
      ]);
      return;
    }
    const at = [...path, 2];
    const isOneOf = (...allowed: FilterFieldType[]): boolean => {
      if (allowed.includes(type)) return true;
      refuse("filter/bad-filter", `${shown(operator)} does not work on a field of type ${type}.`, [
        ...path,
        0,
      ]);
      return false;
    };
    switch (operator) {
      case "isNull":
      case "notNull":
        return;
      case "contains":
      case "startsWith":
        if (!(operator === "contains" ? isOneOf("text", "textList") : isOneOf("text"))) return;
        if (typeof third !== "string" || !isWellFormed(third)) {
          refuse("filter/bad-filter", `${shown(operator)} takes a text, not ${shown(third)}.`, at);
        }
        return;
      case "period": {
        if (!isOneOf("date", "timestamp")) return;
        const why = periodError(third);
        if (why !== undefined) refuse("filter/bad-filter", why, at);
        return;
      }
      default:
    }
    if (type === "textList") {
      isOneOf();
    } else if (operator === "in" || operator === "notIn") {
      checkList(type, third, at);
    } else {
      checkValue(type, third, at);
      if (operator === "between") checkValue(type, node[3], [...path, 3]);
    }
  };
  const check = (node: unknown, path: readonly PathSegment[], depth: number): void => {
    nodes += 1;
    if (nodes > filterLimits.nodes) {
      if (nodes === filterLimits.nodes + 1) {
        refuse("filter/too-large", `A filter has at most ${filterLimits.nodes} conditions.`, []);
      }
      return;
    }
    if (depth > filterLimits.depth) {
      refuse("filter/too-deep", `A filter is at most ${filterLimits.depth} levels deep.`, path);
      return;
    }
    if (!Array.isArray(node)) {
      refuse(
        "filter/bad-filter",
        `A condition is a list that begins with its operator, not ${shown(node)}.`,
        path,
      );
      return;
    }
    const [operator] = node as readonly unknown[];
    if (operator === "and" || operator === "or") {
      for (let index = 1; index < node.length && nodes <= filterLimits.nodes; index += 1) {
        check(node[index], [...path, index], depth + 1);
      }
      return;
    }
    const length = lengths.get(operator);
    if (length === undefined) {
      refuse("filter/bad-filter", `${shown(operator)} is no operator; there are ${operators}.`, [
        ...path,
        0,
      ]);
    } else if (node.length !== length) {
      refuse(
        "filter/bad-filter",
        `${shown(operator)} takes ${length - 1} operand${length === 2 ? "" : "s"}, not ${node.length - 1}.`,
        path,
      );
    } else if (operator === "not") {
      check(node[1], [...path, 1], depth + 1);
    } else if (operator === "expr") {
      checkText(node[1], [...path, 1]);
    } else {
      checkLeaf(node, path);
    }
  };
  check(filter, [], 1);
  // Every part was looked at above, so the shape is that of a Filter.
  return faults.length === 0 ? ok(filter as Filter) : err(faults);
};
