import type { GridModel } from "../kernel/grid/model.ts";
import { printLayout, type PrintPart } from "./print-layout.ts";

/** Some columns of the table as an HTML table: every row, the headers repeated on each page. */
const tableOf = (
  document: Document,
  model: GridModel,
  { from, to }: PrintPart,
): HTMLTableElement => {
  const table = document.createElement("table");
  const head = table.createTHead();
  for (let line = 0; line < Math.max(model.headerLines, 1); line += 1) {
    const row = head.insertRow();
    if (line === 0) {
      const corner = document.createElement("th");
      corner.rowSpan = Math.max(model.headerLines, 1);
      corner.textContent = model.corner.text;
      row.append(corner);
    }
    const cells = model.headers
      .filter(({ line: at, col, colSpan }) => at === line && col < to && col + colSpan > from)
      .toSorted((a, b) => a.col - b.col);
    for (const { text, col, colSpan: span, rowSpan } of cells) {
      const cell = document.createElement("th");
      const colSpan = Math.min(col + span, to) - Math.max(col, from);
      Object.assign(cell, { textContent: text, colSpan, rowSpan, scope: "col" });
      row.append(cell);
    }
  }
  const body = table.createTBody();
  for (let at = 0; at < model.rowCount; at += 1) {
    const row = body.insertRow();
    const { text, level } = model.rowHeader(at);
    const header = document.createElement("th");
    header.scope = "row";
    header.textContent = text;
    header.style.paddingInlineStart = `${(level - 1) * 12 + 6}px`;
    row.dataset["kind"] = model.rowKind(at) ?? "";
    row.append(header);
    for (let col = from; col < to; col += 1) {
      const cell = model.cell(at, col);
      // A dash on screen is a dash on paper; a copy leaves it out.
      row.insertCell().textContent = typeof cell.content === "string" ? cell.content : cell.text;
    }
  }
  return table;
};

/** What stands around the table on paper. */
export interface PrintedPage {
  readonly title: string;
  /** The report in words. */
  readonly said: string;
  readonly drawing?: SVGElement | undefined;
  readonly locale: string;
  readonly direction: "ltr" | "rtl";
}

// Letters are a little smaller than on screen, by whose widths the layout goes.
const looks = (landscape: boolean): string => `
  @page { margin: 12mm; ${landscape ? "size: landscape;" : ""} }
  body { margin: 0; font: 10pt system-ui, sans-serif; color: #000; background: #fff; }
  table + table { margin-block-start: 12px; }
  table { border-collapse: collapse; font-size: 9pt; font-variant-numeric: tabular-nums; }
  svg { display: block; inline-size: 100%; block-size: auto; margin-block-end: 12px; break-inside: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  th, td { padding: 2px 6px; border: 1px solid #999; text-align: end; }
  th { text-align: start; font-weight: 600; }
  tbody th { font-weight: 400; }
  tr:is([data-kind="group"], [data-kind="total"]) :is(th, td) { font-weight: 600; }
`;

/**
 * Prints a table that the screen only shows in part: it is written out in full in a frame of its own, so that the host's
 * page and its styles stay out of it. The styles are a sheet built by script: no inline style, which a strict policy
 * would refuse.
 */
export const printTable = (
  host: Document,
  model: GridModel,
  page: PrintedPage,
): HTMLIFrameElement => {
  const { title, said, drawing } = page;
  // The rule looks at this line alone; the sandbox follows.
  // oxlint-disable-next-line react/iframe-missing-sandbox
  const frame = host.createElement("iframe");
  frame.sandbox.add("allow-same-origin", "allow-modals");
  frame.title = title;
  frame.setAttribute("aria-hidden", "true");
  Object.assign(frame.style, { position: "fixed", inlineSize: "0", blockSize: "0", border: "0" });
  host.body.append(frame);
  const [inner, view] = [frame.contentDocument, frame.contentWindow];
  if (inner === null || view === null) return frame;
  inner.title = title;
  inner.documentElement.lang = page.locale;
  inner.documentElement.dir = page.direction;
  const heading = inner.createElement("h1");
  heading.textContent = title;
  heading.style.fontSize = "14pt";
  const sentence = inner.createElement("p");
  sentence.textContent = said;
  const drawings = drawing === undefined ? [] : [inner.adoptNode(drawing)];
  const { landscape, parts } = printLayout(model);
  const tables = parts.map((part) => tableOf(inner, model, part));
  inner.body.replaceChildren(heading, sentence, ...drawings, ...tables);
  const Sheet = (view as Window & typeof globalThis).CSSStyleSheet;
  const sheet = new Sheet();
  sheet.replaceSync(looks(landscape));
  inner.adoptedStyleSheets = [sheet];
  view.addEventListener("afterprint", () => frame.remove());
  view.print();
  return frame;
};
