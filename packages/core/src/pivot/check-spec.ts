import * as v from "valibot";

import { isTimeZone } from "../calendar/index.ts";
import { checkFilter } from "../filter/index.ts";
import {
  compareDecimals,
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
import type { Catalog, CheckedSpec } from "./checked.ts";
import { pivotSpecSchema } from "./spec-schema.ts";
import type { Bucket, Dim, PivotSpec, Value } from "./spec.ts";

/** How large a report may be: result cells by default and at most, measures, levels of both axes together. */
export const pivotLimits = { cells: 1_000_000, measures: 50, levels: 12 } as const;

type Path = readonly PathSegment[];
type Refuse = (code: Fault["code"], message: string, path: Path) => void;

/** The code of a fault of shape: by the part of the spec that it lies in. */
const codeAt = (path: Path): Fault["code"] => {
  if (path.includes("filter") || path.includes("where")) return "pivot/bad-filter";
  if (path.includes("bucket")) return "pivot/bad-bucket";
  if (path.at(-1) === "agg") return "pivot/bad-aggregate";
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

const checkBucket = (bucket: Bucket, type: string, path: Path, refuse: Refuse): void => {
  const isNumber = ["int", "int64", "decimal", "money", "float"].includes(type);
  switch (bucket.kind) {
    case "date": {
      if (type !== "date" && type !== "timestamp") {
        refuse(
          "pivot/bad-bucket",
          `A ${type} field has no ${bucket.grain}; dates and instants do.`,
          path,
        );
      } else if (type === "date" && (bucket.grain === "hour" || bucket.grain === "hourOfDay")) {
        refuse("pivot/bad-bucket", "A date has no hour; an instant does.", [...path, "grain"]);
      }
      if (bucket.timeZone !== undefined && !isTimeZone(bucket.timeZone)) {
        refuse("pivot/bad-time-zone", `${shown(bucket.timeZone)} is no IANA time zone.`, [
          ...path,
          "timeZone",
        ]);
      }
      return;
    }
    case "bins": {
      if (!isNumber) {
        refuse("pivot/bad-bucket", `A ${type} field has no bins; numbers do.`, path);
        return;
      }
      const edges = bucket.edges.map((edge) => parseDecimal(String(edge)));
      edges.forEach((edge, at) => {
        const before = edges[at - 1];
        if (edge === undefined) {
          refuse("pivot/bad-bucket", `The edge ${shown(bucket.edges[at])} is no number.`, [
            ...path,
            "edges",
            at,
          ]);
        } else if (before !== undefined && compareDecimals(before, edge) >= 0) {
          refuse("pivot/bad-bucket", `Edges ascend; ${bucket.edges[at]} does not.`, [
            ...path,
            "edges",
            at,
          ]);
        }
      });
      return;
    }
    case "step": {
      if (!isNumber) {
        refuse("pivot/bad-bucket", `A ${type} field has no steps; numbers do.`, path);
        return;
      }
      const size = parseDecimal(String(bucket.size));
      if (size === undefined || size.units <= 0n) {
        refuse("pivot/bad-bucket", `A step is a number above zero, not ${shown(bucket.size)}.`, [
          ...path,
          "size",
        ]);
      }
      if (bucket.origin !== undefined && parseDecimal(String(bucket.origin)) === undefined) {
        refuse("pivot/bad-bucket", `The origin ${shown(bucket.origin)} is no number.`, [
          ...path,
          "origin",
        ]);
      }
      return;
    }
    default:
      bucket satisfies never;
  }
};

const unknownField = (field: string): string => `There is no field ${shown(field)}.`;

/**
 * Checks a spec that came from anywhere against a catalogue: a data set, or only names and types. Looks at the version,
 * the number of levels and measures, the shape and then the meaning, and answers every fault of the first of these that
 * has any, each with the path of its part: `pivot/unsupported-spec-version`; too-many-measures, too-many-levels;
 * bad-spec (shape, unknown key); unknown-field, unknown-value, bad-aggregate, bad-bucket, bad-filter, bad-time-zone,
 * duplicate-name.
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
  const filterAt = (filter: unknown, path: Path): void => {
    const result = checkFilter(filter, (field) => catalog.columns.get(field)?.type);
    if (result.ok) return;
    for (const found of result.error) {
      const code =
        found.code === "filter/unknown-field" ? "pivot/unknown-field" : "pivot/bad-filter";
      refuse(code, found.message, [...path, ...(found.path ?? [])]);
    }
  };
  const names = new Set<string>();
  const nameAt = (name: string, path: Path): void => {
    if (names.has(name))
      refuse("pivot/duplicate-name", `The name ${shown(name)} is given twice.`, path);
    names.add(name);
  };
  const dimAt = (dim: Dim, path: Path): void => {
    const column = catalog.columns.get(dim.field);
    if (column === undefined)
      refuse("pivot/unknown-field", unknownField(dim.field), [...path, "field"]);
    else if (dim.bucket !== undefined) {
      checkBucket(dim.bucket, column.type, [...path, "bucket"], refuse);
    }
    if (
      dim.sort?.by === "value" &&
      !checked.values.some((value) => dim.sort?.by === "value" && value.name === dim.sort.value)
    ) {
      refuse("pivot/unknown-value", `There is no value ${shown(dim.sort.value)} to sort by.`, [
        ...path,
        "sort",
        "value",
      ]);
    }
  };
  const valueAt = (value: Value, path: Path): void => {
    nameAt(value.name, [...path, "name"]);
    if (value.where !== undefined) filterAt(value.where, [...path, "where"]);
    if (value.currency !== undefined && !catalog.columns.has(value.currency)) {
      refuse("pivot/unknown-field", unknownField(value.currency), [...path, "currency"]);
    }
    if (value.field === undefined) {
      if (value.agg !== "records") {
        refuse("pivot/bad-aggregate", `${value.agg} needs a field.`, path);
      }
      return;
    }
    const type = catalog.columns.get(value.field)?.type;
    if (type === undefined) {
      refuse("pivot/unknown-field", unknownField(value.field), [...path, "field"]);
    } else if (
      (value.agg === "sum" || value.agg === "avg") &&
      ["text", "bool", "date", "timestamp"].includes(type)
    ) {
      refuse("pivot/bad-aggregate", `A ${type} field has no ${value.agg}; numbers do.`, [
        ...path,
        "agg",
      ]);
    }
  };
  if (checked.timeZone !== undefined && !isTimeZone(checked.timeZone)) {
    refuse("pivot/bad-time-zone", `${shown(checked.timeZone)} is no IANA time zone.`, ["timeZone"]);
  }
  if (checked.filter !== undefined) filterAt(checked.filter, ["filter"]);
  for (const axis of ["rows", "cols"] as const) {
    const dims = new Set<string>();
    checked[axis].forEach((dim, at) => {
      dimAt(dim, [axis, at]);
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
  checked.values.forEach((value, at) => valueAt(value, ["values", at]));
  return faults.length === 0 ? ok(checked as CheckedSpec) : err(faults);
};
