/** The type of a field; DESIGN's one table for all rooms lists how each travels, is stored, pivoted and compared. */
export type FieldType =
  | "text"
  | "richText"
  | "email"
  | "phone"
  | "url"
  | "integer"
  | "decimal"
  | "float"
  | "money"
  | "boolean"
  | "picklist"
  | "multiPicklist"
  | "reference"
  | "date"
  | "instant"
  | "list"
  | "json"
  | "secret";

/** One choice of a picklist; `value` is stored, `label` is shown. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

/** One field of an object, as data. */
export interface FieldDefinition {
  /** The key in `fields`: letter first, then letters, digits and underscores; at most 64. */
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly required?: boolean;
  /** No two records of the object and company may hold the same value. */
  readonly unique?: boolean;
  /** Kept in an index, so that lists filter and sort by it at any size. */
  readonly indexed?: boolean;
  /**
   * Text kinds: whether full-text search looks at it. Unless given it does, as far as an object has room; true puts a
   * field before those that say nothing, false leaves it out.
   */
  readonly searchable?: boolean;
  /** Holds data about a person: the audit log keeps it apart, so that it can be erased. */
  readonly personal?: boolean;
  /** decimal: digits after the point, 0 to 15; always stored in full (`"1.50"`). */
  readonly scale?: number;
  /** text kinds: most characters (code points). */
  readonly maxLength?: number;
  /** picklist and multiPicklist. */
  readonly options?: readonly Option[];
  /** reference: the object referred to. */
  readonly object?: string;
}

/** An object of the application, as data: standard (account, contact, ...) or a company's own. */
export interface ObjectDefinition {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  /** The field whose value names a record to a person. */
  readonly nameField: string;
  readonly fields: readonly FieldDefinition[];
}

/** Fields that a company adds to an object that exists already. */
export interface ObjectExtension {
  readonly extends: string;
  readonly fields: readonly FieldDefinition[];
}
