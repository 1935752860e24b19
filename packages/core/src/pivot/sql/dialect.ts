import type { SqlValue } from "../../filter/index.ts";

export type DialectName = "libsql" | "duckdb";

/** Where databases differ. All else that the compiler writes means the same in each of them. */
export interface Dialect {
  /** Whether it reads what `sqlExpression` writes. Elsewhere the engine computes fields, from their inputs. */
  readonly hasExpressions: boolean;
  /** A whole number as text, so that no driver makes a double of it. */
  readonly exact: (sql: string) => string;
  /** Whole numbers that divide without a rest. */
  readonly divide: (dividend: string, divisor: string) => string;
  /** Year times 100 plus month, in UTC, of whole seconds since 1970. */
  readonly month: (seconds: string) => string;
  /** A double that is neither infinite nor NaN, else NULL. */
  readonly finite: (sql: string) => string;
  /** The value as the driver must get it. */
  readonly bind: (value: SqlValue) => SqlValue;
}

const mostDouble = "1.7976931348623157e308";
const finite = (sql: string): string => `case when abs(${sql}) <= ${mostDouble} then ${sql} end`;

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  libsql: {
    hasExpressions: true,
    exact: (sql) => `cast(${sql} as text)`,
    divide: (dividend, divisor) => `(${dividend}) / ${divisor}`,
    month: (seconds) => `cast(strftime('%Y%m', ${seconds}, 'unixepoch') as integer)`,
    finite,
    bind: (value) => value,
  },
  duckdb: {
    hasExpressions: false,
    exact: (sql) => `cast(${sql} as varchar)`,
    divide: (dividend, divisor) => `(${dividend}) // ${divisor}`,
    month: (seconds) =>
      `(year(epoch_ms((${seconds}) * 1000)) * 100 + month(epoch_ms((${seconds}) * 1000)))`,
    finite,
    // Its driver takes numbers for doubles, and whole numbers beside a double are compared as doubles.
    bind: (value) =>
      typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value,
  },
};

/** A name between double quotes, which both kinds of database read. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
