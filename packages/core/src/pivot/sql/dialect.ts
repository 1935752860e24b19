import type { SqlValue } from "../../filter/index.ts";

export type DialectName = "libsql" | "duckdb" | "postgres";

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
  /** The function that finds a text in another, counting from 1. */
  readonly position: "instr" | "strpos";
  /** A text that compares by code point. */
  readonly text: (sql: string) => string;
  /** What ends a subquery whose expressions are not to be computed again for each place that names them. */
  readonly once: string;
  /** The statement with its `?` written as the database wants them. */
  readonly numbered: (sql: string, params: readonly SqlValue[]) => string;
}

const same = (sql: string): string => sql;

/** The type of a bound value, where a database would otherwise take that of what it is compared with. */
const boundType = (value: SqlValue): string => {
  if (typeof value === "string") return "text";
  return typeof value === "bigint" || Number.isSafeInteger(value) ? "bigint" : "double precision";
};

/** Parameters as `$1`, `$2` and so on; what stands between quotes is left alone. */
const withNumbers = (sql: string, params: readonly SqlValue[]): string => {
  let at = 0;
  return sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g, (piece) => {
    if (piece !== "?") return piece;
    at += 1;
    return `$${at}::${boundType(params[at - 1] ?? "")}`;
  });
};

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
    position: "instr",
    text: same,
    // SQLite writes a subquery into the one around it, expressions and all, but not one with a limit.
    once: " limit -1",
    numbered: same,
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
    position: "instr",
    text: same,
    once: "",
    numbered: same,
  },
  postgres: {
    hasExpressions: false,
    exact: (sql) => `cast(${sql} as text)`,
    divide: (dividend, divisor) => `(${dividend}) / ${divisor}`,
    month: (seconds) =>
      `cast(to_char(to_timestamp(${seconds}) at time zone 'UTC', 'YYYYMM') as integer)`,
    finite,
    bind: (value) => value,
    position: "strpos",
    // Whatever order a database has for its language, reports compare texts by code point.
    text: (sql) => `(${sql}) collate "C"`,
    once: "",
    numbered: withNumbers,
  },
};

/** A name between double quotes, which every one of them reads. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
