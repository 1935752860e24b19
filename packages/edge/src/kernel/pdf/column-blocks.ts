import { lineOf, type ShowCell, type Table, type TableColumn } from "@ennead/core/export";

/** Columns that stand beside each other on a page: the keys, and as many others as fit. */
export interface ColumnBlock {
  /** Positions in the table. */
  readonly columns: readonly number[];
  /** Points, without what is left free at both sides. */
  readonly widths: readonly number[];
}

/** How the table lies on its pages. */
export interface PageLayout {
  readonly isWide: boolean;
  readonly fontSize: number;
  readonly blocks: readonly ColumnBlock[];
}

/** Points left free at each side of a column. */
export const padding = 4;

/** Points between the margins of A4, upright and lying. */
const upright = 515;
const lying = 761;

/** Texts are set in several lines beyond this many points; numbers are not broken. */
const widestText = 150;
const narrowest = 18;

/** Width of a character by the size of the font, of the widest usual ones: bold digits. */
const character = 0.66;

const longestWord = (text: string): number =>
  text.split(/\s/).reduce((most, word) => Math.max(most, word.length), 0);

/** Characters of a column: what it is best as wide as, and what it cannot be narrower than. */
const measured = (
  table: Table,
  at: number,
  column: TableColumn,
  texts: readonly string[],
  show: ShowCell,
): { readonly whole: number; readonly least: number } => {
  let [whole, least] = [4, 4];
  const see = (text: string, isBroken: boolean): void => {
    whole = Math.max(whole, text.length);
    least = Math.max(least, isBroken ? longestWord(text) : text.length);
  };
  for (const text of texts) see(text, true);
  for (const row of table.rows) {
    const line = lineOf(row);
    const indent = at === 0 ? line.level * 2 : 0;
    const text = show(line.cells[at] ?? null, column);
    see(" ".repeat(indent) + text, column.type === "text");
  }
  return { whole, least };
};

const sum = (widths: readonly number[]): number => widths.reduce((all, one) => all + one, 0);

const inner = (widths: readonly number[]): number[] => widths.map((width) => width - 2 * padding);

/**
 * Widths by what stands in the columns, upright where that fits, lying where it does not, and in blocks one after the other
 * where no page is wide enough: nothing runs over the edge, and no letter is smaller than 7 points.
 */
export const pageLayout = (
  table: Table,
  /** Headings over a single column, by its position. */
  headings: ReadonlyMap<number, readonly string[]>,
  show: ShowCell,
): PageLayout => {
  const { columns, keys = 0 } = table;
  const sizes = columns.map((column, at) =>
    measured(table, at, column, headings.get(at) ?? [], show),
  );
  const widthsAt = (fontSize: number): number[] =>
    sizes.map(({ whole, least }) => {
      const point = character * fontSize;
      const wanted = Math.min(whole * point, Math.max(widestText, least * point));
      return Math.min(Math.max(narrowest, wanted), lying / 2) + 2 * padding;
    });
  const all = columns.map((_, at) => at);
  for (const [fontSize, room] of [
    [9, upright],
    [8, lying],
    [7, lying],
  ] as const) {
    const widths = widthsAt(fontSize);
    if (sum(widths) > room) continue;
    return { isWide: room === lying, fontSize, blocks: [{ columns: all, widths: inner(widths) }] };
  }
  const widths = widthsAt(7);
  const keyWidth = sum(widths.slice(0, keys));
  // Keys that leave too little beside them are columns like any other.
  const kept = keyWidth < lying * 0.6 ? all.slice(0, keys) : [];
  const used = sum(kept.map((at) => widths[at] ?? 0));
  const blocks: number[][] = [];
  let left = 0;
  for (const at of all.slice(kept.length)) {
    const width = widths[at] ?? 0;
    const open = blocks.at(-1);
    if (open === undefined || width > left) {
      blocks.push([...kept, at]);
      left = lying - used - width;
    } else {
      open.push(at);
      left -= width;
    }
  }
  return {
    isWide: true,
    fontSize: 7,
    blocks: blocks.map((set) => ({
      columns: set,
      widths: inner(set.map((at) => widths[at] ?? 0)),
    })),
  };
};
