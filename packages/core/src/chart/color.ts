/** Red, green, blue, each 0 to 255. */
export type Rgb = readonly [number, number, number];

const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i;
const written = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)/;

/** Reads `#rrggbb` and `rgb(r, g, b)`; undefined for other writings. */
export const parseColor = (text: string): Rgb | undefined => {
  const digits = hex.exec(text);
  if (digits !== null) {
    return [1, 2, 3].map((at) => Number.parseInt(digits[at] ?? "", 16)) as unknown as Rgb;
  }
  const numbers = written.exec(text);
  return numbers === null
    ? undefined
    : ([1, 2, 3].map((at) => Number(numbers[at])) as unknown as Rgb);
};

/** The colour a share of the way between two, 0 to 1; the first where one cannot be read. */
export const mixed = (one: string, other: string, share: number): string => {
  const [a, b] = [parseColor(one), parseColor(other)];
  if (a === undefined || b === undefined) return one;
  const parts = a.map((part, at) => Math.round(part + ((b[at] ?? 0) - part) * share));
  return `rgb(${parts.join(", ")})`;
};

export const withAlpha = (color: string, alpha: number): string => {
  const rgb = parseColor(color);
  return rgb === undefined ? color : `rgba(${rgb.join(", ")}, ${alpha})`;
};

/** Relative luminance of WCAG 2, 0 black to 1 white. */
const luminance = (rgb: Rgb): number => {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** Contrast of two colours after WCAG 2, 1 to 21; 1 where one cannot be read. */
export const contrast = (one: string, other: string): number => {
  const [a, b] = [parseColor(one), parseColor(other)];
  if (a === undefined || b === undefined) return 1;
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

/** The one of two colours that reads better on a ground. */
export const readableOn = (ground: string, one: string, other: string): string =>
  contrast(ground, one) >= contrast(ground, other) ? one : other;
