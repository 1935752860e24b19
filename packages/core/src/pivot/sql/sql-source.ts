import type { Sql } from "../../filter/index.ts";
import { parseDecimal } from "../../kernel/index.ts";
import type { ColumnType } from "../column-type.ts";
import type { ColumnSchema } from "../dataset.ts";

/**
 * Where a field is in the table: a column's name, or an expression of the host's own making and never a caller's text. It
 * answers text; 0 or 1 for bool; whole numbers; units at `scale` for decimal and money; doubles; `yyyy-mm-dd`; epoch
 * milliseconds; NULL where the field is empty.
 */
export interface SqlPivotColumn {
  readonly type: ColumnType;
  readonly scale?: number;
  readonly column?: string;
  readonly sql?: string;
  /** int64, decimal and money beyond 64 bits are kept as exact text; the database cannot compute with those. */
  readonly text?: boolean;
}

/** What a report is read from. */
export interface SqlSource {
  /** A table's name, which is quoted, or a query of the host's own making. */
  readonly table: string | Sql;
  readonly columns: ReadonlyMap<string, SqlPivotColumn>;
  /** The rows this caller may see: company and rights. It stands beneath everything that a spec asks for. */
  readonly scope: Sql;
  /** An expression that orders records by age, a whole number such as the row id: `first` and `last` decide ties by it. */
  readonly order?: string;
  /**
   * Columns are costly to read (out of JSON), and no index serves them: each is read once for a record, instead of
   * wherever a query names it.
   */
  readonly readOnce?: boolean;
}

/** How the columns of a source are called inside a query. */
export interface NamedColumn extends SqlPivotColumn {
  readonly field: string;
  readonly name: string;
  /** The database computes it from columns named before. */
  readonly computed?: Sql;
}

/** The column's schema under its field's name. */
export const schemaOf = ({ field, type, scale }: NamedColumn): ColumnSchema => ({
  name: field,
  type,
  ...(scale === undefined ? {} : { scale }),
});

export const isExactNumber = (type: ColumnType): boolean =>
  type === "int" || type === "int64" || type === "decimal" || type === "money";

/** Whether the database sees whole units. */
export const hasUnits = ({ type, text = false }: SqlPivotColumn): boolean =>
  isExactNumber(type) && !text;

const power = (digits: number): bigint => 10n ** BigInt(digits);

/** A decimal in units of `scale`, rounded up; undefined beyond 64 bits. */
export const ceilingUnits = (written: number | string, scale: number): bigint | undefined => {
  const decimal = parseDecimal(String(written));
  if (decimal === undefined) return undefined;
  const { units } = decimal;
  const missing = scale - decimal.scale;
  const divisor = power(Math.max(0, -missing));
  const quotient = units / divisor;
  const rounded =
    missing >= 0 ? units * power(missing) : quotient + (quotient * divisor < units ? 1n : 0n);
  return BigInt.asIntN(64, rounded) === rounded ? rounded : undefined;
};

/** A decimal in units of `scale` where it has no more digits than that and is small enough to be added without overflow. */
export const smallUnits = (written: number | string, scale: number): bigint | undefined => {
  const decimal = parseDecimal(String(written));
  if (decimal === undefined || decimal.scale > scale) return undefined;
  const units = decimal.units * power(scale - decimal.scale);
  return units < 2n ** 53n && units > -(2n ** 53n) ? units : undefined;
};
