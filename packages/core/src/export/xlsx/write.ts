import type { Table, TableLine } from "../table.ts";
import { createArchive, type Archive } from "./archive.ts";
import { batchesOf } from "./batches.ts";
import type { Note } from "./long-text.ts";
import { excelLimits, type SheetLimits, type SheetTable, type XlsxOptions } from "./options.ts";
import { packageParts, sheetPath, type PackageSheet } from "./package.ts";
import { planTable, type TablePlan } from "./plan.ts";
import { sheetNames } from "./sheet-name.ts";
import { openSheet, type SheetContext, type SheetWriter } from "./sheet.ts";
import { createLooks } from "./styles.ts";
import { columnWidths } from "./widths.ts";

/** A part of an archive without ZIP64 ends at 4 GiB; a row fits between. */
const largestSheet = 2 ** 31;

interface Book {
  readonly archive: Archive;
  readonly context: SheetContext;
  readonly sheets: PackageSheet[];
  readonly nameOf: (title: string) => string;
}

const splitNote = (sheet: string, from: string, what: string): Note => ({
  sheet,
  cell: "",
  text: `Continues sheet "${from}": ${what}.`,
});

interface TableWriter {
  readonly line: (line: TableLine) => void;
  readonly end: () => void;
}

/** Opens a table: its lines go to all of its sheets side by side, and full sheets are followed by further ones. */
const openTable = (
  { table, blocks, headingRows }: TablePlan,
  firstName: string,
  first: readonly TableLine[],
  { archive, context, sheets, nameOf }: Book,
): TableWriter => {
  const deepest = first.reduce((most, { level }) => Math.max(most, level), 0);
  const depth = {
    rows: deepest === 0 ? 0 : Math.min(7, Math.max(deepest, (table.keys ?? 0) - 1)),
    columns: table.columns.reduce((most, { level = 0 }) => Math.min(7, Math.max(most, level)), 0),
  };
  const title = table.title ?? "Sheet";
  const { list } = context.notes;
  const openAll = (firstRow: number): SheetWriter[] =>
    blocks.map((block, at) => {
      const sheetName = at === 0 && firstRow === 1 ? firstName : nameOf(title);
      sheets.push({ name: sheetName, titleRows: headingRows });
      const begin = block.columns[block.keys]?.column.label ?? "";
      if (at > 0) list.push(splitNote(sheetName, firstName, `columns from "${begin}"`));
      if (firstRow > 1) list.push(splitNote(sheetName, firstName, `rows from ${firstRow}`));
      const layout = {
        headingRows,
        widths: columnWidths(block, first),
        depth,
        summaryRight: table.columnTotals === "after" ? 1 : 0,
      } as const;
      return openSheet(archive.open(sheetPath(sheets.length)), sheetName, block, layout, context);
    });
  const room = Math.max(1, context.limits.rows - headingRows);
  let open = openAll(1);
  let [count, inSheet] = [0, 0];
  return {
    line: (line) => {
      if (inSheet >= room || open.some(({ size }) => size() > largestSheet)) {
        for (const sheet of open) sheet.end();
        open = openAll(count + 1);
        inSheet = 0;
      }
      for (const sheet of open) sheet.line(line);
      count += 1;
      inSheet += 1;
    },
    end: () => {
      for (const sheet of open) sheet.end();
    },
  };
};

/** Writes a table and hands on what is ready. */
async function* writeTable(
  plan: TablePlan,
  name: string,
  book: Book,
): AsyncGenerator<Uint8Array, void, void> {
  let writer: TableWriter | undefined;
  for await (const batch of batchesOf(plan.table)) {
    writer ??= openTable(plan, name, batch, book);
    for (const line of batch) writer.line(line);
    yield* book.archive.take();
  }
  writer?.end();
  yield* book.archive.take();
}

const notesTable = (title: string, notes: readonly Note[]): Table => ({
  title,
  columns: ["Sheet", "Cell", "Text"].map((label) => ({ name: label, label, type: "text" })),
  rows: notes.map(({ sheet, cell, text }) => [sheet, cell, text]),
});

/** A title as the properties of the file hold it. */
const plainTitle = (title: string): string =>
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  title.replace(/[\u0000-\u001F\uFFFE\uFFFF\uD800-\uDFFF]/gu, " ");

/**
 * A workbook with a sheet for each table, in pieces as they are made: memory does not grow with the rows. Text is never a
 * formula, numbers of more than 15 significant digits are text, and nothing is cut: rows and columns beyond Excel's limits
 * go into further sheets, longer texts onto the sheet of notes. The same tables give the same bytes.
 */
export async function* xlsxChunks(
  tables: SheetTable | readonly SheetTable[],
  options: XlsxOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
  const list = "columns" in tables ? [tables] : tables;
  const limits: SheetLimits = { ...excelLimits, ...options.limits };
  const nameOf = sheetNames();
  const looks = createLooks();
  const plans = list.map((table) => planTable(table, looks, options, limits));
  const names = list.map(({ title }) => nameOf(title ?? "Sheet"));
  const notes = { name: nameOf(options.notesName ?? "Notes"), list: [] as Note[] };
  const planNotes = (): TablePlan =>
    planTable(notesTable(notes.name, notes.list), looks, {}, limits);
  planNotes();
  const { styles } = await packageParts(looks.list, [{ name: "Sheet", titleRows: 0 }], "");
  const { dir = "ltr" } = options;
  const context: SheetContext = { limits, dir, heading: looks.heading, styles, notes };
  const book: Book = { archive: createArchive(), context, sheets: [], nameOf };
  for (const [at, plan] of plans.entries()) {
    const name = names[at] ?? "";
    for (const text of plan.table.notes ?? []) notes.list.push({ sheet: name, cell: "", text });
    yield* writeTable(plan, name, book);
  }
  if (notes.list.length > 0 || plans.length === 0) yield* writeTable(planNotes(), notes.name, book);
  const title = plainTitle(list[0]?.title ?? "");
  const { parts } = await packageParts(looks.list, book.sheets, title);
  for (const [path, bytes] of parts) book.archive.add(path, bytes);
  book.archive.end();
  yield* book.archive.take();
}

/** The workbook as one piece; see `xlsxChunks`. */
export const xlsx = async (
  tables: SheetTable | readonly SheetTable[],
  options: XlsxOptions = {},
): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of xlsxChunks(tables, options)) chunks.push(chunk);
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
};
