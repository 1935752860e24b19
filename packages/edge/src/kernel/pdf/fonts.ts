/**
 * DejaVu Sans Condensed (Bitstream Vera licence, free to embed): Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and
 * Arabic letters, and the signs of mathematics and currencies. It has no letters of East Asia: those show as boxes.
 */
const files = {
  normal: "DejaVuSansCondensed.ttf",
  bold: "DejaVuSansCondensed-Bold.ttf",
  italics: "DejaVuSansCondensed-Oblique.ttf",
  bolditalics: "DejaVuSansCondensed-BoldOblique.ttf",
} as const;

export const fontName = "DejaVu";

/** Where a module lies, as a path: on Windows without the slash before the drive. */
const pathOf = (url: string): string =>
  decodeURIComponent(new URL(url).pathname).replace(/^\/(?=[A-Za-z]:)/, "");

/** Paths of the font's files, as they were installed with this package. */
export const fontPaths = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(files).map(([style, file]) => [
      style,
      pathOf(import.meta.resolve(`dejavu-fonts-ttf/ttf/${file}`)),
    ]),
  );
