import type { CellValue, Explanation } from "@ennead/core/pivot";

import type { PivotExplanation } from "../kernel/api.gen.ts";
import { describeValue } from "./describe.ts";
import type { Drill } from "./engine.ts";
import { cellText, memberText } from "./format.ts";
import { nodeAt, type PathMember } from "./path.ts";
import { recordText } from "./record-text.ts";
import type { PivotReportState } from "./usePivotReport.ts";
import { named } from "./view-parts.ts";

/** A cell by its members, so that it is found again after a sort. */
export interface CellPlace {
  readonly row: readonly PathMember[];
  readonly col: readonly PathMember[];
  readonly measure: string;
}

/** A line of the panel: what, and how much. */
export interface Fact {
  readonly key: string;
  readonly label: string;
  readonly text: string;
}

/** Why a cell is what it is, in words; whether the records at hand or the server were asked. */
export interface Reasons {
  readonly value: string | null;
  readonly records: number;
  readonly counted: number;
  readonly formula: Explanation["formula"];
  readonly shown: Explanation["shown"];
  readonly members: readonly Fact[];
  readonly biggest: readonly Fact[];
  /** What the cell was in the last mail of this report; absent where there was none, or nobody can tell. */
  readonly sinceDelivery?: SinceDelivery | undefined;
}

export interface SinceDelivery {
  /** RFC 3339 instant of the delivery. */
  readonly at: string;
  readonly before: string | null;
  /** Signed; absent where either side is no number. */
  readonly difference?: string | undefined;
  readonly share?: string | undefined;
}

/** Writes cells of a measure as the table does. */
export const writer = (
  { words, resultSpec, result, dataset, value }: PivotReportState,
  measure: string,
): ((cell: CellValue) => string) => {
  if (result === undefined) return String;
  const at = result.measures.findIndex(({ name }) => name === measure);
  const held = resultSpec.values.find(({ name }) => name === measure);
  return cellText(result, at, held, dataset, words, named(value.view.formats, measure));
};

interface Part {
  readonly axis: "rows" | "cols";
  readonly kind: string;
  readonly member: string | number | boolean | null;
  readonly value: CellValue;
  readonly share: number | null;
}

const memberFacts = (
  parts: readonly Part[],
  state: PivotReportState,
  place: CellPlace,
): readonly Fact[] => {
  const { result, resultSpec, words } = state;
  const write = writer(state, place.measure);
  return parts.map(({ axis, kind, member, value, share }, at) => {
    const path = axis === "rows" ? place.row : place.col;
    const last: PathMember = kind === "others" ? { others: true } : member;
    const node = result && nodeAt(result[axis], [...path, last]);
    const label =
      node === undefined
        ? member === null
          ? words.strings.emptyMember
          : String(member)
        : memberText(node, resultSpec[axis][path.length], words);
    const part = share === null ? "" : ` · ${words.formats.percent(share)}`;
    return { key: String(at), label, text: `${value === null ? "–" : write(value)}${part}` };
  });
};

/** The field whose values the records beneath a cell bring to it. */
const fieldBeneath = ({ resultSpec }: PivotReportState, measure: string): string | undefined => {
  const held = resultSpec.values.find(({ name }) => name === measure);
  return held !== undefined && "agg" in held ? held.field : undefined;
};

const valueOf = (cell: CellValue, write: (cell: CellValue) => string): string | null =>
  cell === null ? null : write(cell);

/** Answered from the records at hand; undefined where the report has no such cell. */
export const reasonsAtHand = (
  state: PivotReportState,
  drill: Drill,
  place: CellPlace,
): Reasons | undefined => {
  const why = drill.explain(place.row, place.col, place.measure);
  if (why === undefined) return undefined;
  const { dataset, object, words } = state;
  const field = fieldBeneath(state, place.measure);
  const write = writer(state, place.measure);
  const nameField = object?.nameField ?? "name";
  return {
    value: valueOf(why.value, write),
    records: why.records,
    counted: why.counted,
    formula: why.formula,
    shown: why.shown,
    members: memberFacts(why.topMembers, state, place),
    biggest:
      dataset === undefined || field === undefined
        ? []
        : why.topRecords.map(({ row, value }) => ({
            key: String(row),
            label: recordText(dataset, nameField, row, words) || String(row + 1),
            text: dataset.columns.has(field)
              ? recordText(dataset, field, row, words)
              : String(value ?? ""),
          })),
  };
};

/** What the server may say besides what its type promises. */
type Told = PivotExplanation & Partial<Pick<Explanation, "formula" | "shown">>;

/** The size of a difference: exact where it is exact, without the digits that a difference of floats has of its own. */
const sizeOf = (change: string | number): string | number =>
  typeof change === "string" ? change.replace(/^-/, "") : Number(Math.abs(change).toPrecision(12));

const since = (why: Told, state: PivotReportState, measure: string): SinceDelivery | undefined => {
  const { sinceDelivery: told } = why;
  if (told === null) return undefined;
  const write = writer(state, measure);
  const before = valueOf(told.value, write);
  const { at, change } = told;
  if (change === null || typeof change === "boolean") return { at, before };
  const sign = Number(change) < 0 ? "−" : "+";
  const from = Math.abs(Number(told.value));
  const share =
    from === 0 ? undefined : state.words.formats.percent(Math.abs(Number(change)) / from);
  return {
    at,
    before,
    difference: `${sign}${write(sizeOf(change))}`,
    share: share === undefined ? undefined : `${sign}${share}`,
  };
};

/** The server's answer about a stored report. */
export const reasonsTold = (
  answer: PivotExplanation,
  state: PivotReportState,
  place: CellPlace,
): Reasons => {
  const why = answer as Told;
  const write = writer(state, place.measure);
  return {
    value: valueOf(why.value, write),
    records: why.records,
    counted: why.counted,
    formula: why.formula,
    shown: why.shown,
    members: memberFacts(why.topMembers as unknown as readonly Part[], state, place),
    biggest: why.topRecords.map(({ id, label, value }, at) => ({
      key: id ?? String(at),
      label: label ?? id ?? String(at + 1),
      text: value === null ? "" : write(value),
    })),
    sinceDelivery: since(why, state, place.measure),
  };
};

/** A measure in words, whether it is still in the report or not. */
export const measureText = ({ resultSpec, words }: PivotReportState, measure: string): string => {
  const held = resultSpec.values.find(({ name }) => name === measure);
  return held === undefined ? words.strings.recordCount : describeValue(held, words);
};
