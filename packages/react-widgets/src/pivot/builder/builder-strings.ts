import type { Strings } from "../../kernel/strings.ts";
import { shownStrings, type ShownStrings } from "../shown-strings.ts";
import type { Well } from "../value.ts";
import type { ConditionalKind, MeasureFormat } from "../view-parts.ts";

/** What only those who build a report read; loaded with the builder. */
export interface BuilderStrings {
  readonly settings: string;
  readonly settingsOf: (entry: string) => string;
  readonly name: string;
  readonly showAs: string;
  readonly base: string;
  readonly along: string;
  readonly rows: string;
  readonly columns: string;
  readonly level: string;
  readonly sameLevel: string;
  readonly order: string;
  readonly share: string;
  readonly weight: string;
  readonly orderBy: string;
  readonly only: string;
  readonly allRecords: string;
  readonly format: string;
  readonly automatic: string;
  readonly styles: Readonly<Record<MeasureFormat["style"], string>>;
  readonly digits: string;
  readonly standsOut: string;
  readonly nothing: string;
  readonly conditional: Readonly<Record<ConditionalKind, string>>;
  readonly low: string;
  readonly high: string;
  readonly reverse: string;
  readonly hide: string;
  readonly startMonth: string;
  readonly endMonth: string;
  readonly endDay: string;
  readonly rule: string;
  readonly rules: Readonly<Record<"last" | "nearest", string>>;
  readonly pattern: string;
  readonly namedBy: string;
  readonly nameBy: Readonly<Record<"start" | "end", string>>;
  readonly bins: string;
  readonly edges: string;
  readonly step: string;
  readonly size: string;
  readonly origin: string;
  readonly map: string;
  readonly mapHint: string;
  readonly rest: string;
  readonly list: string;
  readonly listHint: string;
  readonly top: string;
  readonly count: string;
  readonly by: string;
  readonly topWays: Readonly<Record<"desc" | "asc", string>>;
  readonly ties: string;
  readonly others: string;
  readonly fill: string;
  readonly fills: Readonly<Record<"none" | "range" | "all", string>>;
  readonly having: string;
  readonly always: string;
  readonly than: string;
  readonly badNumber: string;
  readonly report: string;
  readonly timeZone: string;
  readonly weekStart: string;
  readonly companyZone: (zone: string) => string;
  readonly singles: string;
  readonly expandRows: (level: string) => string;
  readonly expandCols: (level: string) => string;
  readonly changed: (entry: string) => string;
  readonly shown: (entry: string) => string;
  readonly newFormula: string;
  readonly newField: string;
  readonly editFormula: string;
  readonly removeField: string;
  readonly formulaName: string;
  readonly formula: string;
  readonly formulaOk: (type: string) => string;
  readonly preview: (value: string) => string;
  readonly previewNone: string;
  readonly insert: string;
  readonly functions: string;
  readonly formulaTypes: Readonly<Record<string, string>>;
  readonly needsName: string;
  readonly nameTaken: string;
  readonly loading: string;
  readonly faultAt: (place: number, message: string) => string;
  readonly fieldAdded: (name: string) => string;
  readonly fieldRemoved: (name: string) => string;
  readonly print: string;
  readonly sentence: string;
  /** What comes before the first entry of a well. */
  readonly lead: ShownStrings["sentenceLead"];
  readonly and: string;
  /** Begins with the name of the well, which is all that is seen of it where the well is empty. */
  readonly add: Readonly<Record<Well, string>>;
}

