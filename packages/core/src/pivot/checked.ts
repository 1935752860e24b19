import type { Brand } from "../kernel/index.ts";
import type { ColumnSchema } from "./dataset.ts";
import type { PivotSpec, Value } from "./spec.ts";

/** What a spec is checked against: a data set, or only the names and types of its columns. */
export interface Catalog {
  readonly columns: ReadonlyMap<string, Omit<ColumnSchema, "name">>;
}

/** A spec that was found right for a catalogue. Only `checkSpec` makes one. */
export type CheckedSpec = Brand<PivotSpec, "CheckedSpec">;

/** One measure of a checked spec. */
export type CheckedValue = Value;
