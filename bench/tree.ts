// core/tree against d3-hierarchy and against walks over parents, in one process: 1,000,000 nodes in random order, the
// sides taking turns. Ratios are medians of the turns' ratios, which other work on the machine changes least.
import { unwrap } from "@ennead/core/kernel";
import {
  buildTree,
  editTree,
  idsIn,
  lowestCommon,
  moveNode,
  rangeOf,
  reaches,
  rollUp,
  rollUpAll,
  rollUpExact,
  totalOver,
  treeFromParents,
  type Tree,
  type TreeRow,
} from "@ennead/core/tree";
import { stratify, type HierarchyNode } from "d3-hierarchy";

const count = 1_000_000;
const turns = 5;
const pairs = 1_000_000;
const moves = 200;
const subtrees = 1_000;

/** A small linear generator, so that every run sees the same rows. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
};

interface Row extends TreeRow {
  readonly value: number;
}

/** One root; each node below any earlier one, as likely as another; rows shuffled, so parents may come later. */
const makeRows = (): readonly Row[] => {
  const random = randomFrom(7);
  const rows: Row[] = [];
  for (let at = 0; at < count; at += 1) {
    // Ids and parents are texts of their own, as rows that were read from JSON or a database have them.
    const parent = at === 0 ? null : `t${random(at)}`;
    rows.push({ id: `t${at}`, parent, value: random(100_000) });
  }
  for (let at = count - 1; at > 0; at -= 1) {
    const other = random(at + 1);
    [rows[at], rows[other]] = [rows[other] as Row, rows[at] as Row];
  }
  return rows;
};

/** Milliseconds that the work took. The CPU clock of a thread is too coarse for the short ones. */
const timed = (work: () => unknown): number => {
  const before = performance.now();
  work();
  return performance.now() - before;
};

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** Runs the sides in turn and prints each median and the medians of the ratios of all others to the first. */
const compare = (what: string, sides: Readonly<Record<string, () => unknown>>, units = 1): void => {
  const names = Object.keys(sides);
  const times = new Map<string, number[]>(names.map((name) => [name, []]));
  // The first turn compiles and is not counted.
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const [name, work] of Object.entries(sides)) {
      const took = timed(work);
      if (turn > 0) times.get(name)?.push(took / units);
    }
  }
  const [first = ""] = names;
  const own = times.get(first) ?? [];
  for (const [name, all] of times) {
    const ratio = median(all.map((time, turn) => time / (own[turn] ?? 1)));
    const beside = name === first ? "" : `  ratio ${ratio.toPrecision(3)}`;
    console.log(`${what}: ${name} ${median(all).toPrecision(3)} ms${beside}`);
  }
};

const same = (what: string, one: unknown, other: unknown): void => {
  if (one !== other) throw new Error(`${what}: ${String(one)} is not ${String(other)}`);
};

const stratified = (rows: readonly Row[]): HierarchyNode<Row> =>
  stratify<Row>()
    .id(({ id }) => id)
    .parentId(({ parent }) => parent)([...rows]);

const builds = (rows: readonly Row[], parents: Int32Array): void => {
  compare("build", {
    "treeFromParents, numbers": () => treeFromParents(parents),
    "buildTree, text ids": () => buildTree(rows),
    "d3 stratify": () => stratified(rows),
  });
};

type Test = (a: number, b: number) => boolean;

const ancestors = (tree: Tree, nodes: readonly HierarchyNode<Row>[]): void => {
  const random = randomFrom(11);
  const a = Int32Array.from({ length: pairs }, () => random(count));
  const b = Int32Array.from({ length: pairs }, () => random(count));
  const { parent } = tree;
  const hits = (test: Test) => (): number => {
    let found = 0;
    for (let at = 0; at < pairs; at += 1) if (test(a[at]!, b[at]!)) found += 1;
    return found;
  };
  const tests = {
    intervals: hits((above, below) => reaches(tree, above, below)),
    "walk over an array of parents": hits((above, below) => {
      let node = below;
      while (node >= 0 && node !== above) node = parent[node]!;
      return node >= 0;
    }),
    "walk over d3 nodes": hits((above, below) => {
      const wanted = nodes[above];
      let node: HierarchyNode<Row> | null | undefined = nodes[below];
      while (node && node !== wanted) node = node.parent;
      return Boolean(node);
    }),
    "d3 ancestors()": hits((above, below) =>
      (nodes[below]?.ancestors() ?? []).includes(nodes[above] as HierarchyNode<Row>),
    ),
  };
  same("hits", tests.intervals(), tests["walk over an array of parents"]());
  same("hits", tests.intervals(), tests["d3 ancestors()"]());
  compare(`${pairs / 1e6}M ancestor tests`, tests);
  compare(`${pairs / 1e6}M common ancestors`, {
    jumps: () => {
      let sum = 0;
      for (let at = 0; at < pairs; at += 1) sum += lowestCommon(tree, a[at]!, b[at]!);
      return sum;
    },
  });
};

