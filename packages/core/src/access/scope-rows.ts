import type { FilterColumn, FilterTable } from "../filter/index.ts";
import type { RecordScope, Scope } from "./scope.ts";

/** Names of the columns that hold what a scope asks for. What is not named, no record of the table has. */
export interface ScopeTable {
  readonly id: string;
  readonly owner: string;
  readonly territory?: string;
  /** Boolean columns. */
  readonly hold?: string;
  readonly frozen?: string;
  readonly requester?: string;
}

/** Calls back for the rows whose text is one of the members. Each distinct text is looked up once. */
const eachAmong = (
  column: FilterColumn | undefined,
  rows: number,
  members: ReadonlySet<string>,
  found: (row: number) => void,
): void => {
  if (column?.codes === undefined || members.size === 0) return;
  const { codes, dict = [], validity } = column;
  const hits = Uint8Array.from(dict, (text) => (members.has(String(text)) ? 1 : 0));
  if (!hits.includes(1)) return;
  for (let row = 0; row < rows; row += 1) {
    if (hits[codes[row]!] !== 1) continue;
    if (validity === undefined || ((validity[row >> 3]! >> (row & 7)) & 1) === 1) found(row);
  }
};

/** Clears the rows where a boolean column says so. */
const clearWhere = (column: FilterColumn | undefined, out: Uint8Array): void => {
  if (column?.values === undefined) return;
  const { values, validity } = column;
  for (let row = 0; row < out.length; row += 1) {
    const isValid = validity === undefined || ((validity[row >> 3]! >> (row & 7)) & 1) === 1;
    if (isValid && Number(values[row]) === 1) out[row] = 0;
  }
};

const rowsOf = (
  scope: RecordScope,
  { rows, columns }: FilterTable,
  names: ScopeTable,
  shared: ReadonlySet<string>,
): Uint8Array => {
  const out = new Uint8Array(rows);
  const column = (name: string | undefined): FilterColumn | undefined =>
    name === undefined ? undefined : columns.get(name);
  const keep = (row: number): void => {
    out[row] = 1;
  };
  const drop = (row: number): void => {
    out[row] = 0;
  };
  if (scope.all) out.fill(1);
  else {
    eachAmong(column(names.owner), rows, new Set(scope.owners), keep);
    eachAmong(column(names.territory), rows, new Set(scope.territories), keep);
    eachAmong(column(names.id), rows, shared, keep);
  }
  const { hold, frozen, requesters, records } = scope.except;
  if (hold) clearWhere(column(names.hold), out);
  if (frozen) clearWhere(column(names.frozen), out);
  eachAmong(column(names.requester), rows, new Set(requesters), drop);
  eachAmong(column(names.id), rows, new Set(records), drop);
  return out;
};

/** Ids of the records that current shares give to a scope at its level. */
export type SharedIds = (scope: RecordScope) => ReadonlySet<string>;

/**
 * The scope as a selection of resident columns: 1 for each row that is in it, else 0. Columns of texts are dictionaries.
 * `sharedIds` tells what shares add; it is asked once for each person of a delegation.
 */
export const scopeRows = (
  scope: Scope,
  table: FilterTable,
  names: ScopeTable,
  sharedIds: SharedIds = () => new Set(),
): Uint8Array => {
  if (typeof scope === "string") return new Uint8Array(table.rows).fill(scope === "all" ? 1 : 0);
  const out = rowsOf(scope, table, names, sharedIds(scope));
  if (scope.and === undefined) return out;
  const others = rowsOf(scope.and, table, names, sharedIds(scope.and));
  for (let row = 0; row < out.length; row += 1) out[row]! &= others[row]!;
  return out;
};
