let context: CanvasRenderingContext2D | null | undefined;
const known = new Map<string, number>();
const most = 20_000;

/** Pixels a text takes in the grid's type at its boldest; a guess by length where nothing can be drawn. */
export const textWidth = (text: string): number => {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (context === undefined) {
    context = globalThis.document?.createElement("canvas").getContext("2d") ?? null;
    if (context !== null) context.font = "600 13px Inter, system-ui, sans-serif";
  }
  const width = context === null ? text.length * 7.6 : context.measureText(text).width;
  if (known.size > most) known.clear();
  known.set(text, width);
  return width;
};