const rollUps = (tree: Tree, rows: readonly Row[], root: HierarchyNode<Row>): void => {
  const values = Float64Array.from(rows, ({ value }) => value);
  const exact = BigInt64Array.from(rows, ({ value }) => BigInt(value));
  const top = tree.order[0] ?? 0;
  root.sum(({ value }) => value);
  same("sum", rollUp(tree, values)[top], root.value);
  same("exact sum", unwrap(rollUpExact(tree, exact))[top], BigInt(root.value ?? 0));
  const all = {
    sum: { values, op: "sum" },
    count: { values, op: "count" },
    min: { values, op: "min" },
    max: { values, op: "max" },
  } as const;
  compare("roll-up of all nodes", {
    sum: () => rollUp(tree, values),
    "d3 sum()": () => root.sum(({ value }) => value),
    minimum: () => rollUp(tree, values, "min"),
    "sum, count, min and max": () => rollUpAll(tree, all),
    "exact sum": () => rollUpExact(tree, exact),
  });
};

const oneSubtree = (
  tree: Tree,
  rows: readonly Row[],
  nodes: readonly HierarchyNode<Row>[],
): void => {
  const values = Float64Array.from(rows, ({ value }) => value);
  const tops = Array.from(tree.size.keys()).filter(
    (node) => tree.size[node]! >= 50 && tree.size[node]! <= 2_000,
  );
  const some = tops.slice(0, subtrees);
  const root = nodes[tree.order[0] ?? 0] as HierarchyNode<Row>;
  compare(
    "roll-up of one subtree of 50 to 2,000 nodes",
    {
      totalOver: () =>
        some.reduce((sum, node) => {
          const start = tree.pos[node]!;
          const range = { start, end: start + tree.size[node]! };
          return sum + totalOver(tree, [range], { values, op: "sum" });
        }, 0),
    },
    some.length,
  );
  compare("the same by d3 sum() of the whole", { d3: () => root.sum(({ value }) => value) });
};

const movesOf = (tree: Tree, rows: readonly Row[], parents: Int32Array): void => {
  const random = randomFrom(13);
  const editable = editTree(tree);
  lowestCommon(editable, 0, 1);
  const drawn = (): string => `t${random(count)}`;
  const some = (): number => {
    let made = 0;
    let checked = 0;
    while (made < moves) {
      const [id, parent] = [drawn(), drawn()];
      const moved = moveNode(editable, id, { parent });
      if (!moved.ok) continue;
      made += 1;
      // Usable at once: an ancestor test right after each.
      const range = rangeOf(editable, parent);
      if (range !== undefined && range.start >= 0) checked += 1;
    }
    return checked;
  };
  const spent: Record<string, number[]> = { move: [], copy: [], text: [], number: [] };
  for (let turn = 0; turn <= turns; turn += 1) {
    const took = {
      move: timed(some) / moves,
      copy: timed(() => editTree(tree)),
      text: timed(() => buildTree(rows)),
      number: timed(() => treeFromParents(parents)),
    };
    if (turn > 0) for (const [name, time] of Object.entries(took)) spent[name]?.push(time);
  }
  const own = spent["move"] ?? [];
  for (const [name, all] of Object.entries(spent)) {
    const ratio = median(all.map((time, turn) => time / (own[turn] ?? 1)));
    console.log(`move: ${name} ${median(all).toPrecision(3)} ms  ratio ${ratio.toPrecision(3)}`);
  }
  const rebuilt = unwrap(
    buildTree(
      idsIn(editable, [{ start: 0, end: count }]).map((id) => {
        const above = editable.parent[editable.index.get(id) ?? 0] ?? -1;
        return { id, parent: above < 0 ? null : (editable.ids[above] ?? null) };
      }),
    ),
  );
  for (let at = 0; at < count; at += 1) {
    const [one, other] = [editable.order[at] ?? 0, rebuilt.order[at] ?? 0];
    same("order after moves", editable.ids[one], rebuilt.ids[other]);
    same("size after moves", editable.size[one], rebuilt.size[other]);
    same("level after moves", editable.level[at], rebuilt.level[at]);
  }
};

/** Runs the bench and prints its figures. */
export const run = (): void => {
  const rows = makeRows();
  const rowOf = new Map(rows.map(({ id }, row) => [id, row]));
  const parents = Int32Array.from(rows, ({ parent }) =>
    parent === null ? -1 : (rowOf.get(parent) ?? -1),
  );
  rowOf.clear();
  builds(rows, parents);
  const tree = unwrap(buildTree(rows));
  const root = stratified(rows);
  const nodes = Array.from<HierarchyNode<Row>>({ length: count });
  root.each((node) => {
    nodes[tree.index.get(node.data.id) ?? 0] = node;
  });
  ancestors(tree, nodes);
  rollUps(tree, rows, root);
  oneSubtree(tree, rows, nodes);
  movesOf(tree, rows, parents);
};
