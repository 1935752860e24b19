import type { Bucket, ShowAs } from "@ennead/core/pivot";

import type { Strings } from "../kernel/strings.ts";
import type { Tone } from "./looks.ts";
import type { Well } from "./value.ts";

type GrainOf<Kind extends Bucket["kind"]> =
  Extract<Bucket, { kind: Kind }> extends {
    readonly grain: infer Grain extends string;
  }
    ? Grain
    : never;

/** How what a report shows is named, wherever it is read. */
export interface ShownStrings {
  readonly showAs: Readonly<Record<ShowAs, string>>;
  readonly shownLabel: (of: string, how: string) => string;
  /** A measure of some records alone. */
  readonly whereLabel: (value: string, condition: string) => string;
  readonly quantileLabel: (share: string, field: string) => string;
  readonly weightedLabel: (field: string, weight: string) => string;
  readonly fiscalGrains: Readonly<Record<GrainOf<"fiscal">, string>>;
  readonly weekGrains: Readonly<Record<GrainOf<"weekYear">, string>>;
  readonly bands: string;
  readonly groups: string;
  readonly topLabel: (dim: string, count: number, dir: "asc" | "desc") => string;
  readonly below: (to: string) => string;
  readonly atLeast: (from: string) => string;
  readonly between: (from: string, to: string) => string;
  readonly all: (parts: readonly string[]) => string;
  readonly any: (parts: readonly string[]) => string;
  readonly not: (part: string) => string;
  /** What comes before the first entry of a well, or the first object that is looked up, when the report is said in a sentence. */
  readonly sentenceLead: Readonly<Record<Well | "joins", string>>;
  readonly sentenceAnd: string;
  readonly tones: Readonly<Record<Tone, string>>;
}

const en: ShownStrings = {
  showAs: {
    pctRow: "% of row",
    pctCol: "% of column",
    pctGrand: "% of grand total",
    pctParentRow: "% of parent row",
    pctParentCol: "% of parent column",
    index: "index",
    running: "running total",
    diff: "difference",
    pctDiff: "% difference",
    rank: "rank",
  },
  shownLabel: (of, how) => `${of}: ${how}`,
  whereLabel: (value, condition) => `${value} (${condition})`,
  quantileLabel: (share, field) => `${share} quantile of ${field}`,
  weightedLabel: (field, weight) => `Average ${field} weighted by ${weight}`,
  fiscalGrains: { year: "Fiscal year", quarter: "Fiscal quarter", month: "Fiscal month" },
  weekGrains: {
    year: "Retail year",
    quarter: "Retail quarter",
    period: "Retail period",
    week: "Retail week",
  },
  bands: "Bands",
  groups: "Groups",
  topLabel: (dim, count, dir) => `${dim} (${dir === "desc" ? "top" : "bottom"} ${count})`,
  below: (to) => `below ${to}`,
  atLeast: (from) => `${from} and more`,
  between: (from, to) => `${from} to below ${to}`,
  all: (parts) => parts.join(" and "),
  any: (parts) => parts.join(" or "),
  not: (part) => `not (${part})`,
  sentenceLead: {
    values: "",
    rows: " by ",
    cols: ", across ",
    filters: ", only ",
    joins: ", looking up ",
  },
  sentenceAnd: " and ",
  tones: { good: "high", middle: "medium", bad: "low" },
};

const de: ShownStrings = {
  showAs: {
    pctRow: "% der Zeile",
    pctCol: "% der Spalte",
    pctGrand: "% der Gesamtsumme",
    pctParentRow: "% der übergeordneten Zeile",
    pctParentCol: "% der übergeordneten Spalte",
    index: "Index",
    running: "laufende Summe",
    diff: "Differenz",
    pctDiff: "Differenz in %",
    rank: "Rang",
  },
  shownLabel: en.shownLabel,
  whereLabel: en.whereLabel,
  quantileLabel: (share, field) => `${share}-Quantil ${field}`,
  weightedLabel: (field, weight) => `Durchschnitt ${field}, gewichtet mit ${weight}`,
  fiscalGrains: { year: "Geschäftsjahr", quarter: "Geschäftsquartal", month: "Geschäftsmonat" },
  weekGrains: {
    year: "Handelsjahr",
    quarter: "Handelsquartal",
    period: "Handelsperiode",
    week: "Handelswoche",
  },
  bands: "Klassen",
  groups: "Gruppen",
  topLabel: (dim, count, dir) => `${dim} (${dir === "desc" ? "obere" : "untere"} ${count})`,
  below: (to) => `unter ${to}`,
  atLeast: (from) => `ab ${from}`,
  between: (from, to) => `${from} bis unter ${to}`,
  all: (parts) => parts.join(" und "),
  any: (parts) => parts.join(" oder "),
  not: (part) => `nicht (${part})`,
  sentenceLead: {
    values: "",
    rows: " nach ",
    cols: ", aufgeteilt nach ",
    filters: ", nur ",
    joins: ", ergänzt um ",
  },
  sentenceAnd: " und ",
  tones: { good: "hoch", middle: "mittel", bad: "niedrig" },
};

export const shownStrings: Strings<ShownStrings> = { en, de };
