import { columnLetters } from "./columns.ts";

/** A sentence for the last sheet, with the place it speaks of. */
export interface Note {
  readonly sheet: string;
  readonly cell: string;
  readonly text: string;
}

const halfCharacter = /[\uD800-\uDBFF]$/;

/** A text in parts that a cell can hold; no character is cut in two. */
const partsOf = (text: string, most: number): readonly string[] => {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const part = text.slice(at, at + most);
    const whole = at + most < text.length ? part.replace(halfCharacter, "") : part;
    parts.push(whole);
    at += whole.length;
  }
  return parts;
};

/**
 * The text as its cell holds it. What is longer than a cell can be is kept whole, in parts, among the notes; its cell holds
 * the beginning and says where the rest is.
 */
export const fitText = (
  text: string,
  most: number,
  place: { readonly sheet: string; readonly row: number; readonly column: number },
  notes: { readonly name: string; readonly list: Note[] },
): string => {
  if (text.length <= most) return text;
  const { sheet, row, column } = place;
  const cell = `${columnLetters(column)}${row}`;
  for (const part of partsOf(text, most)) notes.list.push({ sheet, cell, text: part });
  const pointer = ` … [${cell} in full: sheet "${notes.name}"]`;
  return partsOf(text, Math.max(1, most - pointer.length))[0] + pointer;
};
