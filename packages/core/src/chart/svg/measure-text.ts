// Widths of the printable ASCII characters of Arial and its metric twins (Liberation Sans, Arimo), in thousandths of the
// font size, from the space on. Source: the AFM file of Helvetica, whose widths Arial shares.
const ascii = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
  611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
  222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]/;
const noWidth = /[\p{Mn}\p{Me}\p{Cf}]/u;

const widthOf = (character: string): number => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 127) return ascii[code - 32] ?? 0;
  if (noWidth.test(character)) return 0;
  return code > 0xff_ff || wide.test(character) ? 1000 : 600;
};

// Fonts that stand in where none of these is there run wider.
const margin = 1.05;

const size = /([\d.]+)px/;
const bold = /\b(?:bold|[6-9]00)\b/;

/** Width of a text in pixels, from a table and not from a font, so that it is the same on every machine. */
export const measureText = (text: string, font: string): { readonly width: number } => {
  const pixels = Number(size.exec(font)?.[1] ?? 12);
  let width = 0;
  for (const character of text) width += widthOf(character);
  return { width: (width / 1000) * margin * pixels * (bold.test(font) ? 1.06 : 1) };
};
