export const fontName = "DejaVu";

/** Where a module lies, as a path: on Windows without the slash before the drive. */
const pathOf = (url: string): string =>
  decodeURIComponent(new URL(url).pathname).replace(/^\/(?=[A-Za-z]:)/, "");

/**
 * Paths of the font's files, as they were installed with this package. DejaVu Sans Condensed (Bitstream Vera licence, free
 * to embed): Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic letters, and the signs of mathematics and
 * currencies. It has no letters of East Asia: those show as boxes.
 */
export const fontPaths = (): Readonly<Record<string, string>> => ({
  normal: pathOf(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf")),
  bold: pathOf(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf")),
  italics: pathOf(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Oblique.ttf")),
  bolditalics: pathOf(
    import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSansCondensed-BoldOblique.ttf"),
  ),
});
