import type { Strings } from "../../kernel/strings.ts";
import type { FileFormat, WantedFile } from "./wanted-file.ts";

export interface ExportStrings {
  readonly export: string;
  readonly cells: string;
  readonly records: string;
  readonly formats: Readonly<Record<FileFormat, string>>;
  readonly recordFormats: Readonly<Record<"csv" | "xlsx", string>>;
  readonly busy: (file: WantedFile) => string;
  readonly phases: Readonly<Record<string, string>>;
  readonly failed: string;
  readonly forbidden: string;
  readonly saved: (name: string) => string;
  readonly cancel: string;
  readonly again: string;
  readonly close: string;
}

const en: ExportStrings = {
  export: "Export",
  cells: "What is on screen",
  records: "The records beneath",
  formats: {
    csv: "CSV",
    xlsx: "Excel (XLSX)",
    html: "Web page (HTML)",
    pdf: "PDF with chart",
    json: "JSON",
    arrow: "Arrow",
  },
  recordFormats: { csv: "Records as CSV", xlsx: "Records as Excel (XLSX)" },
  busy: ({ format }) => `The ${format.toUpperCase()} file is being made…`,
  phases: { cells: "working out the cells", rows: "writing rows" },
  failed: "The file could not be made.",
  forbidden:
    "You may not take reports away as files. Ask your administrator for the right to export.",
  saved: (name) => `${name} was saved`,
  cancel: "Cancel",
  again: "Try again",
  close: "Close",
};

const de: ExportStrings = {
  export: "Exportieren",
  cells: "Was zu sehen ist",
  records: "Die Datensätze darunter",
  formats: {
    csv: "CSV",
    xlsx: "Excel (XLSX)",
    html: "Webseite (HTML)",
    pdf: "PDF mit Diagramm",
    json: "JSON",
    arrow: "Arrow",
  },
  recordFormats: { csv: "Datensätze als CSV", xlsx: "Datensätze als Excel (XLSX)" },
  busy: ({ format }) => `Die ${format.toUpperCase()}-Datei wird erstellt …`,
  phases: { cells: "Zellen werden berechnet", rows: "Zeilen werden geschrieben" },
  failed: "Die Datei konnte nicht erstellt werden.",
  forbidden:
    "Sie dürfen Berichte nicht als Datei mitnehmen. Bitten Sie Ihre Administration um das Recht zum Export.",
  saved: (name) => `${name} wurde gespeichert`,
  cancel: "Abbrechen",
  again: "Erneut versuchen",
  close: "Schließen",
};

export const exportStrings: Strings<ExportStrings> = { en, de };
