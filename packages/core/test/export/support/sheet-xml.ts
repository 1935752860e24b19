import { strFromU8, unzipSync } from "fflate";

/** The text of a part of a workbook. */
export const partOf = (file: Uint8Array, path: string): string => {
  const bytes = unzipSync(file)[path];
  if (bytes === undefined) throw new Error(`There is no part ${path}.`);
  return strFromU8(bytes);
};

/** The XML of a sheet, numbered from 1. */
export const sheetXml = (file: Uint8Array, number = 1): string =>
  partOf(file, `xl/worksheets/sheet${number}.xml`);

/** The names of the sheets, in order. */
export const namesOf = (file: Uint8Array): string[] =>
  Array.from(
    partOf(file, "xl/workbook.xml").matchAll(/<sheet name="([^"]*)"/g),
    ([, name = ""]) => name,
  );
