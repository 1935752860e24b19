import { dayOf, formatDate } from "../calendar/index.ts";
import { err, ok, type Fault, type Result } from "../kernel/index.ts";
import type { Expression, ExpressionFacts } from "./expression.ts";
import { faultAt } from "./parse.ts";
import { list, named, sql, text, type Piece, type SqlText } from "./sql-text.ts";
import type { ExpressionType } from "./type.ts";
import type { Amount } from "./value.ts";

/**
 * How a field is read in SQL, as text of our own making and never a caller's: whole numbers and decimals as integer
 * units at their scale, money as such units with its currency, booleans as 0 and 1, dates as `yyyy-mm-dd`, instants as
 * integer milliseconds, lists as JSON text.
 */
export type SqlField = (
  path: readonly string[],
  type: ExpressionType,
) => string | { readonly units: string; readonly currency: string };

type Call = Extract<Expression, { kind: "call" }>;

class NotInSql extends Error {
  readonly node: Expression;
  constructor(node: Expression) {
    super("not in SQL");
    this.node = node;
  }
}

/** SQLite goes over to floating point where an integer does not fit: then there is no value. */
const exact = (value: Piece): Piece => named("iif(typeof(a) = 'integer', a, null)", value);

const finite = (value: Piece): Piece =>
  named("iif(abs(a) <= 1.7976931348623157e308, a, null)", value);

const inDays = (value: Piece): Piece =>
  named("iif(a between '0001-01-01' and '9999-12-31', a, null)", value);

const mostFloat = "9223372036854775808.0";
const weekday = "((strftime('%w', a) + 6) % 7 + 1)";
const monthOf = "cast(substr(a, 6, 2) as integer)";

const parts: Readonly<Record<string, string>> = {
  year: "cast(substr(a, 1, 4) as integer)",
  quarter: `(${monthOf} + 2) / 3`,
  month: monthOf,
  day: "cast(substr(a, 9, 2) as integer)",
  weekday,
};

const starts: Readonly<Record<string, string>> = {
  year: "substr(a, 1, 4) || '-01-01'",
  quarter: `substr(a, 1, 5) || printf('%02d', (${monthOf} - 1) / 3 * 3 + 1) || '-01'`,
  month: "substr(a, 1, 7) || '-01'",
  week: `date(a, (1 - ${weekday}) || ' days')`,
};

/** The last day of the month that begins with `b`; the year 10,000 is none that SQLite knows. */
const lastOfMonth =
  "iif(b = '9999-12-01', 31, cast(strftime('%d', date(b, '+1 month', '-1 day')) as integer))";

const mostSteps = 2000;

const mostDepth = 5;

class SqlWriter {
  readonly #field: SqlField;
  readonly #facts: ExpressionFacts;
  readonly #bound: Piece[] = [];
  #steps = 0;

  constructor(field: SqlField, facts: ExpressionFacts) {
    this.#field = field;
    this.#facts = facts;
  }

