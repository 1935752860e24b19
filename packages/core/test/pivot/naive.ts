import { bucketInstant, parseDate, parseInstant } from "@ennead/core/calendar";
import { expressions } from "@ennead/core/expression";
import { rowPredicate, type Filter } from "@ennead/core/filter";
import {
  isAggregate,
  isFormula,
  type AggregateValue,
  type ColumnSchema,
  type Dim,
  type Having,
  type PivotSpec,
  type Sort,
} from "@ennead/core/pivot";

import { aggregate } from "./naive/aggregates.ts";
import { evaluate, type Typed } from "./naive/formulas.ts";
import {
  dayMember,
  memberOf,
  othersMember,
  plainMember,
  type NaiveMember,
} from "./naive/members.ts";
import {
  byLabel,
  childrenOf,
  distinctMembers,
  filled,
  isUnder,
  lastOf,
  nodeOf,
  nodesOf,
  type Axis,
  type Node,
  type Placed,
} from "./naive/nodes.ts";
import { shownCell, type ShownFacts } from "./naive/shown.ts";
import {
  cellKey,
  compareCells,
  exactTypes,
  keyOf,
  type Cell,
  type Path,
  type PathMember,
  type Row,
  type Tree,
} from "./naive/types.ts";

export { type Path, type Row, type Tree } from "./naive/types.ts";

/** What the evaluator is told besides the records. */
export interface NaiveFacts {
  readonly now: number;
  /** What joins name. */
  readonly joined?: ReadonlyMap<
    string,
    { readonly rows: readonly Row[]; readonly schema: readonly ColumnSchema[] }
  >;
  /** The tree of each formula text of the spec. */
  readonly trees?: ReadonlyMap<
    string,
    { readonly tree: Tree; readonly type?: ColumnSchema["type"] }
  >;
}

export interface NaiveCell {
  readonly records: readonly Row[];
  readonly values: readonly Cell[];
}

/** The cells of a report, computed the slow and obvious way: the records of every cell are listed and looked through. */
export interface NaiveResult {
  readonly rowOrder: readonly Path[];
  readonly colOrder: readonly Path[];
  /** The records and values of two nodes, by path. */
  readonly cell: (row: Path, col: Path) => NaiveCell | undefined;
}

const counts = new Set(["records", "count", "distinct"]);
const floats = new Set([
  "avg",
  "median",
  "quantile_cont",
  "wavg",
  "var_samp",
  "var_pop",
  "sd_samp",
  "sd_pop",
]);

const isOthers = (node: Node): number => Number(lastOf(node).others === true);

const flipped = (axis: Axis): Axis => (axis === "rows" ? "cols" : "rows");

const meets = (value: Cell, { op, than }: Having): boolean => {
  if (value === null) return false;
  const order = compareCells(String(value), String(than), "decimal");
  const holds = { "=": order === 0, "<": order < 0, ">": order > 0 };
  switch (op) {
    case "!=":
      return !holds["="];
    case "<=":
      return !holds[">"];
    case ">=":
      return !holds["<"];
    default:
      return holds[op];
  }
};

