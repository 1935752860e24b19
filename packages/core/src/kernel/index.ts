/**
 * What every engine stands on: results and faults, JSON, ids, exact decimals and money, pages, the type of a clock.
 *
 * @example
 * ```ts
 * import { moneyJson, parseMoney, unwrap } from "@ennead/core/kernel";
 *
 * const price = unwrap(parseMoney({ amount: "12.3", currency: "EUR" }));
 * price.minor; // 1230
 * moneyJson(price).amount; // "12.30"
 * ```
 */
export { fault, pointerOf, type Fault, type PathSegment } from "./fault.ts";
export { err, ok, unwrap, type Result } from "./result.ts";
export { canonicalJson } from "./canonical.ts";
export { isObject, type Json, type JsonObject } from "./json.ts";
export { isUuid, uuidv7, type Brand, type CompanyId, type RecordId, type UserId } from "./id.ts";
export { compareCodePoints } from "./code-points.ts";
export type { Clock, Instant, RandomBytes } from "./clock.ts";
export {
  compareDecimals,
  formatDecimal,
  formatUnits,
  normalizeDecimal,
  parseDecimal,
  unitsAt,
  type Decimal,
} from "./decimal.ts";
export { currencyDigits, moneyJson, parseMoney, type Money, type MoneyJson } from "./money.ts";
export type { Page } from "./page.ts";
export { isWellFormed, shortened, shown } from "./text.ts";