  /** The operand as 0 or 1: what has no value counts as false. */
  #truth(node: Expression): Piece {
    return sql`ifnull(${this.write(node)}, 0)`;
  }

  #literal(type: ExpressionType, value: unknown): Piece {
    if (value === null) return text("null");
    if (typeof value === "boolean") return text(value ? "1" : "0");
    if (type.kind === "date") return text("?", formatDate(value as number));
    if (type.kind === "float") return text("cast(? as real)", value as number);
    return typeof value === "string" ? text("?", value) : text(`(${String(value)})`);
  }

  /** An amount is written as units and as currency, so its parts are written more than once: but not without end. */
  #step(node: Expression): void {
    this.#steps += 1;
    if (this.#steps > mostSteps) throw new NotInSql(node);
  }

  /** The units of an amount; null where it has no value. */
  #units(node: Expression): Piece {
    return this.#flat(this.#unitsOf(node));
  }

  #unitsOf(node: Expression): Piece {
    this.#step(node);
    if (node.kind === "literal") {
      return node.value === null ? text("null") : text(`(${(node.value as Amount).units})`);
    }
    if (node.kind === "field") {
      const read = this.#field(node.path, node.type);
      return text(typeof read === "string" ? read : read.units);
    }
    const { operands, digits = 0 } = node;
    const [first, second, third] = operands as readonly [Expression, Expression, Expression];
    switch (node.operation) {
      case "addMoney":
      case "subtractMoney": {
        const sign = node.operation === "addMoney" ? "+" : "-";
        const currencies = [this.#currency(first), this.#currency(second)] as const;
        const both = [this.#units(first), this.#units(second)] as const;
        const sum = sign === "+" ? sql`${both[0]} + ${both[1]}` : sql`${both[0]} - ${both[1]}`;
        return exact(sql`iif(${currencies[0]} = ${currencies[1]}, ${sum}, null)`);
      }
      case "negateMoney":
        return exact(sql`-(${this.#units(first)})`);
      case "absoluteMoney":
        return exact(named("iif(a < 0, -a, a)", this.#units(first)));
      case "widenMoney":
        return exact(sql`${this.#units(first)} * ${text(`1${"0".repeat(digits)}`)}`);
      case "multiplyMoney":
        return exact(sql`${this.#units(first)} * ${this.write(second)}`);
      case "if":
        return sql`iif(${this.#truth(first)}, ${this.#units(second)}, ${this.#units(third)})`;
      case "coalesce":
        return sql`coalesce(${list(
          operands.map((one) => this.#units(one)),
          ", ",
        )})`;
      default:
        throw new NotInSql(node);
    }
  }

  #currency(node: Expression): Piece {
    return this.#flat(this.#currencyOf(node));
  }

  #currencyOf(node: Expression): Piece {
    this.#step(node);
    if (node.kind === "literal") {
      return node.value === null ? text("null") : text("?", (node.value as Amount).currency);
    }
    if (node.kind === "field") {
      const read = this.#field(node.path, node.type);
      return text(typeof read === "string" ? "null" : read.currency);
    }
    const [first, second, third] = node.operands as readonly [Expression, Expression, Expression];
    if (node.operation === "if") {
      return sql`iif(${this.#truth(first)}, ${this.#currency(second)}, ${this.#currency(third)})`;
    }
    if (node.operation !== "coalesce") return this.#currency(first);
    const cases = node.operands.map(
      (one) => sql`when ${this.#units(one)} is not null then ${this.#currency(one)}`,
    );
    return sql`case ${list(cases, " ")} end`;
  }

  #compareMoney(node: Call, operator: string): Piece {
    const [a, b] = node.operands as readonly [Expression, Expression];
    const sameCurrency = sql`${this.#currency(a)} = ${this.#currency(b)}`;
    const [left, right] = [this.#units(a), this.#units(b)];
    return sql`ifnull(${sameCurrency} and ${left} ${text(operator)} ${right}, 0)`;
  }

  #call(node: Call): Piece {
    const { operation, operands, digits = 0 } = node;
    const power = `1${"0".repeat(digits)}`;
    const money = operands[0]?.type.kind === "money";
    switch (operation) {
      case "isNull":
        return money
          ? sql`(${this.#units(operands[0] as Expression)} is null)`
          : sql`(${this.write(operands[0] as Expression)} is null)`;
      case "equalMoney":
        return this.#compareMoney(node, "=");
      case "lessMoney":
        return this.#compareMoney(node, "<");
      case "lessOrEqualMoney":
        return this.#compareMoney(node, "<=");
      case "divideMoney": {
        const [a, b] = operands as readonly [Expression, Expression];
        const sameCurrency = sql`${this.#currency(a)} = ${this.#currency(b)}`;
        const quotient = sql`cast(${this.#units(a)} as real) / cast(${this.#units(b)} as real)`;
        return sql`iif(${sameCurrency}, ${quotient}, null)`;
      }
      case "amountOf":
        return this.#units(operands[0] as Expression);
      case "currencyOf": {
        const [one] = operands as readonly [Expression];
        return sql`iif(${this.#units(one)} is null, null, ${this.#currency(one)})`;
      }
      case "and":
      case "or":
        return sql`(${list(
          operands.map((one) => this.#truth(one)),
          operation === "and" ? " and " : " or ",
        )})`;
      case "not":
        return sql`(not ${this.#truth(operands[0] as Expression)})`;
      case "if": {
        const [test, yes, no] = operands as readonly [Expression, Expression, Expression];
        return sql`iif(${this.#truth(test)}, ${this.write(yes)}, ${this.write(no)})`;
      }
      case "today":
        return text("?", formatDate(dayOf(this.#facts.now, this.#facts.timeZone ?? "UTC")));
      case "now":
        return text(String(this.#facts.now));
      case "dayOf": {
        if ((this.#facts.timeZone ?? "UTC") !== "UTC") throw new NotInSql(node);
        const days = "(a - ((a % 86400000) + 86400000) % 86400000) / 1000";
        return named(`date(${days}, 'unixepoch')`, this.write(operands[0] as Expression));
      }
      default:
    }
    const written = operands.map((one) => this.write(one));
    const [a = text("null"), b = text("null"), c] = written;
    const all = list(written, ", ");
    switch (operation) {
      case "equal":
        return sql`ifnull(${a} = ${b}, 0)`;
      case "less":
        return sql`ifnull(${a} < ${b}, 0)`;
      case "lessOrEqual":
        return sql`ifnull(${a} <= ${b}, 0)`;
      case "add":
        return exact(sql`${a} + ${b}`);
      case "subtract":
        return exact(sql`${a} - ${b}`);
      case "multiply":
        return exact(sql`${a} * ${b}`);
      case "remainder":
        return sql`(${a} % ${b})`;
      case "negate":
        return exact(sql`-(${a})`);
      case "absolute":
        return exact(named("iif(a < 0, -a, a)", a));
      case "sign":
        return named("(a > 0) - (a < 0)", a);
      case "signFloat":
        return named("(a > 0) - (a < 0)", a);
      case "widen":
        return exact(sql`${a} * ${text(power)}`);
      case "round":
        return named(
          `a / ${power} + iif(abs(a % ${power}) * 2 >= ${power}, iif(a < 0, -1, 1), 0)`,
          a,
        );
      case "floor":
        return named(`a / ${power} - (a % ${power} < 0)`, a);
      case "ceiling":
        return named(`a / ${power} + (a % ${power} > 0)`, a);
      case "addFloat":
        return finite(sql`${a} + ${b}`);
      case "subtractFloat":
        return finite(sql`${a} - ${b}`);
      case "multiplyFloat":
        return finite(sql`${a} * ${b}`);
      case "divide":
        return finite(sql`${a} / ${b}`);
      case "negateFloat":
        return sql`(-(${a}))`;
      case "absoluteFloat":
        return sql`abs(${a})`;
      case "toFloat":
        return sql`(cast(${a} as real) / ${text(`1e${digits}`)})`;
      case "roundFloat":
        return named(
          `iif(abs(a) * 1e${digits} + 0.5 < ${mostFloat}, cast(abs(a) * 1e${digits} + 0.5 as integer) * iif(a < 0, -1, 1), null)`,
          a,
        );
      case "floorFloat":
        return named(
          `iif(abs(a) < ${mostFloat}, cast(a as integer) - (a < cast(a as integer)), null)`,
          a,
        );
      case "ceilingFloat":
        return named(
          `iif(abs(a) < ${mostFloat}, cast(a as integer) + (a > cast(a as integer)), null)`,
          a,
        );
      case "coalesce":
        return sql`coalesce(${all})`;
      case "least":
        return sql`min(${all})`;
      case "greatest":
        return sql`max(${all})`;
      case "concat":
        return sql`(${a} || ${b})`;
      case "size":
        return sql`length(${a})`;
      case "contains":
        return sql`ifnull(instr(${a}, ${b}) > 0, 0)`;
      case "startsWith":
        return sql`ifnull(${named("substr(a, 1, length(b)) = b", a, b)}, 0)`;
      case "endsWith":
        return sql`ifnull(${named("length(b) = 0 and a is not null or substr(a, -length(b)) = b", a, b)}, 0)`;
      case "lowerAscii":
        return sql`lower(${a})`;
      case "upperAscii":
        return sql`upper(${a})`;
      case "trim":
        return sql`trim(${a}, char(32, 9, 13, 10))`;
      case "substring": {
        const from = "min(max(b, 0), length(a))";
        return c === undefined
          ? named(`substr(a, ${from} + 1)`, a, b)
          : named(`substr(a, ${from} + 1, max(min(max(c, 0), length(a)) - ${from}, 0))`, a, b, c);
      }
      case "replace":
        // With nothing to replace, SQLite does not look at the third.
        return named("iif(c is null, null, replace(a, b, c))", a, b, c ?? text("null"));
      case "indexOf":
        return sql`(instr(${a}, ${b}) - 1)`;
      case "isMember":
        return sql`exists (select 1 from json_each(${b}) where value = ${a})`;
      case "sizeOfList":
        return sql`json_array_length(${a})`;
      case "part":
        return named(parts[node.part ?? "year"] ?? "", a);
      case "startOf":
        return inDays(named(starts[node.part ?? "year"] ?? "", a));
      case "addDays":
        return inDays(named("date(a, b || ' days')", a, b));
      case "addMonths": {
        const first = named("a, date(substr(a, 1, 7) || '-01', b || ' months') as b", a, b);
        const day = `printf('%02d', min(cast(substr(a, 9, 2) as integer), ${lastOfMonth}))`;
        return inDays(sql`(select substr(b, 1, 8) || ${text(day)} from ${first})`);
      }
      case "daysBetween":
        return named("cast(julianday(b) - julianday(a) as integer)", a, b);
      case "hoursBetween":
        return sql`((${b} - ${a}) / 3600000.0)`;
      default:
        throw new NotInSql(node);
    }
  }

  /** SQLite's parser holds a hundred symbols: what nests deeper is named, and the names stand side by side. */
  #flat(piece: Piece): Piece {
    if (piece.depth <= mostDepth) return piece;
    this.#bound.push(piece);
    return text(`(select v from s${this.#bound.length})`);
  }

  /** The whole, with what was named on the way. */
  finish(node: Expression): SqlText {
    const { sql: last, params } = this.write(node);
    if (this.#bound.length === 0) return { sql: last, params };
    const names = this.#bound.map((piece, at) => `s${at + 1} as (select ${piece.sql} as v)`);
    return {
      sql: `(with ${names.join(", ")} select ${last})`,
      params: [...this.#bound.flatMap((piece) => piece.params), ...params],
    };
  }

  write(node: Expression): Piece {
    return this.#flat(this.#written(node));
  }

  #written(node: Expression): Piece {
    if (node.kind === "literal") return this.#literal(node.type, node.value);
    if (node.type.kind === "money") throw new NotInSql(node);
    if (node.kind === "call") return this.#call(node);
    const read = this.#field(node.path, node.type);
    return text(typeof read === "string" ? read : read.units);
  }
}

/**
 * A checked expression as SQLite text, whose answer is that of `rowExpression`: exact numbers as integer units, booleans
 * as 0, 1 or null, dates as text. Fault `expression/not-in-sql` with the place of what only rows can compute: the date of
 * an instant in a zone other than UTC, and an amount of money as the answer (ask for `amount(…)`).
 */
export const sqlExpression = (
  expression: Expression,
  field: SqlField,
  facts: ExpressionFacts,
): Result<SqlText, Fault> => {
  try {
    return ok(new SqlWriter(field, facts).finish(expression));
  } catch (error) {
    if (!(error instanceof NotInSql)) throw error;
    const { from, to } = error.node;
    return err(faultAt("expression/not-in-sql", "A database cannot compute this.", from, to));
  }
};
