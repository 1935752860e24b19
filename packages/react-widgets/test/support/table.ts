const grid = (root: ParentNode): Element | null => root.querySelector("[role=treegrid]");

const textsOf = (parent: Element, selector: string): string[] =>
  [...parent.querySelectorAll<HTMLElement>(selector)]
    .toSorted((a, b) => Number(a.ariaColIndex) - Number(b.ariaColIndex))
    .map((cell) => cell.textContent ?? "");

/** A table as lines of text: header lines, then rows in order. Small tables are wholly in the document. */
const linesOf = (root: ParentNode): string[][] => {
  const rows = [...(grid(root)?.querySelectorAll("[role=row]") ?? [])];
  return rows
    .toSorted((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
    .map((row) => textsOf(row, "[role=columnheader], [role=rowheader], [role=gridcell]"));
};

export const tableText = (): string[][] => linesOf(document);

/** The same of a table inside a shadow root. */
export const tableTextIn = (host: Element | null) => (): string[][] =>
  host?.shadowRoot == null ? [] : linesOf(host.shadowRoot);

/** What was said last to screen readers. */
export const said = (): string => document.querySelector("output.ennead-hidden")?.textContent ?? "";
