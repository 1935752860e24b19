import type { AggregateValue, FormulaValue, ShownValue, Value } from "@ennead/core/pivot";

// The core has these as well. A table that imported them from there would make every bundler put the whole engine before
// the first paint, because the engine is fetched later from that same door.

export const isAggregate = (value: Value): value is AggregateValue => "agg" in value;

export const isFormula = (value: Value): value is FormulaValue => "formula" in value;

export const isShown = (value: Value): value is ShownValue => "showAs" in value;
