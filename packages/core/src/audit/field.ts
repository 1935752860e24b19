/** How values of a field are compared and how their changes are written; DESIGN's table maps record fields to these. */
export type DiffType =
  | "text"
  | "richtext"
  | "select"
  | "integer"
  | "decimal"
  | "money"
  | "boolean"
  | "date"
  | "datetime"
  | "multiselect"
  | "reference"
  | "list"
  | "json"
  | "secret";

/** Items of a list that are told apart by one of their own fields; their order means something only when `ordered`. */
export interface KeyedField {
  readonly type: "keyed";
  readonly key: string;
  readonly ordered?: boolean;
  readonly fields: FieldCatalogue;
}

export type DiffField = { readonly type: DiffType } | KeyedField;

/** The fields of a record by name. A field that is not listed is compared as JSON. */
export type FieldCatalogue = { readonly [field: string]: DiffField };

const json: DiffField = { type: "json" };

/** The field of a name; never something inherited, whatever the name. */
export const fieldOf = (fields: FieldCatalogue, name: string): DiffField =>
  (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? json;
