import { parseDate, parseInstant } from "../calendar/index.ts";
import { currencyDigits, shown } from "../kernel/index.ts";
import { mostDigits, type Misfit } from "./arithmetic.ts";
import type { DatePart, Expression, Operation } from "./expression.ts";
import { asFloat, call, literal, unified, type Place } from "./nodes.ts";
import { isExact, isNumber, scaleOf, type ExpressionType } from "./type.ts";

/** Builds the call out of its operands, or says why it cannot. */
type Build = (operands: readonly Expression[], place: Place) => Expression | Misfit;

/** A function that expressions may call; `usage` is what a message shows. */
export interface Signature {
  readonly usage: string;
  readonly build: Build;
}

const bool = { kind: "bool" } as const;
const int = { kind: "int" } as const;
const text = { kind: "text" } as const;
const date = { kind: "date" } as const;
const float = { kind: "float" } as const;

const decimal = (scale: number): ExpressionType => (scale === 0 ? int : { kind: "decimal", scale });

/** A call whose operands have these types, the last of which may be left out where `optional`. */
const plain =
  (
    operation: Operation,
    kinds: readonly ExpressionType["kind"][],
    type: ExpressionType,
    optional = 0,
  ): Build =>
  (operands, place) => {
    if (operands.length > kinds.length || operands.length < kinds.length - optional) return {};
    return operands.every((operand, at) => operand.type.kind === kinds[at])
      ? call(type, operation, operands, place)
      : {};
  };

const choice =
  (operation: "coalesce" | "least" | "greatest"): Build =>
  (operands, place) => {
    if (operands.length < 2) return {};
    const all = unified(operands);
    if (all === undefined || all.type.kind === "null") return {};
    const { kind } = all.type;
    if (operation !== "coalesce" && (kind === "bool" || kind === "textList" || kind === "money")) {
      return {};
    }
    return call(all.type, operation, all.nodes, place);
  };

const literalOf = (node: Expression | undefined): unknown =>
  node?.kind === "literal" ? node.value : undefined;

/** `floor`, `ceil` and `round`: how many digits stay is a constant, because it is part of the type. */
const rounding =
  (exact: "floor" | "ceiling" | "round", inexact: "floorFloat" | "ceilingFloat" | "roundFloat") =>
  (operands: readonly Expression[], place: Place): Expression | Misfit => {
    const [number, places] = operands;
    const wanted = places === undefined ? 0n : literalOf(places);
    if (number === undefined || operands.length > (exact === "round" ? 2 : 1)) return {};
    if (typeof wanted !== "bigint" || wanted < 0n || wanted > BigInt(mostDigits)) {
      return { hint: `The digits are a number from 0 to ${mostDigits}.` };
    }
    const digits = Number(wanted);
    if (number.type.kind === "float")
      return call(decimal(digits), inexact, [number], place, { digits });
    if (!isExact(number.type)) return {};
    const dropped = scaleOf(number.type) - digits;
    if (dropped <= 0) return number;
    return call(decimal(digits), exact, [number], place, { digits: dropped });
  };

/** A date, or the date that an instant has in the caller's zone. */
const asDate = (node: Expression): Expression | undefined =>
  node.type.kind === "date"
    ? node
    : node.type.kind === "instant"
      ? call(date, "dayOf", [node], node)
      : undefined;

const partOf =
  (part: DatePart): Build =>
  (operands, place) => {
    const day =
      operands.length === 1 && operands[0] !== undefined ? asDate(operands[0]) : undefined;
    return day === undefined ? {} : call(int, "part", [day], place, { part });
  };

const startOf: Build = ([day, grain, ...rest], place) => {
  const start = day === undefined ? undefined : asDate(day);
  const part = literalOf(grain);
  if (start === undefined || rest.length > 0) return {};
  return part === "year" || part === "quarter" || part === "month" || part === "week"
    ? call(date, "startOf", [start], place, { part })
    : { hint: 'The grain is "year", "quarter", "month" or "week".' };
};

const daysBetween: Build = (operands, place) => {
  const [from, to] = operands.map(asDate);
  return operands.length === 2 && from !== undefined && to !== undefined
    ? call(int, "daysBetween", [from, to], place)
    : {};
};

const dateOf: Build = ([one, ...rest], place) => {
  if (one === undefined || rest.length > 0) return {};
  if (one.type.kind === "instant") return call(date, "dayOf", [one], place);
  const written = literalOf(one);
  const day = typeof written === "string" ? parseDate(written) : undefined;
  return day === undefined
    ? { hint: 'A date is written date("2026-01-31").' }
    : literal(date, day, place);
};

const instantOf: Build = ([one, ...rest], place) => {
  const written = literalOf(one);
  const ms = typeof written === "string" && rest.length === 0 ? parseInstant(written) : undefined;
  return ms === undefined
    ? { hint: 'An instant is written timestamp("2026-01-31T09:30:00Z").' }
    : literal({ kind: "instant" }, ms, place);
};

