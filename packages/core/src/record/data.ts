import type { Json, Money } from "../kernel/index.ts";

/** The value of one field in core and in tables; null where the field is empty. */
export type FieldValue = Json | Money;

/**
 * The fields of one record as core and tables hold them, by field name: money as minor units, instants as epoch
 * milliseconds, decimals as exact text of full scale. An empty field is absent; in a patch, null empties it.
 */
export type RecordData = Readonly<Record<string, FieldValue>>;

/** The record after a patch: fields the patch sets to null disappear, others replace what was there. */
export const applyPatch = (data: RecordData, patch: RecordData): RecordData =>
  Object.fromEntries(Object.entries({ ...data, ...patch }).filter(([, value]) => value !== null));
