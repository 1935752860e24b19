/** Markup whose texts have been escaped. */
export interface Html {
  readonly html: string;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

type Part = string | number | Html | readonly Html[];

const isMarkup = (part: string | number | Html): part is Html => typeof part === "object";

const textOf = (part: Part): string => {
  if (Array.isArray(part)) return part.map((one: Html) => one.html).join("");
  const one = part as string | number | Html;
  return isMarkup(one)
    ? one.html
    : String(one).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? "");
};

/** Markup from a template: every text put into it is escaped, within attributes in quotes as well. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.reduce((all, one, index) => all + textOf(parts[index - 1] ?? "") + one),
});
