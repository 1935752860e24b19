import { bucketDay, bucketInstant, parseDate, parseInstant } from "@ennead/core/calendar";
import { compareCodePoints, rowPredicate, type Filter } from "@ennead/core/filter";
import { compareDecimals, formatDecimal, parseDecimal, type Decimal } from "@ennead/core/kernel";
import type {
  AggregateValue,
  Bucket,
  ColumnSchema,
  Dim,
  Member,
  PivotSpec as AnySpec,
} from "@ennead/core/pivot";

type Value = AggregateValue;

/** The reports that this evaluator knows. */
export type PlainSpec = Omit<AnySpec, "values"> & { readonly values: readonly AggregateValue[] };

/** A record in JSON writing. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

type Cell = string | number | boolean | null;

interface NaiveMember {
  readonly member: Member;
  /** What ascending label order compares. */
  readonly order: Decimal | number | string | boolean | null;
}

/** The cells of a report, computed the slow and obvious way: the records of every cell are listed and looked through. */
export interface NaiveResult {
  readonly rowOrder: readonly (readonly Member[])[];
  readonly colOrder: readonly (readonly Member[])[];
  readonly cells: ReadonlyMap<
    string,
    { readonly records: number; readonly values: readonly Cell[] }
  >;
}

export const cellKey = (row: readonly Member[], col: readonly Member[]): string =>
  JSON.stringify([row, col]);

const exactTypes = new Set(["int64", "decimal", "money"]);

const decimal = (value: unknown): Decimal => {
  const read = parseDecimal(String(value));
  if (read === undefined) throw new Error(`${String(value)} is no decimal`);
  return read;
};

/** A value as the report sees it: what is not finite is missing. */
const seen = (value: Cell | undefined, { type }: ColumnSchema): Cell => {
  if (value === undefined || value === null) return null;
  if (type === "float" && !Number.isFinite(Number(value))) return null;
  return value;
};

const floorDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
};

const stepOf = (value: Decimal, size: Decimal, origin: Decimal): NaiveMember => {
  const scale = Math.max(value.scale, size.scale, origin.scale);
  const at = ({ units, scale: own }: Decimal): bigint => units * 10n ** BigInt(scale - own);
  const low = at(origin) + floorDivide(at(value) - at(origin), at(size)) * at(size);
  const label = (units: bigint): string => formatDecimal({ units, scale });
  return { member: `[${label(low)},${label(low + at(size))})`, order: { units: low, scale } };
};

const bucketed = (value: Cell, bucket: Bucket, type: string, spec: PlainSpec): NaiveMember => {
  switch (bucket.kind) {
    case "date": {
      const { grain, timeZone = spec.timeZone ?? "UTC", weekStart = spec.weekStart ?? 1 } = bucket;
      if (type === "timestamp") {
        const found = bucketInstant(grain, parseInstant(String(value)) ?? 0, timeZone, {
          weekStart,
        });
        return { member: found.label, order: found.key };
      }
      if (grain === "hour" || grain === "hourOfDay") throw new Error("a date has no hour");
      const found = bucketDay(grain, parseDate(String(value)) ?? 0, { weekStart });
      return { member: found.label, order: found.key };
    }
    case "bins": {
      const edges = bucket.edges.map(decimal);
      const at = edges.findIndex((edge) => compareDecimals(decimal(value), edge) < 0);
      const bin = at < 0 ? edges.length : at;
      const name = (edge: number, open: string): string => {
        const found = edges[edge];
        return found === undefined ? open : formatDecimal(found);
      };
      return { member: `[${name(bin - 1, "-inf")},${name(bin, "inf")})`, order: bin };
    }
    case "step":
      return stepOf(decimal(value), decimal(bucket.size), decimal(bucket.origin ?? 0));
    default:
      throw new Error(`the evaluator knows no bucket ${bucket.kind}`);
  }
};

/** A member that a sort names, in the writing of the level: exact numbers are their shortest text. */
const named = (member: Member, dim: Dim | undefined, column: ColumnSchema | undefined): Member => {
  if (dim === undefined || dim.bucket !== undefined || member === null) return member;
  if (column === undefined || !exactTypes.has(column.type)) return member;
  const read = parseDecimal(String(member));
  return read === undefined ? member : formatDecimal(read);
};

