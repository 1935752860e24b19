import type {
  AxisNode,
  AxisTree,
  CellValue,
  Dataset,
  Dim,
  MeasureInfo,
  MeasureType,
  PivotResult,
  PivotSpec,
  ShowAs,
  Value,
} from "@ennead/core/pivot";

import type { Formats } from "../kernel/intl.ts";
import type { Words } from "./describe.ts";
import { isAggregate, isShown } from "./spec-kind.ts";
import type { PivotStrings } from "./strings.ts";
import type { MeasureFormat } from "./view-parts.ts";

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

const rangeParts = /^\[(-inf|[^,]+),(inf|[^,]+)\)$/;

/** A band of numbers, which the engine names `[0,10)`. */
const bandText = (label: string, { formats, strings }: Words): string => {
  const [, from, to] = rangeParts.exec(label) ?? [];
  if (from === undefined || to === undefined) return label;
  const number = (text: string): string => formats.number(text, { max: 20 });
  if (from === "-inf") return strings.below(number(to));
  return to === "inf" ? strings.atLeast(number(from)) : strings.between(number(from), number(to));
};

/** `FY2025-Q1` in the order in which calendar quarters are written. */
const fiscalText = (label: string): string => {
  const [year, part] = ordinals(label);
  return part === "" ? year : `${part} ${year}`;
};

/** A member of an axis as a person reads it: dates in the reader's way, the empty member in words. */
export const memberText = (node: AxisNode, dim: Dim | undefined, words: Words): string => {
  const { strings, formats } = words;
  if (node.kind === "others") return strings.others;
  if (node.isNull) return strings.emptyMember;
  const member = node.path.at(-1) ?? null;
  if (member === "") return strings.blankText;
  if (typeof member === "boolean") return member ? strings.yes : strings.no;
  if (dim?.bucket?.kind === "date" && typeof member === "string") {
    return bucketText(dim.bucket.grain, member, formats, strings);
  }
  switch (dim?.bucket?.kind) {
    case "fiscal":
    case "weekYear":
      return fiscalText(node.label);
    case "bins":
    case "step":
      return bandText(node.label, words);
    default:
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

/** The members down to a node, the outermost first; none for the total. */
export const memberTexts = (
  tree: AxisTree,
  dims: readonly Dim[],
  node: number,
  words: Words,
): readonly string[] => {
  const texts: string[] = [];
  for (let at = tree.nodes[node]; at !== undefined && at.level > 0; at = tree.nodes[at.parent]) {
    texts.unshift(memberText(at, dims[at.level - 1], words));
  }
  return texts;
};

/** The members of a cell, those of its row first; nothing for the grand total. */
export const pathText = (
  { rows, cols }: Pick<PivotResult, "rows" | "cols">,
  spec: PivotSpec,
  row: number,
  col: number,
  words: Words,
): string =>
  [...memberTexts(rows, spec.rows, row, words), ...memberTexts(cols, spec.cols, col, words)].join(
    " › ",
  );

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

/** Shares and differences in percent, whatever their measure is. */
const percentages: ReadonlySet<ShowAs> = new Set<ShowAs>([
  "pctRow",
  "pctCol",
  "pctGrand",
  "pctParentRow",
  "pctParentCol",
  "pctDiff",
]);

/** Whether the cells of a measure are written in percent. */
export const isPercent = (value: Value | undefined, given: MeasureFormat | undefined): boolean =>
  given === undefined
    ? value !== undefined && isShown(value) && percentages.has(value.showAs)
    : given.style === "percent";

/** The measure that a value shows as something else, however often; itself where it is a measure. */
export const baseOf = (
  value: Value | undefined,
  { valueOf }: Pick<Words, "valueOf">,
): Value | undefined => {
  let base = value;
  for (let steps = 0; steps < 50 && base !== undefined && isShown(base); steps += 1) {
    base = valueOf(base.of);
  }
  return base;
};

/** A variance of amounts is no amount: its unit is the currency squared. */
const isAmount = (value: Value | undefined): boolean =>
  value === undefined || !isAggregate(value) || !value.agg.startsWith("var_");

const percents = new Map<string, Intl.NumberFormat>();

/** With all its digits, so that a column of shares stands digit under digit. */
const percentText = (share: number, digits: number, { locale }: Formats): string => {
  const key = `${locale} ${digits}`;
  let format = percents.get(key);
  if (format === undefined) {
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    format = new Intl.NumberFormat(locale, { style: "percent", ...options });
    percents.set(key, format);
  }
  return format.format(share);
};

const asGiven = (
  { style, digits }: MeasureFormat,
  only: string | undefined,
  { formats }: Words,
): CellText => {
  const fraction = { min: digits, max: digits };
  return (cell, currency = only) => {
    if (cell === null) return "";
    if (style === "percent") return percentText(Number(cell), digits, formats);
    return style === "money"
      ? formats.money(String(cell), currency, fraction)
      : formats.number(String(cell), fraction);
  };
};

const numbers: ReadonlySet<MeasureType> = new Set(["int", "int64", "decimal", "money", "float"]);

/** How the cells of a measure are written; amounts without a single currency are written as plain numbers. */
export const cellText = (
  result: PivotResult,
  measure: number,
  value: Value | undefined,
  dataset: Dataset | undefined,
  words: Words,
  given?: MeasureFormat,
): CellText => {
  const { formats, strings, timeZone } = words;
  const info = result.measures[measure];
  if (info === undefined) return () => "";
  const base = baseOf(value, words);
  const only = isAmount(base) ? currencyOf(base, dataset) : undefined;
  if (given !== undefined && numbers.has(info.type)) return asGiven(given, only, words);
  if (value !== undefined && isShown(value)) {
    const { showAs } = value;
    if (percentages.has(showAs))
      return (cell) => (cell === null ? "" : percentText(Number(cell), 1, formats));
    if (showAs === "index") {
      return (cell) => (cell === null ? "" : formats.number(Number(cell), { min: 2, max: 2 }));
    }
    if (showAs === "rank") return (cell) => (cell === null ? "" : formats.number(Number(cell)));
  }
  switch (info.type) {
    case "money":
    case "decimal":
    case "float": {
      const plain = mostlyWhole(result, measure);
      const fraction = fractionOf(info);
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
