import * as v from "valibot";

import { isTimeZone } from "../calendar/index.ts";
import { checkFilter, conditionTexts } from "../filter/index.ts";
import {
  err,
  fault,
  isObject,
  ok,
  parseDecimal,
  shortened,
  shown,
  type Fault,
  type PathSegment,
  type Result,
} from "../kernel/index.ts";
import { checkBucket, type Path, type Refuse } from "./check-bucket.ts";
import { checkMeasures } from "./check-measures.ts";
import type { Catalog, CatalogColumns, CheckedSpec } from "./checked.ts";
import { columnEnvironment, columnType } from "./expressions.ts";
import { pivotSpecSchema } from "./spec-schema.ts";
import { isAggregate, isShown, type Dim, type PivotSpec } from "./spec.ts";

/** How large a report may be: result cells by default and at most, measures, levels of both axes, free conditions. */
export const pivotLimits = { cells: 1_000_000, measures: 50, levels: 12, conditions: 50 } as const;

/** The code of a fault of shape: by the part of the spec that it lies in. */
const codeAt = (path: Path): Fault["code"] => {
  if (path.includes("filter") || path.includes("where")) return "pivot/bad-filter";
  if (path.includes("bucket")) return "pivot/bad-bucket";
  if (path.includes("top")) return "pivot/bad-top";
  if (path.at(-1) === "agg") return "pivot/bad-aggregate";
  if (path.at(-1) === "p") return "pivot/bad-percentile";
  if (path.at(-1) === "version") return "pivot/unsupported-spec-version";
  return "pivot/bad-spec";
};

/** Counted before anything is looked at, so that a spec of a million levels costs nothing. */
const sizeFaults = (spec: unknown): readonly Fault[] => {
  const count = (part: string): number => {
    const list = isObject(spec) ? spec[part] : undefined;
    return Array.isArray(list) ? list.length : 0;
  };
  const faults: Fault[] = [];
  if (count("values") > pivotLimits.measures) {
    const message = `A report has at most ${pivotLimits.measures} values.`;
    faults.push(fault("pivot/too-many-measures", message, ["values"]));
  }
  if (count("rows") + count("cols") > pivotLimits.levels) {
    const message = `A report has at most ${pivotLimits.levels} levels.`;
    faults.push(fault("pivot/too-many-levels", message, ["rows"]));
  }
  return faults;
};

const shapeFaults = (spec: unknown): readonly Fault[] => {
  const parsed = v.safeParse(pivotSpecSchema, spec);
  return (parsed.issues ?? []).map((issue) => {
    const path = (issue.path ?? []).map((item) => item.key as PathSegment);
    return fault(codeAt(path), `${shortened(issue.message, 200)}.`, path);
  });
};

const unknownField = (field: string): string => `There is no field ${shown(field)}.`;

/** The source's columns with those of joins and calculated fields, in the order in which they come to be. */
const allColumns = (spec: PivotSpec, catalog: Catalog, refuse: Refuse): CatalogColumns => {
  const { joins = [], fields = [] } = spec;
  if (joins.length + fields.length === 0) return catalog.columns;
  const columns = new Map(catalog.columns);
  joins.forEach(({ as, source, left, right }, at) => {
    const other = catalog.joined?.get(source)?.columns;
    if (other === undefined) {
      const message = `There is no data set ${shown(source)} to join.`;
      refuse("pivot/unknown-source", message, ["joins", at, "source"]);
      return;
    }
    if (!columns.has(left)) {
      refuse("pivot/unknown-field", unknownField(left), ["joins", at, "left"]);
    }
    if (!other.has(right)) {
      refuse("pivot/unknown-field", unknownField(right), ["joins", at, "right"]);
    }
    for (const [name, column] of other) {
      if (columns.has(`${as}.${name}`)) {
        const message = `There are two fields ${shown(`${as}.${name}`)}.`;
        refuse("pivot/duplicate-name", message, ["joins", at, "as"]);
      }
      columns.set(`${as}.${name}`, column);
    }
  });
  fields.forEach(({ name, formula }, at) => {
    const path: Path = ["fields", at, "formula"];
    if (columns.has(name)) {
      const message = `There is a field ${shown(name)} already.`;
      refuse("pivot/duplicate-name", message, ["fields", at, "name"]);
    }
    if (catalog.expressions === undefined) {
      refuse("pivot/bad-formula", "Formulas need the expression engine.", path);
      return;
    }
    const checked = catalog.expressions.check(formula, columnEnvironment(columns));
    const type = checked.ok ? columnType(checked.value.type) : undefined;
    if (!checked.ok) {
      for (const { code, message, detail } of checked.error) {
        const isField = code === "expression/unknown-field";
        const place = `${message} (at ${String(detail?.["from"] ?? 0)})`;
        refuse(isField ? "pivot/unknown-field" : "pivot/bad-formula", place, path);
      }
    } else if (type === undefined) {
      refuse("pivot/bad-formula", "A calculated field holds one value.", path);
    } else columns.set(name, type);
  });
  return columns;
};