const memberOf = (row: Row, dim: Dim, column: ColumnSchema, spec: PlainSpec): NaiveMember => {
  const value = seen(row[dim.field], column);
  if (value === null) return { member: null, order: null };
  if (dim.bucket !== undefined) return bucketed(value, dim.bucket, column.type, spec);
  if (exactTypes.has(column.type)) {
    return { member: formatDecimal(decimal(value)), order: decimal(value) };
  }
  if (typeof value === "number") return { member: value + 0, order: value + 0 };
  return { member: value, order: value };
};

const compareOrder = (a: NaiveMember["order"], b: NaiveMember["order"]): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "object" && typeof b === "object") return compareDecimals(a, b);
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  return Number(a) - Number(b);
};

const sumOf = (values: readonly Cell[], { type }: ColumnSchema): Cell => {
  if (type === "float") return values.reduce<number>((sum, value) => sum + Number(value), 0);
  let units = 0n;
  for (const value of values) {
    const { units: own, scale: written } = decimal(value);
    units += own * 10n ** BigInt(30 - written);
  }
  const total = formatDecimal({ units, scale: 30 });
  return type === "int" ? Number(total) : total;
};

const compareCells = (a: Cell, b: Cell, { type }: ColumnSchema): number => {
  if (exactTypes.has(type)) return compareDecimals(decimal(a), decimal(b));
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  return Number(a) - Number(b);
};

const valueOf = (
  rows: readonly Row[],
  value: Value,
  columns: ReadonlyMap<string, ColumnSchema>,
  keep: (row: Row) => boolean,
): Cell => {
  const kept = rows.filter(keep);
  if (value.agg === "records" || value.field === undefined) return kept.length;
  const column = columns.get(value.field);
  if (column === undefined) throw new Error(`no column ${value.field}`);
  const present = kept.filter((row) => seen(row[column.name], column) !== null);
  const values = present.map((row) => seen(row[column.name], column));
  switch (value.agg) {
    case "count":
      return values.length;
    case "distinct":
      return new Set(
        values.map((one) =>
          exactTypes.has(column.type)
            ? formatDecimal(decimal(one))
            : typeof one === "number"
              ? one + 0
              : one,
        ),
      ).size;
    default:
  }
  if (values.length === 0) return null;
  if (value.currency !== undefined) {
    const currency = value.currency;
    if (new Set(present.map((row) => row[currency] ?? null)).size > 1) return null;
  }
  switch (value.agg) {
    case "sum":
      return sumOf(values, column);
    case "avg":
      return Number(sumOf(values, column)) / values.length;
    case "min":
    case "max": {
      const sign = value.agg === "min" ? 1 : -1;
      return values.reduce((best, one) =>
        sign * compareCells(one, best, column) < 0 ? one : best,
      );
    }
    default:
      throw new Error(`the evaluator knows no aggregate ${value.agg}`);
  }
};

interface Node {
  readonly path: readonly Member[];
  readonly orders: readonly NaiveMember["order"][];
}

/** Label order of two siblings; the empty member is last in both directions. */
const label = (a: Node, b: Node, level: number, dir = 1): number => {
  const [x, y] = [a.orders[level] ?? null, b.orders[level] ?? null];
  return x === null || y === null ? compareOrder(x, y) : dir * compareOrder(x, y);
};

const prefixes = (members: readonly NaiveMember[]): Node[] =>
  Array.from({ length: members.length + 1 }, (_, depth) => ({
    path: members.slice(0, depth).map(({ member }) => member),
    orders: members.slice(0, depth).map(({ order }) => order),
  }));

