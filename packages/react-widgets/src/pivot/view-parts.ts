/** How the cells of a measure are written, instead of what follows from its type. */
export interface MeasureFormat {
  readonly style: "number" | "percent" | "money";
  /** Digits after the point. */
  readonly digits: number;
}

/** What of a measure's cells stands out. It changes no number, and what it says by colour it also says in words. */
export type ConditionalFormat =
  | { readonly kind: "scale" | "bar"; readonly measure: string }
  | {
      readonly kind: "threshold" | "icon";
      readonly measure: string;
      /** Below `low` is bad, from `high` on is good; the other way round with `reverse`. */
      readonly low: number;
      readonly high: number;
      readonly reverse?: boolean;
    };

export type ConditionalKind = ConditionalFormat["kind"];

/** Looks by the name of a measure or a level. */
export type ByName<T> = Readonly<Record<string, T>>;

/** What is kept under a name; names are free, so what every object has by itself is none of it. */
export const named = <T>(parts: ByName<T> | undefined, name: string): T | undefined =>
  parts !== undefined && Object.hasOwn(parts, name) ? parts[name] : undefined;

const entries = (value: unknown): [string, unknown][] =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

const isFormat = (value: unknown): boolean => {
  const { style, digits } = (value ?? {}) as Partial<MeasureFormat>;
  return (
    (style === "number" || style === "percent" || style === "money") &&
    Number.isInteger(digits) &&
    (digits ?? -1) >= 0 &&
    (digits ?? 21) <= 20
  );
};

const isConditional = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return false;
  const { kind, measure, ...rest } = value as { kind?: unknown; measure?: unknown };
  if (typeof measure !== "string") return false;
  if (kind === "scale" || kind === "bar") return true;
  const { low, high } = rest as { low?: unknown; high?: unknown };
  return (kind === "threshold" || kind === "icon") && Number.isFinite(low) && Number.isFinite(high);
};

/** Parts of a stored view that would break the table if they were not what they should be. */
export interface NamedParts {
  readonly names?: ByName<string>;
  readonly hidden?: readonly string[];
  readonly formats?: ByName<MeasureFormat>;
  readonly conditional?: readonly ConditionalFormat[];
}

/** The same parts without what is not sound; what is foreign elsewhere in the view is not looked at. */
export const soundParts = (view: Readonly<Record<string, unknown>>): NamedParts => {
  const { names, hidden, formats, conditional } = view;
  return {
    ...(names === undefined
      ? {}
      : {
          names: Object.fromEntries(
            entries(names).filter((entry): entry is [string, string] => {
              const [, text] = entry;
              return typeof text === "string" && text.trim() !== "";
            }),
          ),
        }),
    ...(Array.isArray(hidden) ? { hidden: hidden.filter((name) => typeof name === "string") } : {}),
    ...(formats === undefined
      ? {}
      : {
          formats: Object.fromEntries(
            entries(formats).filter((entry): entry is [string, MeasureFormat] =>
              isFormat(entry[1]),
            ),
          ),
        }),
    ...(Array.isArray(conditional)
      ? { conditional: conditional.filter(isConditional) as ConditionalFormat[] }
      : {}),
  };
};
