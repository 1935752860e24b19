const longest = 120;

/** Control characters, and those that hide or turn around what a name shows. */
const unseen =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const device = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|$)/i;

/** At most `length` UTF-16 units, no character cut in two. */
const cut = (text: string, length: number): string =>
  text.slice(0, length).replace(loneSurrogate, "");

const shortened = (name: string): string => {
  if (name.length <= longest) return name;
  const extension = /\.[^.]{1,16}$/.exec(name)?.[0] ?? "";
  const stem = cut(name, longest - extension.length);
  return extension === "" ? stem.replace(/[ .]+$/, "") : stem + extension;
};

/**
 * A name that every system takes for a file in the folder it is put in: no path, no control or hidden characters, no
 * Windows device, at most 120 characters with the extension kept. An empty name becomes `export`.
 */
export const safeFileName = (text: string): string => {
  const name = text
    .normalize("NFC")
    .replace(unseen, "")
    .replace(loneSurrogate, "")
    .replace(/[\\/:*?"<>|]/g, "_")
    .replace(/^[ .]+/, "")
    .replace(/(?<![ .])[ .]+$/, "");
  if (name === "") return "export";
  return shortened(device.test(name) ? `_${name}` : name);
};

/** A safe name for a titled file: `fileName("Sales: Q1", "csv")` is `Sales_ Q1.csv`. */
export const fileName = (title: string, extension: string): string =>
  safeFileName(`${safeFileName(title)}.${extension}`);
