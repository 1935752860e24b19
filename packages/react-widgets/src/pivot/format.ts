import {
  isAggregate,
  type AxisNode,
  type CellValue,
  type Dataset,
  type Dim,
  type MeasureInfo,
  type PivotResult,
  type Value,
} from "@ennead/core/pivot";

import type { Formats } from "../kernel/intl.ts";
import type { Words } from "./describe.ts";
import type { PivotStrings } from "./strings.ts";

const ordinals = (text: string): readonly [string, string] => {
  const [year = "", rest = ""] = text.split("-");
  return [year, rest];
};

const bucketText = (
  grain: string,
  label: string,
  formats: Formats,
  strings: PivotStrings,
): string => {
  switch (grain) {
    case "quarter":
    case "half": {
      const [year, part] = ordinals(label);
      return `${part} ${year}`;
    }
    case "isoWeek": {
      const [year, week] = ordinals(label);
      return strings.week(week.slice(1), year);
    }
    case "month":
      return formats.date(`${label}-01`, { month: "short", year: "numeric" });
    case "week":
    case "day":
      return formats.date(label);
    case "monthOfYear":
      return formats.date(`2024-${label}-01`, { month: "long" });
    // 1 January 2024 was a Monday.
    case "dayOfWeek":
      return formats.date(`2024-01-0${label}`, { weekday: "long" });
    case "hourOfDay":
      return `${label}:00`;
    case "hour":
      return `${formats.date(label.slice(0, 10))}, ${label.slice(11, 13)}:00 (${label.slice(13)})`;
    default:
      return label;
  }
};

/** A member of an axis as a person reads it: dates in the reader's way, the empty member in words. */
export const memberText = (node: AxisNode, dim: Dim | undefined, words: Words): string => {
  const { strings, formats } = words;
  if (node.isNull) return strings.emptyMember;
  if (node.kind === "others") return strings.others;
  const member = node.path.at(-1) ?? null;
  if (member === "") return strings.blankText;
  if (typeof member === "boolean") return member ? strings.yes : strings.no;
  if (dim?.bucket?.kind === "date" && typeof member === "string") {
    return bucketText(dim.bucket.grain, member, formats, strings);
  }
  if (dim === undefined || dim.bucket !== undefined) return node.label;
  const field = words.fieldOf(dim.field);
  if (typeof member === "string" && field.kind === "date") return formats.date(member);
  if (typeof member === "string" && field.kind === "instant") {
    return formats.instant(member, words.timeZone);
  }
  if (typeof member === "number") return formats.number(member);
  if (field.kind === "number") return formats.number(String(member), { max: 20 });
  return node.label;
};

/** A cell in words; `currency` is that of the group the cell stands in, where the report groups by it. */
export type CellText = (value: CellValue, currency?: string) => string;

/** The one currency of an amount column, when it has one. */
const currencyOf = (value: Value | undefined, dataset: Dataset | undefined): string | undefined => {
  const name = value !== undefined && isAggregate(value) ? value.currency : undefined;
  const column = name === undefined ? undefined : dataset?.columns.get(name);
  const [only, ...more] = column?.dict ?? [];
  return more.length === 0 && typeof only === "string" ? only : undefined;
};

const isWhole = (value: CellValue): boolean =>
  value === null || /^-?\d+(?:\.0*)?$/.test(String(value));

/** Looks at the first rows only: one look per run, however large the result is. */
const mostlyWhole = (result: PivotResult, measure: number): boolean => {
  const rows = Math.min(result.rows.nodes.length, 200);
  const cols = Math.min(result.cols.nodes.length, 20);
  for (let row = 0; row < rows; row += 1) {
    for (let col = 0; col < cols; col += 1) {
      if (!isWhole(result.cell(row, col, measure))) return false;
    }
  }
  return true;
};

const whole = { min: 0, max: 0 };

/** Sums keep every digit they have; an average has no last digit and is shown with two. */
const fractionOf = ({ type, scale }: MeasureInfo): { readonly min: number; readonly max: number } =>
  type === "float" || scale === undefined ? { min: 2, max: 2 } : { min: scale, max: scale };

/** How the cells of a measure are written; amounts without a single currency are written as plain numbers. */
export const cellText = (
  result: PivotResult,
  measure: number,
  value: Value | undefined,
  dataset: Dataset | undefined,
  { formats, strings, timeZone }: Words,
): CellText => {
  const info = result.measures[measure];
  if (info === undefined) return () => "";
  switch (info.type) {
    case "money":
    case "decimal":
    case "float": {
      const plain = mostlyWhole(result, measure);
      const fraction = fractionOf(info);
      const only = currencyOf(value, dataset);
      // An average of amounts is a decimal, and still an amount.
      return (cell, currency = only) => {
        if (cell === null) return "";
        const digits = plain && isWhole(cell) ? whole : fraction;
        return currency === undefined
          ? formats.number(String(cell), digits)
          : formats.money(String(cell), currency, digits);
      };
    }
    case "int":
    case "int64":
      return (cell) => (cell === null ? "" : formats.number(String(cell), { max: 0 }));
    case "bool":
      return (cell) => (cell === null ? "" : cell === true ? strings.yes : strings.no);
    case "date":
      return (cell) => (typeof cell === "string" ? formats.date(cell) : "");
    case "timestamp":
      return (cell) =>
        typeof cell === "string" || typeof cell === "number" ? formats.instant(cell, timeZone) : "";
    case "text":
      return (cell) => (cell === null ? "" : String(cell));
    default:
      return info.type satisfies never;
  }
};
