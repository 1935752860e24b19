import type { Chance } from "./fuzz-random.ts";

/** What a generator looks into of a valibot schema. */
export interface Shape {
  readonly kind?: string;
  readonly type: string;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly wrapped?: Shape;
  readonly item?: Shape;
  readonly items?: readonly Shape[];
  readonly key?: Shape;
  readonly value?: Shape;
  readonly literal?: unknown;
  readonly options?: readonly unknown[];
  readonly getter?: (input: unknown) => Shape;
  readonly pipe?: readonly (Shape & {
    readonly requirement?: unknown;
    readonly examples?: readonly unknown[];
  })[];
}

/** Values that a generator takes by the name of what they stand in, before it looks at the schema. */
export type Named = (name: string, shape: Shape) => { readonly value: unknown } | null;

const examplesOf = ({ pipe = [] }: Shape): readonly unknown[] =>
  pipe.flatMap(({ type, examples = [] }) => (type === "examples" ? examples : []));

const boundOf = ({ pipe = [] }: Shape, ...types: readonly string[]): number | undefined => {
  const found = pipe.find(({ type }) => types.includes(type))?.requirement;
  return typeof found === "number" ? found : undefined;
};

/** Deeper than this nothing optional is made: a schema may contain itself. */
const deepest = 6;

/** A value that the schema takes, as far as it can be told from outside. Examples of the schema come first. */
export const fitting = (
  shape: Shape,
  chance: Chance,
  named: Named,
  name = "",
  depth = 0,
): unknown => {
  const given = named(name, shape);
  if (given !== null) return given.value;
  const examples = examplesOf(shape);
  if (examples.length > 0 && chance.happens(shape.entries === undefined ? 0.8 : 0.35)) {
    return withNamed(structuredClone(chance.pick(examples)), named, shape);
  }
  const inner = (one: Shape | undefined, at: string): unknown =>
    fitting(one ?? { type: "unknown" }, chance, named, at, depth + 1);
  switch (shape.type) {
    case "object":
    case "loose_object":
    case "strict_object":
      return Object.fromEntries(
        Object.entries(shape.entries ?? {}).flatMap(([key, member]) => {
          const isOptional = /optional|nullish/.test(member.type);
          return isOptional && (depth > deepest || chance.happens(0.4))
            ? []
            : [[key, inner(member, key)]];
        }),
      );
    case "optional":
    case "exact_optional":
    case "undefinedable":
      return inner(shape.wrapped, name);
    case "nullable":
    case "nullish":
      return chance.happens(0.25) ? null : inner(shape.wrapped, name);
    case "array": {
      const least = boundOf(shape, "min_length", "non_empty") ?? 0;
      const count = depth > deepest ? least : chance.whole(least, least + 2);
      return Array.from({ length: count }, () => inner(shape.item, name));
    }
    case "tuple":
    case "strict_tuple":
      return (shape.items ?? []).map((item) => inner(item, name));
    case "record":
      return chance.happens(0.4)
        ? {}
        : { [String(inner(shape.key, "key"))]: inner(shape.value, name) };
    case "union":
    case "variant":
      return inner(chance.pick((shape.options ?? []) as readonly Shape[]), name);
    case "lazy":
      return depth > deepest ? null : inner(shape.getter?.(undefined), name);
    case "picklist":
    case "enum":
      return chance.pick(shape.options ?? [""]);
    case "literal":
      return shape.literal;
    case "boolean":
      return chance.happens(0.5);
    case "number": {
      const least = boundOf(shape, "min_value") ?? 0;
      return chance.whole(least, Math.min(boundOf(shape, "max_value") ?? least + 100, 2 ** 31));
    }
    case "null":
      return null;
    case "string": {
      const least = boundOf(shape, "min_length", "non_empty") ?? 0;
      const most = boundOf(shape, "max_length") ?? 40;
      const text = `${name || "text"} ${chance.whole(0, 1e6)}`;
      return text.slice(0, Math.max(most, 0)).padEnd(least, "x");
    }
    default:
      return {};
  }
};

/** What is wrapped as optional or nullable. */
const bare = (shape: Shape = { type: "unknown" }): Shape =>
  shape.wrapped === undefined ? shape : bare(shape.wrapped);

/** An example with the ids that stand in it replaced by ids that exist. */
const withNamed = (value: unknown, named: Named, shape: Shape): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      return [key, named(key, bare(shape.entries?.[key]))?.value ?? one];
    }),
  );
};

/** Values at the edges of what the schema takes, on both sides. */
export const boundary = (shape: Shape, chance: Chance): unknown => {
  const length = boundOf(shape, "max_length") ?? 100;
  const [low, high] = [boundOf(shape, "min_value") ?? 0, boundOf(shape, "max_value") ?? 1e9];
  switch (shape.type) {
    case "string":
      return "x".repeat(Math.max(0, Math.min(length, 5_000) + chance.whole(-1, 1)));
    case "number":
      return chance.pick([low - 1, low, low + 0.5, high, high + 1, -0, 2 ** 53, 1e308]);
    case "array":
      return Array.from({ length: chance.pick([0, 1, Math.min(length, 200) + 1]) }, () => "x");
    case "optional":
    case "exact_optional":
    case "nullable":
    case "nullish":
      return boundary(shape.wrapped ?? { type: "unknown" }, chance);
    default:
      return chance.pick([null, undefined, {}, [], ""]);
  }
};
