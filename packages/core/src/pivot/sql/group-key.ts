import type { Sql } from "../../filter/index.ts";
import type { Bucket, PivotSpec } from "../spec.ts";
import type { Dialect } from "./dialect.ts";
import { offsetRange, wholeMinutesFrom } from "./offset-range.ts";
import { ceilingUnits, hasUnits, smallUnits, type NamedColumn } from "./sql-source.ts";

const plain = (sql: string): Sql => ({ sql, params: [] });

/** The greatest multiple of `size` that is not above a whole number; the sign of `%` is that of the dividend. */
const floored = (sql: string, size: string): string =>
  `(${sql} - ((${sql} % ${size}) + ${size}) % ${size})`;

type Grain = Extract<Bucket, { grain: unknown }>["grain"];

const monthGrains: ReadonlySet<Grain> = new Set([
  "year",
  "half",
  "quarter",
  "month",
  "monthOfYear",
  "quarterOfYear",
]);

/** Buckets that whole months lie in. */
const isOfMonths = ({ kind, grain }: Extract<Bucket, { grain: unknown }>): boolean =>
  kind === "fiscal" || (kind === "date" && monthGrains.has(grain));

const dayKey = (bucket: Extract<Bucket, { grain: unknown }>, name: string): string => {
  if (bucket.kind === "date" && bucket.grain === "year") return `substr(${name}, 1, 4)`;
  return isOfMonths(bucket) ? `substr(${name}, 1, 7)` : name;
};

/**
 * Local months, days or hours without a table of the zone's history: where the least and the most offset agree about the
 * unit, it is that one; in the hours between them minutes stay apart, and before 1980 instants do.
 */
const instantKey = (
  bucket: Extract<Bucket, { grain: unknown }>,
  name: string,
  zone: string,
  dialect: Dialect,
): string => {
  const isHour = bucket.grain === "hour" || bucket.grain === "hourOfDay";
  const unit = (instant: string): string => {
    if (isHour) return floored(instant, "3600000");
    if (!isOfMonths(bucket)) return floored(instant, "86400000");
    return dialect.month(dialect.divide(floored(instant, "1000"), "1000"));
  };
  if (zone === "UTC") return unit(name);
  const { least, most } = offsetRange(zone);
  const [low, high] = [unit(`(${name} + ${least})`), unit(`(${name} + ${most})`)];
  const minute = `${floored(name, "60000")} + 1000000000000000`;
  // An hour that is repeated is two members, so where offsets differ at all, hours are never sure.
  const sure = isHour && least !== most ? "1 = 0" : `${low} = ${high}`;
  const late = `${name} >= ${wholeMinutesFrom}`;
  return `case when ${late} and ${sure} then ${low} when ${late} then ${minute} else ${name} + 10000000000000000 end`;
};

const binsKey = (edges: readonly (number | string)[], column: NamedColumn): Sql => {
  const { name, scale = 0 } = column;
  if (column.type === "float") {
    // The double nearest to an edge may lie on either side of it: it is a group of its own.
    const params = edges.map((edge) => Number(edge)).filter((edge) => Number.isFinite(edge));
    const cases = params.map(
      (_, at) =>
        `when ${name} < cast(? as double precision) then ${2 * at} when ${name} = cast(? as double precision) then ${2 * at + 1}`,
    );
    const bound = params.flatMap((edge) => [String(edge), String(edge)]);
    return {
      sql: `case when ${name} is null then null ${cases.join(" ")} else -1 end`,
      params: bound,
    };
  }
  const floors = edges.flatMap((edge) => ceilingUnits(edge, scale) ?? []);
  const cases = floors.map((_, at) => `when ${name} < ? then ${at}`);
  return {
    sql: `case when ${name} is null then null ${cases.join(" ")} else -1 end`,
    params: floors,
  };
};

const stepKey = (
  { size, origin = 0 }: Extract<Bucket, { kind: "step" }>,
  column: NamedColumn,
): Sql => {
  const { name, scale = 0 } = column;
  const [step, start] = [smallUnits(size, scale), smallUnits(origin, scale)];
  if (step === undefined || start === undefined || !hasUnits(column)) return plain(name);
  const rest = `((${name} % ${step} - (${start % step})) % ${step} + ${step}) % ${step}`;
  // Near the ends of 64 bits, where the start of a step may lie outside, values stay apart.
  const far = 2n ** 62n;
  return plain(
    `case when ${name} > -${far} and ${name} < ${far} then ${name} - ${rest} else ${name} end`,
  );
};

const mapKey = ({ groups, rest }: Extract<Bucket, { kind: "map" }>, column: NamedColumn): Sql => {
  const { name, type } = column;
  if (type !== "text" || rest === undefined) return plain(name);
  const params: string[] = [];
  const cases = groups.flatMap(([, members], at) => {
    const texts = members.filter((member) => typeof member === "string");
    params.push(...texts);
    return texts.length === 0
      ? []
      : [`when ${name} in (${texts.map(() => "?").join(", ")}) then ${at}`];
  });
  return { sql: `case when ${name} is null then null ${cases.join(" ")} else -1 end`, params };
};

/**
 * What to group a column by so that all values of a group are in one bucket. It need not be the bucket itself: the engine
 * buckets a value of each group again, so a finer key costs rows and never a wrong cell.
 */
export const groupKey = (
  bucket: Bucket | undefined,
  column: NamedColumn,
  spec: Pick<PivotSpec, "timeZone">,
  dialect: Dialect,
): Sql => {
  const { name, type } = column;
  if (bucket === undefined || column.text === true) return plain(name);
  switch (bucket.kind) {
    case "date":
    case "fiscal":
    case "weekYear": {
      const zone = bucket.timeZone ?? spec.timeZone ?? "UTC";
      return plain(
        type === "date" ? dayKey(bucket, name) : instantKey(bucket, name, zone, dialect),
      );
    }
    case "bins":
      return binsKey(bucket.edges, column);
    case "step":
      return stepKey(bucket, column);
    case "map":
      return mapKey(bucket, column);
    default:
      return bucket satisfies never;
  }
};
