import { isObject, type JsonObject } from "@ennead/core/kernel";
import { isAggregate, type Dataset, type PivotSpec, type TableLook } from "@ennead/core/pivot";

const shares = new Set(["pctRow", "pctCol", "pctGrand", "pctParentRow", "pctParentCol", "pctDiff"]);

const member = (view: JsonObject | null, part: string, name: string): unknown => {
  const all = view?.[part];
  return isObject(all) && Object.hasOwn(all, name) ? all[name] : undefined;
};

/** What a report calls a level or a measure. */
const labelOf = (view: JsonObject | null, name: string): Pick<TableLook, "label"> => {
  const label = member(view, "names", name);
  return typeof label === "string" && label.trim() !== "" ? { label } : {};
};

/** The one currency of a measure's amounts, where it has one. */
const currencyOf = (
  { values }: PivotSpec,
  dataset: Dataset | undefined,
  name: string,
): string | undefined => {
  const value = values.find((one) => one.name === name);
  // A variance of amounts is no amount.
  if (value === undefined || !isAggregate(value) || value.agg.startsWith("var_")) return undefined;
  const column = value.currency === undefined ? undefined : dataset?.columns.get(value.currency);
  const [only, ...more] = column?.dict ?? [];
  return more.length === 0 && typeof only === "string" ? only : undefined;
};

const formatOf = (view: JsonObject | null, name: string): TableLook | undefined => {
  const format = member(view, "formats", name);
  if (!isObject(format)) return undefined;
  const { style, digits } = format;
  if (typeof digits !== "number" || !Number.isInteger(digits) || digits < 0 || digits > 20) {
    return undefined;
  }
  return { scale: digits, ...(style === "percent" ? { percent: true } : {}) };
};

/** How levels and measures are named and written: as the view says, else as follows from what they are. */
export const looksOf =
  (spec: PivotSpec, dataset: Dataset | undefined, view: JsonObject | null) =>
  (name: string): TableLook => {
    const value = spec.values.find((one) => one.name === name);
    if (value === undefined) return labelOf(view, name);
    const isShare = "showAs" in value && shares.has(value.showAs);
    const format = formatOf(view, name) ?? (isShare ? { percent: true, scale: 1 } : {});
    const styled = member(view, "formats", name);
    const isPlain = isObject(styled) && styled["style"] === "number";
    const currency = isPlain ? undefined : currencyOf(spec, dataset, name);
    return {
      ...labelOf(view, name),
      ...format,
      ...(currency === undefined || format.percent === true ? {} : { currency }),
    };
  };