/** What must be right of a level besides its shape. */
const checkDim = (
  dim: Dim,
  { values }: PivotSpec,
  columns: CatalogColumns,
  path: Path,
  refuse: Refuse,
): void => {
  const { field, bucket, sort, top, fill } = dim;
  const column = columns.get(field);
  if (column === undefined) refuse("pivot/unknown-field", unknownField(field), [...path, "field"]);
  else if (bucket !== undefined) checkBucket(bucket, column.type, [...path, "bucket"], refuse);
  const ranks = (name: string, what: string, place: Path): void => {
    const value = values.find((one) => one.name === name);
    if (value === undefined || isShown(value)) {
      refuse("pivot/unknown-value", `There is no value ${shown(name)} to ${what} by.`, place);
    }
  };
  if (sort?.by === "value") ranks(sort.value, "sort", [...path, "sort", "value"]);
  if (top !== undefined) {
    if (!Number.isSafeInteger(top.n) || top.n < 1) {
      const message = `A top has a whole number of members, 1 or more, not ${shown(top.n)}.`;
      refuse("pivot/bad-top", message, [...path, "top", "n"]);
    }
    ranks(top.by, "choose", [...path, "top", "by"]);
  }
  const isTime = bucket !== undefined && ["date", "fiscal", "weekYear"].includes(bucket.kind);
  if (fill === "range" && !isTime) {
    refuse("pivot/bad-bucket", "Only buckets of dates have a range to fill.", [...path, "fill"]);
  }
};

const checkHaving = ({ having = [], ...spec }: PivotSpec, refuse: Refuse): void => {
  having.forEach(({ on, level, value, than }, at) => {
    if (level >= spec[on].length) {
      refuse("pivot/bad-having", `There is no level ${level} on ${on}.`, ["having", at, "level"]);
    }
    const found = spec.values.find((one) => one.name === value);
    if (found === undefined || isShown(found)) {
      refuse("pivot/unknown-value", `There is no value ${shown(value)} to compare.`, [
        "having",
        at,
        "value",
      ]);
    }
    if (parseDecimal(String(than)) === undefined) {
      refuse("pivot/bad-having", `${shown(than)} is no number.`, ["having", at, "than"]);
    }
  });
};

/**
 * Checks a spec that came from anywhere against a catalogue: a data set, or only names and types. Looks at the version,
 * the number of levels and measures, the shape and then the meaning, and answers every fault of the first of these that
 * has any, each with the path of its part: `pivot/unsupported-spec-version`; too-many-measures, too-many-levels;
 * bad-spec (shape, unknown key); unknown-field, unknown-value, unknown-source, bad-aggregate, bad-percentile, bad-bucket,
 * bad-filter, bad-top, bad-having, bad-formula, formula-cycle, bad-time-zone, duplicate-name.
 */
export const checkSpec = (
  spec: unknown,
  catalog: Catalog,
): Result<CheckedSpec, readonly Fault[]> => {
  if (isObject(spec) && typeof spec["version"] === "number" && spec["version"] > 1) {
    return err([
      fault(
        "pivot/unsupported-spec-version",
        `This spec has version ${spec["version"]}; this engine reads version 1.`,
        ["version"],
      ),
    ]);
  }
  const size = sizeFaults(spec);
  if (size.length > 0) return err(size);
  const shape = shapeFaults(spec);
  if (shape.length > 0) return err(shape);
  const checked = spec as PivotSpec;
  const faults: Fault[] = [];
  const refuse: Refuse = (code, message, path) => {
    faults.push(fault(code, message, path));
  };
  const columns = allColumns(checked, catalog, refuse);
  let conditions = 0;
  const filterAt = (filter: unknown, path: Path): void => {
    if (conditions > pivotLimits.conditions) return;
    const { expressions } = catalog;
    const result = checkFilter(
      filter,
      (field) => columns.get(field)?.type,
      expressions && { expressions, scaleOf: (field) => columns.get(field)?.scale ?? 0 },
    );
    if (result.ok) {
      conditions += conditionTexts(result.value).length;
      if (conditions > pivotLimits.conditions) {
        const message = `A report has at most ${pivotLimits.conditions} free conditions.`;
        refuse("pivot/bad-filter", message, path);
      }
      return;
    }
    for (const { code, message, path: within = [], detail } of result.error) {
      // Only a free condition has a place in its text.
      conditions += detail === undefined ? 0 : 1;
      const isField = code === "filter/unknown-field";
      const place = detail === undefined ? "" : ` (at ${String(detail["from"] ?? 0)})`;
      const named = isField ? "pivot/unknown-field" : "pivot/bad-filter";
      refuse(named, `${message}${place}`, [...path, ...within]);
    }
  };
  if (checked.timeZone !== undefined && !isTimeZone(checked.timeZone)) {
    refuse("pivot/bad-time-zone", `${shown(checked.timeZone)} is no IANA time zone.`, ["timeZone"]);
  }
  if (checked.filter !== undefined) filterAt(checked.filter, ["filter"]);
  for (const axis of ["rows", "cols"] as const) {
    const dims = new Set<string>();
    checked[axis].forEach((dim, at) => {
      checkDim(dim, checked, columns, [axis, at], refuse);
      if (dims.has(dim.name)) {
        refuse("pivot/duplicate-name", `The name ${shown(dim.name)} is given twice.`, [
          axis,
          at,
          "name",
        ]);
      }
      dims.add(dim.name);
    });
  }
  const names = new Set<string>();
  checked.values.forEach((value, at) => {
    if (names.has(value.name)) {
      const message = `The name ${shown(value.name)} is given twice.`;
      refuse("pivot/duplicate-name", message, ["values", at, "name"]);
    }
    names.add(value.name);
    if (isAggregate(value) && value.where !== undefined) {
      filterAt(value.where, ["values", at, "where"]);
    }
  });
  checkMeasures(checked, columns, catalog, refuse);
  checkHaving(checked, refuse);
  return faults.length === 0 ? ok(checked as CheckedSpec) : err(faults);
};
