import type { Brand } from "../kernel/index.ts";
import type { ColumnSchema } from "./dataset.ts";
import type { ExpressionEngine } from "./expressions.ts";
import type { AggregateValue, PivotSpec } from "./spec.ts";

/** Names and types of columns; a data set has them too. */
export type CatalogColumns = ReadonlyMap<string, Omit<ColumnSchema, "name">>;

/** What a spec is checked against: a data set, or only the names and types of its columns. */
export interface Catalog {
  readonly columns: CatalogColumns;
  /** The columns of what joins may name. */
  readonly joined?: ReadonlyMap<string, { readonly columns: CatalogColumns }>;
  /** Asked for by specs with formulas. */
  readonly expressions?: ExpressionEngine;
}

/** A spec that was found right for a catalogue. Only `checkSpec` makes one. */
export type CheckedSpec = Brand<PivotSpec, "CheckedSpec">;

/** One measure of a checked spec that is read from records. */
export type CheckedValue = AggregateValue;