const en: BuilderStrings = {
  settings: "Settings…",
  settingsOf: (entry) => `Settings of ${entry}`,
  name: "Name in this report",
  showAs: "Show also as",
  base: "Of",
  along: "Along",
  rows: "Rows",
  columns: "Columns",
  level: "Compare members of",
  sameLevel: "The same level",
  order: "Order",
  share: "Share of the values below it (0 to 1)",
  weight: "Weighted by",
  orderBy: "In the order of",
  only: "Only records where",
  allRecords: "All records",
  format: "Number format",
  automatic: "Automatic",
  styles: { number: "Number", percent: "Percent", money: "Amount" },
  digits: "Decimals",
  standsOut: "Highlight",
  nothing: "Nothing",
  conditional: {
    scale: "Colour scale",
    bar: "Data bars",
    threshold: "Coloured text",
    icon: "Icons",
  },
  low: "Low below",
  high: "High from",
  reverse: "Low is good",
  hide: "Calculate, but do not show",
  startMonth: "First month",
  endMonth: "Last month",
  endDay: "Last day of the week",
  rule: "The year ends on the",
  rules: { last: "last such day of the month", nearest: "such day nearest to the month’s end" },
  pattern: "Weeks of a quarter",
  namedBy: "Named by the year in which it",
  nameBy: { start: "begins", end: "ends" },
  bins: "Bands with given limits",
  edges: "Limits, separated by semicolons",
  step: "Bands of equal size",
  size: "Size",
  origin: "Starting at",
  map: "Own groups",
  mapHint: "One group per line: Name = value; value",
  rest: "Name for all others (empty: each by itself)",
  list: "In a given order",
  listHint: "One value per line",
  top: "Show only",
  count: "How many",
  by: "By",
  topWays: { desc: "The largest", asc: "The smallest" },
  ties: "Keep all that are equal at the border",
  others: "Sum up the rest as Others",
  fill: "Members without records",
  fills: { none: "Leave out", range: "Show, from first to last date", all: "Show all there are" },
  having: "Keep members whose",
  always: "(all members)",
  than: "Number",
  badNumber: "Enter a number",
  report: "Report settings…",
  timeZone: "Time zone",
  weekStart: "Weeks begin on",
  companyZone: (zone) => `Company’s (${zone})`,
  singles: "Subtotals of a single line",
  expandRows: (level) => `Open rows to ${level}`,
  expandCols: (level) => `Open columns to ${level}`,
  changed: (entry) => `Changed: ${entry}`,
  shown: (entry) => `${entry} added to values`,
  newFormula: "New formula…",
  newField: "New calculated field…",
  editFormula: "Edit the formula…",
  removeField: "Delete the calculated field",
  formulaName: "Name",
  formula: "Formula",
  formulaOk: (type) => `Correct: answers ${type}`,
  preview: (value) => `In the grand total: ${value}`,
  previewNone: "no value",
  insert: "Insert",
  functions: "Functions",
  formulaTypes: {
    bool: "yes or no",
    int: "a whole number",
    decimal: "a decimal number",
    float: "a number",
    money: "an amount",
    text: "a text",
    date: "a date",
    instant: "a point in time",
    textList: "a list",
    null: "nothing",
  },
  needsName: "Enter a name",
  nameTaken: "This name is already taken",
  loading: "Loading…",
  faultAt: (place, message) => `At character ${place}: ${message}`,
  fieldAdded: (name) => `Calculated field ${name} saved`,
  fieldRemoved: (name) => `Calculated field ${name} deleted`,
  print: "Print",
  sentence: "The report in words",
  lead: shownStrings.en.sentenceLead,
  and: shownStrings.en.sentenceAnd,
  add: {
    values: "Values: add to the sentence",
    rows: "Rows: add to the sentence",
    cols: "Columns: add to the sentence",
    filters: "Filters: add to the sentence",
  },
};