/** Evaluates a checked spec by listing the records of every cell. */
export const naivePivot = (
  spec: PivotSpec,
  given: readonly Row[],
  schema: readonly ColumnSchema[],
  facts: NaiveFacts,
): NaiveResult => {
  const columns = new Map<string, Omit<ColumnSchema, "name">>(schema.map((one) => [one.name, one]));
  const typeOf = (name: string): string => columns.get(name)?.type ?? "text";
  const options = {
    typeOf: (name: string) => columns.get(name)?.type,
    now: facts.now,
    timeZone: spec.timeZone ?? "UTC",
    weekStart: spec.weekStart ?? 1,
    expressions,
    scaleOf: (name: string) => columns.get(name)?.scale ?? 0,
  };
  const treeOf = (text: string): { tree: Tree; type?: ColumnSchema["type"] } => {
    const found = facts.trees?.get(text);
    if (found === undefined) throw new Error(`no tree of ${text}`);
    return found;
  };
  const predicate = (filter: Filter | undefined): ((row: Row) => boolean) =>
    filter === undefined ? () => true : rowPredicate(filter, options);

  // Joins, then calculated fields, each seeing those before it.
  let rows: readonly Row[] = given;
  for (const { as, source, left, right } of spec.joins ?? []) {
    const other = facts.joined?.get(source);
    if (other === undefined) throw new Error(`no ${source}`);
    for (const { name, ...column } of other.schema) columns.set(`${as}.${name}`, column);
    rows = rows.map((row) => {
      const match = other.rows.find((one) => row[left] !== null && one[right] === row[left]);
      const added = other.schema.map(({ name }) => [`${as}.${name}`, match?.[name] ?? null]);
      return { ...row, ...(Object.fromEntries(added) as Row) };
    });
  }
  for (const { name, formula } of spec.fields ?? []) {
    const { tree, type } = treeOf(formula);
    const read =
      (row: Row) =>
      (field: string): Typed => ({ value: row[field] ?? null, type: typeOf(field) });
    const made = rows.map((row) => evaluate(tree, read(row), (filter) => predicate(filter)(row)));
    rows = rows.map((row, at) => ({ ...row, [name]: made[at]?.value ?? null }));
    columns.set(name, { type: type ?? (made[0]?.type as "text" | undefined) ?? "text" });
  }

  const selected = rows.filter(predicate(spec.filter));
  const place = (row: Row): Placed => {
    const on = (dims: readonly Dim[]): NaiveMember[] =>
      dims.map((dim) => memberOf(row[dim.field], dim, typeOf(dim.field), spec));
    return { row, rows: on(spec.rows), cols: on(spec.cols) };
  };
  let placed = selected.map(place);

  const byName = new Map(spec.values.map((value) => [value.name, value]));
  const aggregateType = ({ agg, field }: AggregateValue): string =>
    counts.has(agg) ? "int" : floats.has(agg) ? "float" : typeOf(field ?? "");
  const measure = (name: string, list: readonly Row[]): Typed => {
    const value = byName.get(name);
    if (value === undefined) throw new Error(`no value ${name}`);
    if (isAggregate(value)) {
      const cell = aggregate(list.filter(predicate(value.where)), value, columns);
      return { value: cell, type: aggregateType(value) };
    }
    if (!isFormula(value)) throw new Error(`${name} is shown`);
    const made = evaluate(
      treeOf(value.formula).tree,
      (of) => measure(of, list),
      () => false,
    );
    // A formula has no value where there are no records.
    return list.length === 0 ? { ...made, value: null } : made;
  };
  const recordsOf = (axis: Axis, node: Node): Row[] =>
    placed.filter((one) => isUnder(node, one[axis])).map((one) => one.row);

  for (const axis of ["rows", "cols"] as const) {
    for (const condition of spec.having ?? []) {
      if (condition.on !== axis) continue;
      const nodes = [...nodesOf(placed, axis).values()].filter(
        ({ path }) => path.length === condition.level + 1,
      );
      const dropped = nodes.filter(
        (node) => !meets(measure(condition.value, recordsOf(axis, node)).value, condition),
      );
      placed = placed.filter((one) => !dropped.some((node) => isUnder(node, one[axis])));
    }
  }
  for (const axis of ["rows", "cols"] as const) {
    spec[axis].forEach(({ top }, level) => {
      if (top === undefined) return;
      const nodes = nodesOf(placed, axis);
      const rest: Node[] = [];
      for (const parent of nodes.values()) {
        if (parent.path.length !== level) continue;
        const scored = childrenOf(nodes, parent).map((node) => ({
          node,
          score: measure(top.by, recordsOf(axis, node)),
        }));
        scored.sort((a, b) => {
          const missing = Number(a.score.value === null) - Number(b.score.value === null);
          if (missing !== 0) return missing;
          const order =
            a.score.value === null ? 0 : compareCells(a.score.value, b.score.value, a.score.type);
          return (top.dir === "asc" ? order : -order) || byLabel(a.node, b.node);
        });
        const border = scored[top.n - 1]?.score;
        rest.push(
          ...scored
            .slice(top.n)
            .filter(({ score }) => {
              if (top.ties !== "include" || border === undefined) return true;
              if (score.value === null || border.value === null)
                return score.value !== border.value;
              return compareCells(score.value, border.value, score.type) !== 0;
            })
            .map(({ node }) => node),
        );
      }
      const isRest = (one: Placed): boolean => rest.some((node) => isUnder(node, one[axis]));
      placed =
        top.others === false
          ? placed.filter((one) => !isRest(one))
          : placed.map((one) =>
              isRest(one) ? { ...one, [axis]: one[axis].with(level, othersMember) } : one,
            );
    });
  }

  // Members without records.
  const universe = (axis: Axis) => {
    const everything = rows.map(place);
    return (level: number): readonly NaiveMember[] => {
      const dim = spec[axis][level];
      if (dim?.fill === "all") {
        return distinctMembers(everything.map((one) => one[axis][level] as NaiveMember));
      }
      if (dim === undefined) return [];
      const zone = (dim.bucket as { timeZone?: string } | undefined)?.timeZone ?? options.timeZone;
      const present = selected.map((row) => row[dim.field]).filter((one) => one !== null);
      if (present.length === 0 || dim.bucket === undefined) return [];
      if (typeOf(dim.field) === "date") {
        const days = present.map((one) => parseDate(String(one)) ?? 0);
        const made: NaiveMember[] = [];
        for (let day = Math.min(...days); day <= Math.max(...days); day += 1) {
          made.push(dayMember(day, dim.bucket, options.weekStart));
        }
        return distinctMembers(made);
      }
      const instants = present.map((one) => parseInstant(String(one)) ?? 0);
      const [first, last] = [Math.min(...instants), Math.max(...instants)];
      const grain = dim.bucket.kind === "date" ? dim.bucket.grain : "";
      if (grain === "hour" || grain === "hourOfDay") {
        const made: NaiveMember[] = [];
        for (let at = first; ; at += 900_000) {
          const text = new Date(Math.min(at, last)).toISOString();
          made.push(memberOf(text, dim, "timestamp", spec));
          if (at >= last) return distinctMembers(made);
        }
      }
      const dayOf = (at: number): number => parseDate(bucketInstant("day", at, zone).label) ?? 0;
      const made: NaiveMember[] = [];
      for (let day = dayOf(first); day <= dayOf(last); day += 1) {
        made.push(dayMember(day, dim.bucket, options.weekStart));
      }
      return distinctMembers(made);
    };
  };
  const nodes = {
    rows: filled(nodesOf(placed, "rows"), spec.rows, universe("rows")),
    cols: filled(nodesOf(placed, "cols"), spec.cols, universe("cols")),
  };

  const inRow = new Map<string, readonly Placed[]>();
  const lists = new Map<string, readonly Row[]>();
  const listAt = (row: Node, col: Node): readonly Row[] => {
    const [rowKey, key] = [keyOf(row.path), cellKey(row.path, col.path)];
    let list = lists.get(key);
    if (list === undefined) {
      const ofRow = inRow.get(rowKey) ?? placed.filter((one) => isUnder(row, one.rows));
      inRow.set(rowKey, ofRow);
      list = ofRow.filter((one) => isUnder(col, one.cols)).map((one) => one.row);
      lists.set(key, list);
    }
    return list;
  };

  // Display order.
  const named = (member: unknown, dim: Dim | undefined): PathMember => {
    if (typeof member === "object" && member !== null) return { others: true };
    if (dim === undefined || dim.bucket !== undefined || member === null)
      return member as PathMember;
    const type = typeOf(dim.field);
    if (exactTypes.has(type) && !/^-?\d+(\.\d+)?$/.test(String(member)))
      return member as PathMember;
    return plainMember(member as Cell, type).member;
  };
  const sorted = (axis: Axis, level: number, siblings: readonly Node[]): Node[] => {
    const dim = spec[axis][level];
    const sort: Sort = dim?.sort ?? { by: "label", dir: "asc" };
    const compare = (a: Node, b: Node): number => {
      switch (sort.by) {
        case "label":
          return byLabel(a, b, sort.dir === "desc" ? -1 : 1);
        case "list": {
          const list = sort.list.map((one) => keyOf([named(one, dim)]));
          const listed = (node: Node): number => {
            const at = list.indexOf(keyOf([lastOf(node).member]));
            return at < 0 ? list.length : at;
          };
          return listed(a) - listed(b) || byLabel(a, b);
        }
        case "value": {
          const other = flipped(axis);
          const path = (sort.path ?? []).map((one, at) => named(one, spec[other][at]));
          const at = nodes[other].get(keyOf(path));
          if (at === undefined) return byLabel(a, b);
          const score = (node: Node): Typed =>
            measure(sort.value, axis === "rows" ? listAt(node, at) : listAt(at, node));
          const [x, y] = [score(a), score(b)];
          if (x.value === null || y.value === null) {
            return Number(x.value === null) - Number(y.value === null) || byLabel(a, b);
          }
          const order = compareCells(x.value, y.value, x.type);
          return (sort.dir === "desc" ? -order : order) || byLabel(a, b);
        }
        default:
          return sort satisfies never;
      }
    };
    return siblings.toSorted((a, b) => isOthers(a) - isOthers(b) || compare(a, b));
  };
  const known = new Map<string, readonly Node[]>();
  const children = (axis: Axis, parent: Node): readonly Node[] => {
    const key = `${axis}${keyOf(parent.path)}`;
    let found = known.get(key);
    if (found === undefined) {
      found = sorted(axis, parent.path.length, childrenOf(nodes[axis], parent));
      known.set(key, found);
    }
    return found;
  };
  const order = (axis: Axis, parent: Node): Path[] =>
    children(axis, parent).flatMap((node) => [node.path, ...order(axis, node)]);

  const find = (axis: Axis, members: readonly NaiveMember[]): Node | undefined =>
    nodes[axis].get(keyOf(nodeOf(members).path));
  const shownFacts = (of: string): ShownFacts => ({
    read: (row, col) => valueAt(of, row, col),
    find,
    siblings: (axis, node) => children(axis, nodeOf(node.members.slice(0, -1))),
  });
  const kept = new Map<string, Typed>();
  const valueAt = (name: string, row: Node, col: Node): Typed => {
    const key = JSON.stringify([name, row.path, col.path]);
    let found = kept.get(key);
    if (found === undefined) {
      found = compute(name, row, col);
      kept.set(key, found);
    }
    return found;
  };
  const compute = (name: string, row: Node, col: Node): Typed => {
    const value = byName.get(name);
    if (value === undefined) throw new Error(`no value ${name}`);
    if (isAggregate(value) || isFormula(value)) return measure(name, listAt(row, col));
    const { type } = valueAt(value.of, row, col);
    const own = value.showAs === "running" || value.showAs === "diff";
    return {
      value: shownCell(value, row, col, shownFacts(value.of)),
      type: value.showAs === "rank" ? "int" : own ? type : "float",
    };
  };
  const top = nodeOf([]);
  return {
    rowOrder: order("rows", top),
    colOrder: order("cols", top),
    cell: (rowPath, colPath) => {
      const [row, col] = [nodes.rows.get(keyOf(rowPath)), nodes.cols.get(keyOf(colPath))];
      if (row === undefined || col === undefined) return undefined;
      return {
        records: listAt(row, col),
        values: spec.values.map(({ name }) => valueAt(name, row, col).value),
      };
    },
  };
};