/** Evaluates a checked spec by listing the records of every cell. */
export const naivePivot = (
  spec: PlainSpec,
  rows: readonly Row[],
  schema: readonly ColumnSchema[],
  now: number,
): NaiveResult => {
  const columns = new Map(schema.map((column) => [column.name, column]));
  const column = (name: string): ColumnSchema => {
    const found = columns.get(name);
    if (found === undefined) throw new Error(`no column ${name}`);
    return found;
  };
  const options = {
    typeOf: (name: string) => columns.get(name)?.type,
    now,
    timeZone: spec.timeZone ?? "UTC",
    weekStart: spec.weekStart ?? 1,
  };
  const predicate = (filter: Filter | undefined): ((row: Row) => boolean) =>
    filter === undefined ? () => true : rowPredicate(filter, options);
  const selected = rows.filter(predicate(spec.filter));
  const keeps = spec.values.map(({ where }) => predicate(where));

  const nodes = { rows: new Map<string, Node>(), cols: new Map<string, Node>() };
  for (const axis of ["rows", "cols"] as const) nodes[axis].set("[]", { path: [], orders: [] });
  const listed = new Map<string, Row[]>([[cellKey([], []), []]]);
  for (const row of selected) {
    const place = (dims: readonly Dim[]): Node[] =>
      prefixes(dims.map((dim) => memberOf(row, dim, column(dim.field), spec)));
    const [rowNodes, colNodes] = [place(spec.rows), place(spec.cols)];
    for (const rowNode of rowNodes) {
      nodes.rows.set(JSON.stringify(rowNode.path), rowNode);
      for (const colNode of colNodes) {
        nodes.cols.set(JSON.stringify(colNode.path), colNode);
        const key = cellKey(rowNode.path, colNode.path);
        const list = listed.get(key);
        if (list === undefined) listed.set(key, [row]);
        else list.push(row);
      }
    }
  }
  const cells = new Map<string, { records: number; values: Cell[] }>();
  for (const [key, list] of listed) {
    cells.set(key, {
      records: list.length,
      values: spec.values.map((value, at) =>
        valueOf(list, value, columns, keeps[at] ?? (() => true)),
      ),
    });
  }
  const orderOf = (axis: "rows" | "cols"): (readonly Member[])[] => {
    const dims = spec[axis];
    const score = (node: Node, value: string, other: readonly Member[]): Cell => {
      const at = spec.values.findIndex(({ name }) => name === value);
      const key = axis === "rows" ? cellKey(node.path, other) : cellKey(other, node.path);
      const { agg } = spec.values[at] ?? {};
      const zero = agg === "records" || agg === "count" || agg === "distinct";
      return cells.get(key)?.values[at] ?? (zero ? 0 : null);
    };
    const compare = (a: Node, b: Node, level: number): number => {
      const sort = dims[level]?.sort;
      if (sort === undefined || sort.by === "label") {
        return label(a, b, level, sort?.dir === "desc" ? -1 : 1);
      }
      if (sort.by === "list") {
        const place = (node: Node): number => {
          const list = sort.list.map((one) =>
            named(one, dims[level], columns.get(dims[level]?.field ?? "")),
          );
          const at = list.indexOf(node.path[level] ?? null);
          return at < 0 ? sort.list.length : at;
        };
        return place(a) - place(b) || label(a, b, level);
      }
      const others = spec[axis === "rows" ? "cols" : "rows"];
      const path = (sort.path ?? []).map((one, at) =>
        named(one, others[at], columns.get(others[at]?.field ?? "")),
      );
      const other = nodes[axis === "rows" ? "cols" : "rows"];
      if (!other.has(JSON.stringify(path))) return label(a, b, level);
      const [x, y] = [score(a, sort.value, path), score(b, sort.value, path)];
      if (x === null || y === null) {
        return Number(x === null) - Number(y === null) || label(a, b, level);
      }
      const value = spec.values.find(({ name }) => name === sort.value);
      const field = value?.field === undefined ? undefined : columns.get(value.field);
      const typed = ["sum", "min", "max"].includes(value?.agg ?? "") ? field : undefined;
      const order = compareCells(x, y, typed ?? { name: "", type: "float" });
      return (sort.dir === "desc" ? -order : order) || label(a, b, level);
    };
    const under = (parent: Node): (readonly Member[])[] => {
      const level = parent.path.length;
      const start = JSON.stringify(parent.path);
      return [...nodes[axis].values()]
        .filter(
          ({ path }) => path.length === level + 1 && JSON.stringify(path.slice(0, level)) === start,
        )
        .toSorted((a, b) => compare(a, b, level))
        .flatMap((node) => [node.path, ...under(node)]);
    };
    return under({ path: [], orders: [] });
  };
  return { rowOrder: orderOf("rows"), colOrder: orderOf("cols"), cells };
};
