/** Values of a metric's labels, in the order of their names. */
export type LabelValues = readonly string[];

/** One value of a gauge. */
export interface Sample {
  readonly labels: LabelValues;
  readonly value: number;
}

export interface Counter {
  readonly add: (labels: LabelValues, by?: number) => void;
}

export interface Histogram {
  readonly observe: (labels: LabelValues, value: number) => void;
}

interface Described {
  /** Begins with `ennead_`; units as Prometheus names them: `_seconds`, `_bytes`, `_total`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** Metrics of one edge. Label values come from lists of ours (route ids, kinds), so their number is bounded. */
export interface Registry {
  readonly counter: (described: Described) => Counter;
  /** `bounds` ascend. */
  readonly histogram: (described: Described, bounds: readonly number[]) => Histogram;
  /** `collect` is asked at each scrape. */
  readonly gauge: (described: Described, collect: () => Promise<readonly Sample[]>) => void;
  /** The text exposition format 0.0.4 of Prometheus. */
  readonly text: () => Promise<string>;
}

const signs: Readonly<Record<string, string>> = {
  "\\": String.raw`\\`,
  '"': String.raw`\"`,
  "\n": String.raw`\n`,
};

const escaped = (text: string): string => text.replaceAll(/[\\"\n]/g, (sign) => signs[sign] ?? "");

const line = (
  name: string,
  labels: readonly (readonly [string, string])[],
  value: number,
): string => {
  const inside = labels.map(([key, text]) => `${key}="${escaped(text)}"`).join(",");
  return `${name}${inside === "" ? "" : `{${inside}}`} ${value}`;
};

/** A key for label values that no other values have. */
const keyOf = (labels: LabelValues): string => labels.join("\u0000");

interface Metric extends Described {
  readonly type: "counter" | "gauge" | "histogram";
  readonly lines: () => Promise<readonly string[]>;
}

interface Bins {
  readonly labels: LabelValues;
  readonly counts: number[];
  sum: number;
}

const named = (names: readonly string[] = [], values: LabelValues) =>
  names.map((name, at) => [name, values[at] ?? ""] as const);

export const registry = (): Registry => {
  const metrics: Metric[] = [];
  const add = (metric: Metric): void => {
    if (metrics.some(({ name }) => name === metric.name)) {
      throw new Error(`The metric ${metric.name} is there twice.`);
    }
    metrics.push(metric);
  };
  return {
    counter: (described) => {
      const values = new Map<string, { readonly labels: LabelValues; value: number }>();
      const { name, labels: names } = described;
      add({
        ...described,
        type: "counter",
        lines: () =>
          Promise.resolve(
            [...values.values()].map(({ labels, value }) =>
              line(name, named(names, labels), value),
            ),
          ),
      });
      return {
        add: (labels, by = 1) => {
          const key = keyOf(labels);
          const known = values.get(key);
          if (known === undefined) values.set(key, { labels, value: by });
          else known.value += by;
        },
      };
    },
    histogram: (described, bounds) => {
      const values = new Map<string, Bins>();
      const { name, labels: names } = described;
      const linesOf = ({ labels, counts, sum }: Bins): readonly string[] => {
        const own = named(names, labels);
        let total = 0;
        const buckets = [...bounds, Infinity].map((bound, at) => {
          total += counts[at] ?? 0;
          const le = bound === Infinity ? "+Inf" : String(bound);
          return line(`${name}_bucket`, [...own, ["le", le]], total);
        });
        return [...buckets, line(`${name}_sum`, own, sum), line(`${name}_count`, own, total)];
      };
      add({
        ...described,
        type: "histogram",
        lines: () => Promise.resolve([...values.values()].flatMap(linesOf)),
      });
      return {
        observe: (labels, value) => {
          const key = keyOf(labels);
          let known = values.get(key);
          if (known === undefined) {
            known = { labels, counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 };
            values.set(key, known);
          }
          let at = 0;
          while (at < bounds.length && value > (bounds[at] ?? Infinity)) at += 1;
          known.counts[at] = (known.counts[at] ?? 0) + 1;
          known.sum += value;
        },
      };
    },
    gauge: (described, collect) => {
      const { name, labels: names } = described;
      add({
        ...described,
        type: "gauge",
        lines: async () =>
          (await collect()).map(({ labels, value }) => line(name, named(names, labels), value)),
      });
    },
    text: async () => {
      const parts = await Promise.all(
        metrics.map(async ({ name, help, type, lines }) => [
          `# HELP ${name} ${help}`,
          `# TYPE ${name} ${type}`,
          ...(await lines()),
        ]),
      );
      return `${parts.flat().join("\n")}\n`;
    },
  };
};
