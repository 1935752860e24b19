import {
  dayOf,
  formatDate,
  formatInstant,
  instantsOfDays,
  parseDate,
  parseInstant,
} from "@ennead/core/calendar";
import type { Filter, FilterValue, Period } from "@ennead/core/filter";
import type { Dataset } from "@ennead/core/pivot";

import type { FieldKind } from "./fields.ts";
import type { Operator } from "./strings.ts";

/** What a reader has entered of a condition so far. */
export interface ConditionDraft {
  readonly operator: Operator;
  readonly chosen: readonly FilterValue[];
  readonly first: string;
  readonly second: string;
  readonly period: string;
}

export const operatorsOf = (kind: FieldKind): readonly Operator[] => {
  switch (kind) {
    case "text":
      return ["in", "notIn", "contains", "startsWith", "isNull", "notNull"];
    case "bool":
      return ["in", "isNull", "notNull"];
    case "number":
      return [">=", "<=", ">", "<", "=", "!=", "between", "isNull", "notNull"];
    case "date":
    case "instant":
      return ["period", "between", ">=", "<", "isNull", "notNull"];
    default:
      return kind satisfies never;
  }
};

export const emptyDraft = (kind: FieldKind): ConditionDraft => ({
  operator: operatorsOf(kind)[0] ?? "notNull",
  chosen: [],
  first: "",
  second: "",
  period: "quarter:0:1",
});

/** The different values of a text or boolean field, in the dictionary's own order; empty values not among them. */
export const membersOf = (dataset: Dataset | undefined, field: string): readonly FilterValue[] => {
  const column = dataset?.columns.get(field);
  if (column?.dict !== undefined) return column.dict.filter((member) => member !== null);
  return column?.type === "bool" ? [true, false] : [];
};

/** The operand of a stored condition as the form shows it: of an instant the local day it falls on. */
const shownAs = (value: unknown, kind: FieldKind, timeZone: string): string => {
  const text = String(value ?? "");
  if (kind === "date") return text.slice(0, 10);
  if (kind !== "instant") return text;
  const at = parseInstant(text);
  return at === undefined ? "" : formatDate(dayOf(at, timeZone));
};

/** A stored condition as a draft; conditions this editor has no form for begin anew. */
export const draftOf = (
  filter: Filter | undefined,
  kind: FieldKind,
  timeZone: string,
): ConditionDraft => {
  const plain = emptyDraft(kind);
  if (filter === undefined) return plain;
  const operator = filter[0] as Operator;
  const text = (value: unknown): string => shownAs(value, kind, timeZone);
  switch (filter[0]) {
    case "in":
    case "notIn":
      return { ...plain, operator, chosen: filter[2] };
    case "between":
      return { ...plain, operator, first: text(filter[2]), second: text(filter[3]) };
    case "period": {
      const { grain, offset = 0, count = 1 } = filter[2];
      return { ...plain, operator, period: `${grain}:${offset}:${count}` };
    }
    case "isNull":
    case "notNull":
      return { ...plain, operator };
    case "and":
    case "or":
    case "not":
      return plain;
    default:
      return operatorsOf(kind).includes(operator)
        ? { ...plain, operator, first: text(filter[2]) }
        : plain;
  }
};

export type DraftFault =
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "missing" };

type Parsed = { readonly value: FilterValue } | { readonly fault: DraftFault };

/**
 * A number as people write it in this locale, with a point for its decimals. A group separator must stand before three
 * digits: who writes 1.5 in German means one and a half, and must be asked rather than given fifteen.
 */
export const numberText = (entered: string, locale: string): string | undefined => {
  const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
  const mark = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  const decimal = mark("decimal");
  const text = entered.trim().replaceAll(/[\s\u00a0\u202f'’]/g, "");
  const [whole = "", fraction, ...rest] = decimal === "" ? [text] : text.split(decimal);
  const [first = "", ...groups] = mark("group") === "" ? [whole] : whole.split(mark("group"));
  const grouped = groups.every((group, at) =>
    at === groups.length - 1 ? /^\d{3}$/.test(group) : /^\d{2,3}$/.test(group),
  );
  if (rest.length > 0 || !grouped) return undefined;
  const plain = [first, ...groups].join("") + (fraction === undefined ? "" : `.${fraction}`);
  return /^[-+]?\d+(?:\.\d+)?$/.test(plain) ? plain.replace(/^\+/, "") : undefined;
};

/** A plain number as this locale writes it, without groups: what `numberText` reads back. */
export const shownNumber = (plain: string, locale: string): string => {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return plain.replace(".", parts.find(({ type }) => type === "decimal")?.value ?? ".");
};

const number = (entered: string, exact: boolean, locale: string): Parsed => {
  if (entered.trim() === "") return { fault: { kind: "missing" } };
  const text = numberText(entered, locale);
  if (text === undefined) return { fault: { kind: "number", text: entered } };
  return { value: exact ? text : Number(text) };
};

/** The first or the last millisecond of a local day in a zone. */
const instant = (date: string, timeZone: string, end: boolean): Parsed => {
  const day = parseDate(date);
  if (day === undefined) return { fault: { kind: "missing" } };
  const ranges = instantsOfDays(day, day + 1, timeZone);
  const at = end ? (ranges.at(-1)?.[1] ?? 0) - 1 : (ranges[0]?.[0] ?? 0);
  return { value: formatInstant(at) };
};

export interface ConditionTarget {
  readonly name: string;
  readonly kind: FieldKind;
  /** Exact numbers are written as texts in conditions. */
  readonly exact: boolean;
  readonly timeZone: string;
  readonly locale: string;
}

/** The condition a draft stands for, or what is still wrong with it. */
export const conditionOf = (
  draft: ConditionDraft,
  target: ConditionTarget,
): { readonly filter: Filter } | { readonly fault: DraftFault } => {
  const { operator } = draft;
  const { name, kind } = target;
  const parse = (entered: string, end: boolean): Parsed => {
    if (kind === "number") return number(entered, target.exact, target.locale);
    if (entered === "") return { fault: { kind: "missing" } };
    return kind === "instant" ? instant(entered, target.timeZone, end) : { value: entered };
  };
  switch (operator) {
    case "isNull":
    case "notNull":
      return { filter: [operator, name] };
    case "in":
    case "notIn":
      return draft.chosen.length === 0
        ? { fault: { kind: "missing" } }
        : { filter: [operator, name, draft.chosen] };
    case "contains":
    case "startsWith":
      return draft.first === ""
        ? { fault: { kind: "missing" } }
        : { filter: [operator, name, draft.first] };
    case "period": {
      const [grain = "quarter", offset = "0", count = "1"] = draft.period.split(":");
      const period = {
        grain: grain as Period["grain"],
        offset: Number(offset),
        count: Number(count),
      };
      return { filter: ["period", name, period] };
    }
    case "between": {
      const from = parse(draft.first, false);
      const to = parse(draft.second, true);
      if ("fault" in from) return from;
      if ("fault" in to) return to;
      return { filter: ["between", name, from.value, to.value] };
    }
    default: {
      const value = parse(draft.first, false);
      return "fault" in value ? value : { filter: [operator, name, value.value] };
    }
  }
};
