import { headerAt, type GridModel, type GridPlace } from "./model.ts";

const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, value));

/** The nearest place that exists. A header that spans lines or columns is entered at its first one. */
export const settle = (model: GridModel, place: GridPlace): GridPlace => {
  const row = clamp(place.row, -model.headerLines, model.rowCount - 1);
  const col = clamp(place.col, -1, model.columns.length - 1);
  if (row >= 0) return { row, col };
  if (col < 0) return { row: -model.headerLines, col };
  const header = headerAt(model, row, col);
  return header === undefined ? { row, col } : { row: header.line - model.headerLines, col };
};

const below = (model: GridModel, { row, col }: GridPlace): number => {
  if (row >= 0) return row + 1;
  if (col < 0) return 0;
  return row + (headerAt(model, row, col)?.rowSpan ?? 1);
};

const sideways = (model: GridModel, { row, col }: GridPlace, step: 1 | -1): number => {
  const header = row < 0 && col >= 0 ? headerAt(model, row, col) : undefined;
  if (header === undefined) return col + step;
  return step === 1 ? header.col + header.colSpan : header.col - 1;
};

export interface KeyContext {
  readonly page: number;
  readonly rightToLeft: boolean;
}

/** Where a navigation key leads from a place; undefined when the key does not move. */
export const placeAfterKey = (
  model: GridModel,
  from: GridPlace,
  key: { readonly key: string; readonly ctrl: boolean },
  context: KeyContext,
): GridPlace | undefined => {
  const lastRow = model.rowCount - 1;
  const lastCol = model.columns.length - 1;
  const forward = context.rightToLeft ? "ArrowLeft" : "ArrowRight";
  const backward = context.rightToLeft ? "ArrowRight" : "ArrowLeft";
  switch (key.key) {
    case "ArrowDown":
      return settle(model, { row: key.ctrl ? lastRow : below(model, from), col: from.col });
    case "ArrowUp":
      return settle(model, { row: key.ctrl ? 0 : from.row - 1, col: from.col });
    case forward:
      return settle(model, { row: from.row, col: key.ctrl ? lastCol : sideways(model, from, 1) });
    case backward:
      return settle(model, { row: from.row, col: key.ctrl ? -1 : sideways(model, from, -1) });
    case "Home":
      return settle(model, { row: key.ctrl ? -model.headerLines : from.row, col: -1 });
    case "End":
      return settle(model, { row: key.ctrl ? lastRow : from.row, col: lastCol });
    case "PageDown":
      return settle(model, { row: Math.max(from.row, 0) + context.page, col: from.col });
    case "PageUp":
      return settle(model, { row: Math.max(from.row - context.page, 0), col: from.col });
    default:
      return undefined;
  }
};
