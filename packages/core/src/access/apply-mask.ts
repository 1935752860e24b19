import type { FieldLevel } from "./actions.ts";

/** A row as it may be shown. */
export interface MaskedRow<T> {
  readonly row: Readonly<Record<string, T | string | null>>;
  /** Names of the fields whose value is not the real one, in the order of the row. */
  readonly masked: readonly string[];
}

const hidden = "••••";
const mostShown = 4;
/** A shorter text would be told by its end. */
const longestHidden = 8;

/** The masked form of a text: its last 4 characters, and none of a text of 8 or fewer. Its length does not show. */
export const maskText = (text: string): string => {
  const characters = [...text];
  return characters.length > longestHidden
    ? `${hidden}${characters.slice(-mostShown).join("")}`
    : hidden;
};

/**
 * A row of field values as the levels let it be shown. What is `none`, or no field, is absent; of what is `mask` a text
 * is shortened and everything else is null. `isText` says which fields hold words for people: a date or an id is a
 * string too, and its end would tell it.
 */
export const applyMask = <T>(
  levels: ReadonlyMap<string, FieldLevel>,
  row: Readonly<Record<string, T>>,
  isText: (field: string) => boolean,
): MaskedRow<T> => {
  const shown: [string, T | string | null][] = [];
  const masked: string[] = [];
  for (const [name, value] of Object.entries(row)) {
    const level = levels.get(name) ?? "none";
    if (level === "none") continue;
    if (level !== "mask") {
      shown.push([name, value]);
      continue;
    }
    masked.push(name);
    shown.push([name, typeof value === "string" && isText(name) ? maskText(value) : null]);
  }
  return { row: Object.fromEntries(shown), masked };
};