const de: BuilderStrings = {
  settings: "Einstellungen …",
  settingsOf: (entry) => `Einstellungen von ${entry}`,
  name: "Name in diesem Bericht",
  showAs: "Auch zeigen als",
  base: "Von",
  along: "Entlang",
  rows: "Zeilen",
  columns: "Spalten",
  level: "Verglichen werden Einträge von",
  sameLevel: "Derselben Ebene",
  order: "Reihenfolge",
  share: "Anteil der Werte darunter (0 bis 1)",
  weight: "Gewichtet mit",
  orderBy: "In der Reihenfolge von",
  only: "Nur Datensätze, für die gilt",
  allRecords: "Alle Datensätze",
  format: "Zahlenformat",
  automatic: "Automatisch",
  styles: { number: "Zahl", percent: "Prozent", money: "Betrag" },
  digits: "Nachkommastellen",
  standsOut: "Hervorheben",
  nothing: "Nichts",
  conditional: {
    scale: "Farbskala",
    bar: "Datenbalken",
    threshold: "Farbiger Text",
    icon: "Symbole",
  },
  low: "Niedrig unter",
  high: "Hoch ab",
  reverse: "Niedrig ist gut",
  hide: "Berechnen, aber nicht zeigen",
  startMonth: "Erster Monat",
  endMonth: "Letzter Monat",
  endDay: "Letzter Tag der Woche",
  rule: "Das Jahr endet am",
  rules: {
    last: "letzten solchen Tag des Monats",
    nearest: "solchen Tag, der dem Monatsende am nächsten liegt",
  },
  pattern: "Wochen eines Quartals",
  namedBy: "Benannt nach dem Jahr, in dem es",
  nameBy: { start: "beginnt", end: "endet" },
  bins: "Klassen mit eigenen Grenzen",
  edges: "Grenzen, durch Semikolon getrennt",
  step: "Gleich große Klassen",
  size: "Größe",
  origin: "Beginnend bei",
  map: "Eigene Gruppen",
  mapHint: "Je Zeile eine Gruppe: Name = Wert; Wert",
  rest: "Name für alle anderen (leer: jeder für sich)",
  list: "In eigener Reihenfolge",
  listHint: "Ein Wert je Zeile",
  top: "Nur zeigen",
  count: "Wie viele",
  by: "Nach",
  topWays: { desc: "Die größten", asc: "Die kleinsten" },
  ties: "Alle behalten, die an der Grenze gleich sind",
  others: "Den Rest als Übrige zusammenfassen",
  fill: "Einträge ohne Datensätze",
  fills: {
    none: "Weglassen",
    range: "Zeigen, vom ersten bis zum letzten Datum",
    all: "Alle zeigen, die es gibt",
  },
  having: "Einträge behalten, deren",
  always: "(alle Einträge)",
  than: "Zahl",
  badNumber: "Geben Sie eine Zahl ein",
  report: "Einstellungen des Berichts …",
  timeZone: "Zeitzone",
  weekStart: "Wochen beginnen am",
  companyZone: (zone) => `Die der Firma (${zone})`,
  singles: "Zwischensummen einer einzigen Zeile",
  expandRows: (level) => `Zeilen aufklappen bis ${level}`,
  expandCols: (level) => `Spalten aufklappen bis ${level}`,
  changed: (entry) => `Geändert: ${entry}`,
  shown: (entry) => `${entry} zu Werten hinzugefügt`,
  newFormula: "Neue Formel …",
  newField: "Neues berechnetes Feld …",
  editFormula: "Formel bearbeiten …",
  removeField: "Berechnetes Feld löschen",
  formulaName: "Name",
  formula: "Formel",
  formulaOk: (type) => `Richtig: ergibt ${type}`,
  preview: (value) => `In der Gesamtsumme: ${value}`,
  previewNone: "kein Wert",
  insert: "Einfügen",
  functions: "Funktionen",
  formulaTypes: {
    bool: "ja oder nein",
    int: "eine ganze Zahl",
    decimal: "eine Dezimalzahl",
    float: "eine Zahl",
    money: "einen Betrag",
    text: "einen Text",
    date: "ein Datum",
    instant: "einen Zeitpunkt",
    textList: "eine Liste",
    null: "nichts",
  },
  needsName: "Geben Sie einen Namen ein",
  nameTaken: "Diesen Namen gibt es schon",
  loading: "Wird geladen …",
  faultAt: (place, message) => `Bei Zeichen ${place}: ${message}`,
  fieldAdded: (name) => `Berechnetes Feld ${name} gespeichert`,
  fieldRemoved: (name) => `Berechnetes Feld ${name} gelöscht`,
  print: "Drucken",
  sentence: "Der Bericht in Worten",
  lead: shownStrings.de.sentenceLead,
  and: shownStrings.de.sentenceAnd,
  add: {
    values: "Werte: dem Satz hinzufügen",
    rows: "Zeilen: dem Satz hinzufügen",
    cols: "Spalten: dem Satz hinzufügen",
    filters: "Filter: dem Satz hinzufügen",
  },
};

export const builderStrings: Strings<BuilderStrings> = { en, de };