const moneyOf: Build = ([number, currency, ...rest], place) => {
  const units = literalOf(number);
  const code = literalOf(currency);
  if (typeof units !== "bigint" || number === undefined || rest.length > 0) return {};
  if (typeof code !== "string" || !/^[A-Z]{3}$/.test(code)) {
    return { hint: "A currency is three capital letters, like EUR." };
  }
  const scale = Math.max(scaleOf(number.type), currencyDigits(code));
  const wide = units * 10n ** BigInt(scale - scaleOf(number.type));
  return literal({ kind: "money", scale }, { units: wide, currency: code }, place);
};

const absolute: Build = ([number, ...rest], place) => {
  if (number === undefined || rest.length > 0) return {};
  if (isExact(number.type)) return call(number.type, "absolute", [number], place);
  if (number.type.kind === "float") return call(float, "absoluteFloat", [number], place);
  return number.type.kind === "money" ? call(number.type, "absoluteMoney", [number], place) : {};
};

const sign: Build = ([number, ...rest], place) => {
  if (number === undefined || rest.length > 0 || !isNumber(number.type)) return {};
  return call(int, isExact(number.type) ? "sign" : "signFloat", [number], place);
};

const has: Build = ([one, ...rest], place) =>
  one === undefined || rest.length > 0
    ? {}
    : call(bool, "not", [call(bool, "isNull", [one], place)], place);

/** The first of these that fits its operands. */
const either =
  (...builds: readonly Build[]): Build =>
  (operands, place) => {
    let told: Misfit = {};
    for (const build of builds) {
      const built = build(operands, place);
      if ("kind" in built) return built;
      told = built.hint === undefined ? told : built;
    }
    return told;
  };

const entries: Readonly<Record<string, readonly [usage: string, build: Build]>> = {
  has: ["has(value)", has],
  coalesce: ["coalesce(value, value, …)", choice("coalesce")],
  least: ["least(number, number, …)", choice("least")],
  greatest: ["greatest(number, number, …)", choice("greatest")],
  abs: ["abs(number)", absolute],
  sign: ["sign(number)", sign],
  floor: ["floor(number)", rounding("floor", "floorFloat")],
  ceil: ["ceil(number)", rounding("ceiling", "ceilingFloat")],
  round: ["round(number, digits)", rounding("round", "roundFloat")],
  double: [
    "double(number)",
    ([one, ...rest]) =>
      one !== undefined && rest.length === 0 && isNumber(one.type) ? asFloat(one) : {},
  ],
  money: ['money(12.50, "EUR")', moneyOf],
  amount: [
    "amount(money)",
    ([one, ...rest], place) =>
      one?.type.kind === "money" && rest.length === 0
        ? call(decimal(scaleOf(one.type)), "amountOf", [one], place)
        : {},
  ],
  currency: ["currency(money)", plain("currencyOf", ["money"], text)],
  size: [
    "size(text)",
    either(plain("size", ["text"], int), plain("sizeOfList", ["textList"], int)),
  ],
  contains: [
    "contains(text, text)",
    either(plain("contains", ["text", "text"], bool), ([list, one, ...rest], place) =>
      list?.type.kind === "textList" && one?.type.kind === "text" && rest.length === 0
        ? call(bool, "isMember", [one, list], place)
        : {},
    ),
  ],
  startsWith: ["startsWith(text, text)", plain("startsWith", ["text", "text"], bool)],
  endsWith: ["endsWith(text, text)", plain("endsWith", ["text", "text"], bool)],
  lowerAscii: ["lowerAscii(text)", plain("lowerAscii", ["text"], text)],
  upperAscii: ["upperAscii(text)", plain("upperAscii", ["text"], text)],
  trim: ["trim(text)", plain("trim", ["text"], text)],
  substring: ["substring(text, from, to)", plain("substring", ["text", "int", "int"], text, 1)],
  replace: ["replace(text, text, text)", plain("replace", ["text", "text", "text"], text)],
  indexOf: ["indexOf(text, text)", plain("indexOf", ["text", "text"], int)],
  year: ["year(date)", partOf("year")],
  quarter: ["quarter(date)", partOf("quarter")],
  month: ["month(date)", partOf("month")],
  day: ["day(date)", partOf("day")],
  weekday: ["weekday(date)", partOf("weekday")],
  startOf: ['startOf(date, "month")', startOf],
  addDays: ["addDays(date, days)", plain("addDays", ["date", "int"], date)],
  addMonths: ["addMonths(date, months)", plain("addMonths", ["date", "int"], date)],
  daysBetween: ["daysBetween(from, to)", daysBetween],
  hoursBetween: ["hoursBetween(from, to)", plain("hoursBetween", ["instant", "instant"], float)],
  date: ['date("2026-01-31")', dateOf],
  timestamp: ['timestamp("2026-01-31T09:30:00Z")', instantOf],
  today: ["today()", plain("today", [], date)],
  now: ["now()", plain("now", [], { kind: "instant" })],
};

/** The functions by name. A map, because names come from callers. */
export const functions: ReadonlyMap<string, Signature> = new Map(
  Object.entries(entries).map(([name, [usage, build]]) => [name, { usage, build }]),
);

/** Names that come closest to one that does not exist, for its message. */
export const unknownFunction = (name: string): string =>
  `There is no function ${shown(name)}. Functions are ${[...functions.keys()].join(", ")}.`;
