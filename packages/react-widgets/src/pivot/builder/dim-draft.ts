import type { Bucket, Dim, Having } from "@ennead/core/pivot";

import { numberText, shownNumber } from "../condition.ts";
import type { PivotField } from "../fields.ts";

/** What a reader has entered of a level so far; numbers are texts until they are applied. */
export interface DimDraft {
  readonly bucket: Bucket | undefined;
  readonly edges: string;
  readonly size: string;
  readonly origin: string;
  readonly groups: string;
  readonly rest: string;
  readonly sort: string;
  readonly list: string;
  readonly top: "" | "desc" | "asc";
  readonly n: string;
  readonly by: string;
  readonly ties: boolean;
  readonly others: boolean;
  readonly fill: "none" | "range" | "all";
  readonly having: readonly HavingDraft[];
}

/** One condition on the members of a level; without a measure there is none. */
export interface HavingDraft {
  readonly value: string;
  readonly op: Having["op"];
  readonly than: string;
}

const sortId = ({ sort }: Dim): string => {
  if (sort === undefined) return "label:asc";
  if (sort.by === "list") return "list";
  return sort.by === "label" ? `label:${sort.dir}` : `${sort.dir}:${sort.value}`;
};

const text = (value: string | number | boolean | null | undefined): string => String(value ?? "");

export const noHaving: HavingDraft = { value: "", op: ">=", than: "" };

export const draftOfDim = (
  dim: Dim,
  having: readonly Having[],
  firstValue: string,
  locale: string,
): DimDraft => {
  const { bucket, top, sort } = dim;
  const number = (value: string | number | undefined): string =>
    shownNumber(String(value ?? ""), locale);
  return {
    bucket,
    edges: bucket?.kind === "bins" ? bucket.edges.map(number).join("; ") : "",
    size: bucket?.kind === "step" ? number(bucket.size) : "1000",
    origin: bucket?.kind === "step" ? number(bucket.origin) : "",
    groups:
      bucket?.kind === "map"
        ? bucket.groups
            .map(([name, members]) => `${name} = ${members.map(text).join("; ")}`)
            .join("\n")
        : "",
    rest: bucket?.kind === "map" ? (bucket.rest ?? "") : "",
    sort: sortId(dim),
    list: sort?.by === "list" ? sort.list.map(text).join("\n") : "",
    top: top === undefined ? "" : (top.dir ?? "desc"),
    n: number(top?.n ?? 5),
    by: top?.by ?? firstValue,
    ties: top?.ties === "include",
    others: top?.others !== false,
    fill: dim.fill ?? "none",
    having:
      having.length === 0
        ? [noHaving]
        : having.map(({ value, op, than }) => ({ value, op, than: number(than) })),
  };
};

type Written = string | number | boolean | null;

/** A member as the engine writes it; the empty text stands for the empty member. */
const memberOf = (entered: string, { kind, type }: PivotField, locale: string): Written => {
  const trimmed = entered.trim();
  if (trimmed === "") return null;
  if (kind === "bool") return trimmed === "true";
  if (type === "int" || type === "float") return Number(numberText(trimmed, locale) ?? trimmed);
  return kind === "number" ? (numberText(trimmed, locale) ?? trimmed) : trimmed;
};

const membersIn = (line: string): string[] =>
  line
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");

const groupsOf = (
  lines: string,
  field: PivotField,
  locale: string,
): Extract<Bucket, { kind: "map" }>["groups"] =>
  lines.split("\n").flatMap((line) => {
    const at = line.indexOf("=");
    const name = line.slice(0, Math.max(at, 0)).trim();
    if (at < 0 || name === "") return [];
    return [
      [name, membersIn(line.slice(at + 1)).map((one) => memberOf(one, field, locale))] as const,
    ];
  });

const bucketOf = (
  draft: DimDraft,
  before: DimDraft,
  field: PivotField,
  locale: string,
): Bucket | undefined | null => {
  const { bucket } = draft;
  // Members with signs that the text uses itself, and the empty one, survive as long as nobody edits the text.
  const texts = ["edges", "size", "origin", "groups", "rest"] as const;
  if (bucket === before.bucket && texts.every((part) => draft[part] === before[part]))
    return bucket;
  switch (bucket?.kind) {
    case "bins": {
      const edges = membersIn(draft.edges).map((edge) => numberText(edge, locale));
      if (edges.length === 0 || edges.includes(undefined)) return null;
      return { kind: "bins", edges: edges.flatMap((edge) => edge ?? []) };
    }
    case "step": {
      const size = numberText(draft.size, locale);
      const origin = draft.origin.trim() === "" ? undefined : numberText(draft.origin, locale);
      if (size === undefined || (draft.origin.trim() !== "" && origin === undefined)) return null;
      return { kind: "step", size, ...(origin === undefined ? {} : { origin }) };
    }
    case "map": {
      const rest = draft.rest.trim();
      return {
        kind: "map",
        groups: groupsOf(draft.groups, field, locale),
        ...(rest === "" ? {} : { rest }),
      };
    }
    default:
      return bucket;
  }
};

const sortOf = (
  draft: DimDraft,
  before: DimDraft,
  held: Dim,
  field: PivotField,
  locale: string,
): Dim["sort"] => {
  // What has not been chosen anew keeps what the form does not show, such as the column it sorts by.
  if (draft.sort === before.sort && draft.list === before.list) return held.sort;
  if (draft.sort === "list") {
    const grouped = draft.bucket !== undefined;
    const list = draft.list
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => (grouped ? line.trim() : memberOf(line, field, locale)));
    return list.length === 0 ? undefined : { by: "list", list };
  }
  const dir = draft.sort.startsWith("desc") || draft.sort === "label:desc" ? "desc" : "asc";
  if (draft.sort.startsWith("label:")) return dir === "asc" ? undefined : { by: "label", dir };
  return { by: "value", value: draft.sort.slice(draft.sort.indexOf(":") + 1), dir };
};

/** The level and its conditions that a draft stands for; null where a number is none. */
export const dimOfDraft = (
  draft: DimDraft,
  held: Dim,
  place: Pick<Having, "on" | "level">,
  field: PivotField,
  locale: string,
): { readonly dim: Dim; readonly having: readonly Having[] } | null => {
  const before = draftOfDim(held, [], "", locale);
  const bucket = bucketOf(draft, before, field, locale);
  const n = Number(numberText(draft.n, locale));
  const having = draft.having
    .filter(({ value }) => value !== "")
    .map(({ value, op, than }) => ({ ...place, value, op, than: numberText(than, locale) }));
  const wantsTop = draft.top !== "" && draft.by !== "";
  if (bucket === null || (wantsTop && !(Number.isInteger(n) && n > 0))) return null;
  const whole = having.filter((one): one is typeof one & Having => one.than !== undefined);
  if (whole.length < having.length) return null;
  const sort = sortOf(draft, before, held, field, locale);
  return {
    dim: {
      name: held.name,
      field: held.field,
      ...(bucket === undefined ? {} : { bucket }),
      ...(sort === undefined ? {} : { sort }),
      ...(wantsTop
        ? {
            top: {
              n,
              by: draft.by,
              ...(draft.top === "asc" ? { dir: "asc" as const } : {}),
              ...(draft.ties ? { ties: "include" as const } : {}),
              ...(draft.others ? {} : { others: false }),
            },
          }
        : {}),
      ...(draft.fill === "none" ? {} : { fill: draft.fill }),
    },
    having: whole,
  };
};
