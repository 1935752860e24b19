import type { ChartType } from "@ennead/core/chart";
import type { Aggregate, AggregateValue, Warning } from "@ennead/core/pivot";

import { chartStrings } from "../kernel/chart/strings.ts";
import type { Strings } from "../kernel/strings.ts";
import type { Grain } from "./edit.ts";
import type { SystemLabels } from "./fields.ts";
import { shownStrings, type ShownStrings } from "./shown-strings.ts";
import type { Well } from "./value.ts";

export type Operator =
  | "in"
  | "notIn"
  | "contains"
  | "startsWith"
  | "isNull"
  | "notNull"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "between"
  | "period";

export interface PivotStrings extends ShownStrings {
  readonly report: string;
  readonly builder: string;
  readonly object: string;
  readonly fields: string;
  readonly searchFields: string;
  readonly noFieldFound: (text: string) => string;
  readonly fieldActions: (field: string) => string;
  readonly entryActions: (entry: string) => string;
  readonly drag: (name: string) => string;
  readonly well: Readonly<Record<Well, string>>;
  readonly wellHint: Readonly<Record<Well, string>>;
  readonly addTo: (well: Well) => string;
  readonly moveToWell: (well: Well) => string;
  readonly moveEarlier: (well: Well) => string;
  readonly moveLater: (well: Well) => string;
  readonly remove: string;
  readonly removeEntry: (entry: string) => string;
  readonly edit: string;
  readonly grain: string;
  readonly noGrain: string;
  readonly grains: Readonly<Record<Grain, string>>;
  readonly aggregate: string;
  readonly aggregates: Readonly<Record<Aggregate, string>>;
  readonly valueLabel: (value: AggregateValue, field: string) => string;
  readonly dimLabel: (field: string, grain: string | undefined) => string;
  readonly recordCount: string;
  readonly sort: string;
  readonly sortAscending: string;
  readonly sortDescending: string;
  readonly sortRows: string;
  readonly sortColumns: string;
  readonly largestFirst: string;
  readonly smallestFirst: string;
  readonly byLabel: string;
  readonly missing: (field: string) => string;
  readonly undo: string;
  readonly redo: string;
  readonly refresh: string;
  readonly table: string;
  readonly print: string;
  readonly charts: Readonly<Record<ChartType, string>>;
  readonly display: string;
  readonly options: string;
  readonly rowTotals: string;
  readonly columnTotals: string;
  readonly rowSubtotals: string;
  readonly columnSubtotals: string;
  readonly open: string;
  readonly newReport: string;
  readonly save: string;
  readonly saveAs: string;
  readonly saving: string;
  readonly saved: (name: string) => string;
  readonly reportName: string;
  readonly noReports: string;
  readonly cancel: string;
  readonly apply: string;
  readonly grandTotal: string;
  readonly totalOf: (label: string) => string;
  readonly emptyMember: string;
  readonly blankText: string;
  readonly others: string;
  readonly yes: string;
  readonly no: string;
  readonly week: (number: string, year: string) => string;
  readonly gridLabel: (values: string, rows: string, columns: string) => string;
  readonly summary: (selected: string, all: string, object: string) => string;
  readonly loadingRecords: (object: string) => string;
  readonly loadingReport: string;
  /** Megabytes, written in the reader's locale; `all` is absent where the server does not tell. */
  readonly loaded: (loaded: string, all: string | undefined) => string;
  readonly refreshFailed: string;
  readonly outdated: string;
  readonly showNew: string;
  readonly notLoaded: string;
  readonly unopened: string;
  readonly backTo: (report: string) => string;
  readonly newer: string;
  readonly newerHint: string;
  readonly warnings: Readonly<Record<Warning["code"], string>>;
  readonly currencyOf: (field: string) => string;
  readonly conflict: string;
  readonly showStored: string;
  readonly unsavedChanges: (report: string) => string;
  readonly discard: string;
  readonly loadingReports: string;
  readonly noRecords: (object: string) => string;
  readonly noRecordsHint: string;
  readonly noMatch: string;
  readonly noMatchHint: string;
  readonly removedBy: (filter: string) => string;
  readonly dropFilter: (filter: string) => string;
  readonly dropAllFilters: string;
  /** Name of the filters a reader has set on a report that he only reads. */
  readonly crossed: string;
  readonly start: string;
  readonly startHint: string;
  readonly failed: string;
  readonly invalid: string;
  readonly removeMissing: string;
  readonly forbidden: string;
  readonly forbiddenHint: string;
  readonly noObjects: string;
  readonly chartTitle: (values: string, rows: string, columns: string) => string;
  readonly operators: Readonly<Record<Operator, string>>;
  readonly operator: string;
  readonly filterFor: (field: string) => string;
  readonly filterLabel: (field: string, operator: Operator, value: string) => string;
  readonly advancedFilter: string;
  readonly values: string;
  readonly searchValues: string;
  readonly moreValues: (shown: number, all: number) => string;
  readonly value: string;
  readonly from: string;
  readonly to: string;
  readonly period: string;
  readonly periods: Readonly<Record<string, string>>;
  readonly notANumber: (text: string) => string;
  readonly needsValue: string;
  readonly andMore: (count: number) => string;
  readonly system: SystemLabels;
  readonly said: {
    readonly added: (entry: string, well: Well, place: number) => string;
    readonly moved: (entry: string, well: Well, place: number) => string;
    readonly removed: (entry: string, well: Well) => string;
    readonly aggregate: (entry: string) => string;
    readonly sorted: (axis: "rows" | "cols", entry: string, dir: "asc" | "desc") => string;
    readonly unsorted: (axis: "rows" | "cols") => string;
    readonly undone: string;
    readonly redone: string;
    readonly expanded: (label: string) => string;
    readonly collapsed: (label: string) => string;
  };
  /** Sentence for a fault code of this room; undefined where the engine's own sentence names more. */
  readonly fault: (code: string) => string | undefined;
}

const enWells = { rows: "rows", cols: "columns", values: "values", filters: "filters" } as const;
const enPlaces = ["first", "second", "third", "fourth", "fifth", "sixth"];
const enWhere = (well: Well, place: number): string => {
  const nth = enPlaces[place] ?? `number ${place + 1}`;
  return well === "rows" || well === "cols"
    ? `${enWells[well]}, ${nth} level`
    : `${enWells[well]}, ${nth} place`;
};

const en: PivotStrings = {
  ...shownStrings.en,
  report: "Pivot report",
  builder: "Report builder",
  object: "Records of",
  fields: "Fields",
  searchFields: "Search fields",
  noFieldFound: (text) => `No field matches “${text}”`,
  fieldActions: (field) => `Use ${field}`,
  entryActions: (entry) => `Options of ${entry}`,
  drag: (name) => `Drag ${name}`,
  well: { rows: "Rows", cols: "Columns", values: "Values", filters: "Filters" },
  wellHint: {
    rows: "Group down the side",
    cols: "Group across the top",
    values: "What to measure",
    filters: "Which records count",
  },
  addTo: (well) => (well === "filters" ? "Filter by this…" : `Add to ${enWells[well]}`),
  moveToWell: (well) => (well === "filters" ? "Filter by this…" : `Move to ${enWells[well]}`),
  moveEarlier: (well) => (well === "values" ? "Move forward" : "Move up a level"),
  moveLater: (well) => (well === "values" ? "Move back" : "Move down a level"),
  remove: "Remove",
  removeEntry: (entry) => `Remove ${entry}`,
  edit: "Edit condition…",
  grain: "Group by",
  noGrain: "Each value",
  grains: {
    year: "Year",
    half: "Half-year",
    quarter: "Quarter",
    month: "Month",
    isoWeek: "Week (ISO)",
    week: "Week",
    day: "Day",
    hour: "Hour",
    quarterOfYear: "Quarter of year",
    monthOfYear: "Month of year",
    dayOfWeek: "Day of week",
    hourOfDay: "Hour of day",
  },
  aggregate: "Show",
  aggregates: {
    records: "Number of records",
    count: "Number of values",
    sum: "Sum",
    avg: "Average",
    min: "Smallest",
    max: "Largest",
    distinct: "Distinct values",
    median: "Median",
    quantile_cont: "Quantile",
    quantile_disc: "Quantile (a value that occurs)",
    mode: "Most frequent",
    first: "First",
    last: "Last",
    wavg: "Weighted average",
    var_samp: "Variance (sample)",
    var_pop: "Variance",
    sd_samp: "Standard deviation (sample)",
    sd_pop: "Standard deviation",
  },
  valueLabel: (value, field) => {
    switch (value.agg) {
      case "records":
        return "Records";
      case "count":
        return `Count of ${field}`;
      case "sum":
        return `Sum of ${field}`;
      case "avg":
        return `Average ${field}`;
      case "min":
        return `Smallest ${field}`;
      case "max":
        return `Largest ${field}`;
      case "distinct":
        return `Distinct ${field}`;
      case "median":
        return `Median of ${field}`;
      case "quantile_cont":
        return `Quantile ${value.p ?? 0.5} of ${field}`;
      case "quantile_disc":
        return `Quantile (a value that occurs) ${value.p ?? 0.5} of ${field}`;
      case "mode":
        return `Most frequent of ${field}`;
      case "first":
        return `First of ${field}`;
      case "last":
        return `Last of ${field}`;
      case "wavg":
        return `Weighted average of ${field}`;
      case "var_samp":
        return `Variance (sample) of ${field}`;
      case "var_pop":
        return `Variance of ${field}`;
      case "sd_samp":
        return `Standard deviation (sample) of ${field}`;
      case "sd_pop":
        return `Standard deviation of ${field}`;
      default:
        return value.agg satisfies never;
    }
  },
  dimLabel: (field, grain) => (grain === undefined ? field : `${field} · ${grain}`),
  recordCount: "Number of records",
  sort: "Sort",
  sortAscending: "Ascending",
  sortDescending: "Descending",
  sortRows: "Sort rows",
  sortColumns: "Sort columns",
  largestFirst: "Largest first",
  smallestFirst: "Smallest first",
  byLabel: "By label",
  missing: (field) => `“${field}” is not available to you`,
  undo: "Undo",
  redo: "Redo",
  refresh: "Fetch the records again",
  table: "Table",
  print: "Print",
  charts: chartStrings.en.types,
  display: "Display",
  options: "Totals",
  rowTotals: "Grand total row",
  columnTotals: "Grand total column",
  rowSubtotals: "Row subtotals",
  columnSubtotals: "Column subtotals",
  open: "Reports",
  newReport: "New report",
  save: "Save",
  saveAs: "Save as new report…",
  saving: "Saving…",
  saved: (name) => `Saved “${name}”`,
  reportName: "Name of the report",
  noReports: "No saved reports yet",
  cancel: "Cancel",
  apply: "Apply",
  grandTotal: "Grand total",
  totalOf: (label) => `Total ${label}`,
  emptyMember: "(empty)",
  blankText: "(blank text)",
  others: "Others",
  yes: "Yes",
  no: "No",
  week: (number, year) => `W${number} ${year}`,
  gridLabel: (values, rows, columns) =>
    [values, rows === "" ? "" : `by ${rows}`, columns === "" ? "" : `across ${columns}`]
      .filter((part) => part !== "")
      .join(" "),
  summary: (selected, all, object) =>
    selected === all ? `${all} ${object}` : `${selected} of ${all} ${object}`,
  loadingRecords: (object) => `Loading ${object}…`,
  loadingReport: "Loading the report…",
  loaded: (loaded, all) => (all === undefined ? `${loaded} MB` : `${loaded} of ${all} MB`),
  refreshFailed: "These are the records fetched before: asking again failed.",
  outdated: "The records have changed since.",
  showNew: "Show the new ones",
  notLoaded: "A part of the program could not be loaded.",
  unopened: "The report could not be opened",
  backTo: (report) => `Back to “${report}”`,
  newer: "This report was made with a newer version",
  newerHint: "It cannot be shown or changed here. It is stored as it was.",
  warnings: {
    "non-finite": "Numbers that are not finite were counted as missing.",
    overflow: "A sum is too large to be shown; its cell is empty.",
    "mixed-currency":
      "Some cells hold amounts of several currencies, which do not add up; they are empty. Group by the currency to see them.",
  },
  currencyOf: (field) => `Currency of ${field}`,
  conflict:
    "Someone else changed this in the meantime. Look at the stored version (undo brings yours back), or save yours as a new report.",
  showStored: "Show the stored version",
  unsavedChanges: (report) => `“${report}” has changes that are not saved.`,
  discard: "Discard them and open",
  loadingReports: "Loading…",
  noRecords: (object) => `No ${object} yet`,
  noRecordsHint: "As soon as there are records you may see, they appear here.",
  noMatch: "No record passes the filters",
  noMatchHint: "Drop a filter to see numbers again.",
  removedBy: (filter) => `“${filter}” alone leaves no record.`,
  dropFilter: (filter) => `Drop “${filter}”`,
  dropAllFilters: "Drop all filters",
  crossed: "Filtered while reading",
  start: "Group the records",
  startHint: "Drag a field into rows or columns, or use the plus sign beside it.",
  failed: "The records could not be loaded",
  invalid: "This report cannot be calculated as it is",
  removeMissing: "Remove what is not available",
  forbidden: "You have no access to these records",
  forbiddenHint: "Ask an administrator for the right to read them, or choose other records.",
  noObjects: "There are no records you may report on",
  chartTitle: (values, rows, columns) =>
    `${values}${rows === "" ? "" : ` by ${rows}`}${columns === "" ? "" : ` and ${columns}`}`,
  operators: {
    in: "is any of",
    notIn: "is none of",
    contains: "contains",
    startsWith: "starts with",
    isNull: "is empty",
    notNull: "is not empty",
    "=": "is",
    "!=": "is not",
    "<": "less than",
    "<=": "at most",
    ">": "more than",
    ">=": "at least",
    between: "between",
    period: "in the period",
  },
  operator: "Condition",
  filterFor: (field) => `Filter by ${field}`,
  filterLabel: (field, operator, value) =>
    operator === "in" ? `${field}: ${value}` : `${field} ${en.operators[operator]} ${value}`.trim(),
  advancedFilter: "Combined condition",
  values: "Values",
  searchValues: "Search values",
  moreValues: (shown, all) => `${shown} of ${all} values shown. Search for others.`,
  value: "Value",
  from: "From",
  to: "To",
  period: "Period",
  periods: {
    "month:0:1": "This month",
    "month:-1:1": "Last month",
    "quarter:0:1": "This quarter",
    "quarter:-1:1": "Last quarter",
    "quarter:1:1": "Next quarter",
    "year:0:1": "This year",
    "year:-1:1": "Last year",
    "day:-29:30": "Last 30 days",
    "day:-89:90": "Last 90 days",
    "month:-11:12": "Last 12 months",
  },
  notANumber: (text) => `“${text}” is not a number`,
  needsValue: "Choose or enter a value",
  andMore: (count) => `+${count}`,
  system: {
    owner: "Owner",
    id: "Record id",
    externalId: "External id",
    createdAt: "Created",
    updatedAt: "Last changed",
  },
  said: {
    added: (entry, well, place) => `${entry} added to ${enWhere(well, place)}`,
    moved: (entry, well, place) => `${entry} moved to ${enWhere(well, place)}`,
    removed: (entry, well) => `${entry} removed from ${enWells[well]}`,
    aggregate: (entry) => `Now showing ${entry}`,
    sorted: (axis, entry, dir) =>
      `${axis === "rows" ? "Rows" : "Columns"} sorted by ${entry}, ${
        dir === "desc" ? "largest" : "smallest"
      } first`,
    unsorted: (axis) => `${axis === "rows" ? "Rows" : "Columns"} sorted by label`,
    undone: "Undone",
    redone: "Redone",
    expanded: (label) => `${label} expanded`,
    collapsed: (label) => `${label} collapsed`,
  },
  fault: () => undefined,
};

const deWells = { rows: "Zeilen", cols: "Spalten", values: "Werte", filters: "Filter" } as const;
const dePlaces = ["erste", "zweite", "dritte", "vierte", "fünfte", "sechste"];
const deWhere = (well: Well, place: number): string => {
  const nth = dePlaces[place] ?? `${place + 1}.`;
  return well === "rows" || well === "cols"
    ? `${deWells[well]}, ${nth} Ebene`
    : `${deWells[well]}, ${nth} Stelle`;
};

const de: PivotStrings = {
  ...shownStrings.de,
  report: "Pivot-Bericht",
  builder: "Berichtseditor",
  object: "Datensätze von",
  fields: "Felder",
  searchFields: "Felder suchen",
  noFieldFound: (text) => `Kein Feld passt zu „${text}“`,
  fieldActions: (field) => `${field} verwenden`,
  entryActions: (entry) => `Optionen von ${entry}`,
  drag: (name) => `${name} ziehen`,
  well: { rows: "Zeilen", cols: "Spalten", values: "Werte", filters: "Filter" },
  wellHint: {
    rows: "Untereinander gruppieren",
    cols: "Nebeneinander gruppieren",
    values: "Was gemessen wird",
    filters: "Welche Datensätze zählen",
  },
  addTo: (well) => (well === "filters" ? "Danach filtern …" : `Zu ${deWells[well]} hinzufügen`),
  moveToWell: (well) =>
    well === "filters" ? "Danach filtern …" : `Nach ${deWells[well]} verschieben`,
  moveEarlier: (well) => (well === "values" ? "Weiter nach vorn" : "Eine Ebene nach oben"),
  moveLater: (well) => (well === "values" ? "Weiter nach hinten" : "Eine Ebene nach unten"),
  remove: "Entfernen",
  removeEntry: (entry) => `${entry} entfernen`,
  edit: "Bedingung bearbeiten …",
  grain: "Gruppieren nach",
  noGrain: "Jeder Wert",
  grains: {
    year: "Jahr",
    half: "Halbjahr",
    quarter: "Quartal",
    month: "Monat",
    isoWeek: "Kalenderwoche",
    week: "Woche",
    day: "Tag",
    hour: "Stunde",
    quarterOfYear: "Quartal im Jahr",
    monthOfYear: "Monat im Jahr",
    dayOfWeek: "Wochentag",
    hourOfDay: "Stunde am Tag",
  },
  aggregate: "Zeigen",
  aggregates: {
    records: "Anzahl Datensätze",
    count: "Anzahl Werte",
    sum: "Summe",
    avg: "Durchschnitt",
    min: "Kleinster Wert",
    max: "Größter Wert",
    distinct: "Verschiedene Werte",
    median: "Median",
    quantile_cont: "Quantil",
    quantile_disc: "Quantil (ein vorkommender Wert)",
    mode: "Häufigster Wert",
    first: "Erster Wert",
    last: "Letzter Wert",
    wavg: "Gewichteter Durchschnitt",
    var_samp: "Varianz (Stichprobe)",
    var_pop: "Varianz",
    sd_samp: "Standardabweichung (Stichprobe)",
    sd_pop: "Standardabweichung",
  },
  valueLabel: (value, field) => {
    switch (value.agg) {
      case "records":
        return "Datensätze";
      case "count":
        return `Anzahl ${field}`;
      case "sum":
        return `Summe ${field}`;
      case "avg":
        return `Durchschnitt ${field}`;
      case "min":
        return `Kleinster Wert ${field}`;
      case "max":
        return `Größter Wert ${field}`;
      case "distinct":
        return `Verschiedene ${field}`;
      case "median":
        return `Median ${field}`;
      case "quantile_cont":
        return `Quantil ${value.p ?? 0.5} ${field}`;
      case "quantile_disc":
        return `Quantil (ein vorkommender Wert) ${value.p ?? 0.5} ${field}`;
      case "mode":
        return `Häufigster Wert ${field}`;
      case "first":
        return `Erster Wert ${field}`;
      case "last":
        return `Letzter Wert ${field}`;
      case "wavg":
        return `Gewichteter Durchschnitt ${field}`;
      case "var_samp":
        return `Varianz (Stichprobe) ${field}`;
      case "var_pop":
        return `Varianz ${field}`;
      case "sd_samp":
        return `Standardabweichung (Stichprobe) ${field}`;
      case "sd_pop":
        return `Standardabweichung ${field}`;
      default:
        return value.agg satisfies never;
    }
  },
  dimLabel: en.dimLabel,
  recordCount: "Anzahl Datensätze",
  sort: "Sortieren",
  sortAscending: "Aufsteigend",
  sortDescending: "Absteigend",
  sortRows: "Zeilen sortieren",
  sortColumns: "Spalten sortieren",
  largestFirst: "Größte zuerst",
  smallestFirst: "Kleinste zuerst",
  byLabel: "Nach Bezeichnung",
  missing: (field) => `„${field}“ steht Ihnen nicht zur Verfügung`,
  undo: "Rückgängig",
  redo: "Wiederholen",
  refresh: "Datensätze neu laden",
  table: "Tabelle",
  print: "Drucken",
  charts: chartStrings.de.types,
  display: "Darstellung",
  options: "Summen",
  rowTotals: "Gesamtzeile",
  columnTotals: "Gesamtspalte",
  rowSubtotals: "Zwischensummen der Zeilen",
  columnSubtotals: "Zwischensummen der Spalten",
  open: "Berichte",
  newReport: "Neuer Bericht",
  save: "Speichern",
  saveAs: "Als neuen Bericht speichern …",
  saving: "Wird gespeichert …",
  saved: (name) => `„${name}“ gespeichert`,
  reportName: "Name des Berichts",
  noReports: "Noch keine gespeicherten Berichte",
  cancel: "Abbrechen",
  apply: "Anwenden",
  grandTotal: "Gesamtsumme",
  totalOf: (label) => `Summe ${label}`,
  emptyMember: "(leer)",
  blankText: "(leerer Text)",
  others: "Übrige",
  yes: "Ja",
  no: "Nein",
  week: (number, year) => `KW ${number} ${year}`,
  gridLabel: (values, rows, columns) =>
    [values, rows === "" ? "" : `nach ${rows}`, columns === "" ? "" : `und ${columns}`]
      .filter((part) => part !== "")
      .join(" "),
  summary: (selected, all, object) =>
    selected === all ? `${all} ${object}` : `${selected} von ${all} ${object}`,
  loadingRecords: (object) => `${object} werden geladen …`,
  loadingReport: "Bericht wird geladen …",
  loaded: (loaded, all) => (all === undefined ? `${loaded} MB` : `${loaded} von ${all} MB`),
  refreshFailed: "Dies sind die zuvor geladenen Datensätze: Das erneute Laden ist gescheitert.",
  outdated: "Die Datensätze haben sich inzwischen geändert.",
  showNew: "Neue zeigen",
  notLoaded: "Ein Teil des Programms ließ sich nicht laden.",
  unopened: "Der Bericht ließ sich nicht öffnen",
  backTo: (report) => `Zurück zu „${report}“`,
  newer: "Dieser Bericht stammt aus einer neueren Version",
  newerHint: "Er lässt sich hier weder zeigen noch ändern. Gespeichert bleibt er, wie er war.",
  warnings: {
    "non-finite": "Zahlen, die nicht endlich sind, wurden als fehlend gezählt.",
    overflow: "Eine Summe ist zu groß, um gezeigt zu werden; ihre Zelle bleibt leer.",
    "mixed-currency":
      "Einige Zellen enthalten Beträge in mehreren Währungen, die sich nicht addieren lassen; sie bleiben leer. Gruppieren Sie nach der Währung, um sie zu sehen.",
  },
  currencyOf: (field) => `Währung von ${field}`,
  conflict:
    "Jemand anderes hat dies inzwischen geändert. Sehen Sie den gespeicherten Stand an (Rückgängig holt Ihren zurück), oder speichern Sie Ihren als neuen Bericht.",
  showStored: "Gespeicherten Stand zeigen",
  unsavedChanges: (report) => `„${report}“ hat ungespeicherte Änderungen.`,
  discard: "Verwerfen und öffnen",
  loadingReports: "Wird geladen …",
  noRecords: (object) => `Noch keine ${object}`,
  noRecordsHint: "Sobald es Datensätze gibt, die Sie sehen dürfen, erscheinen sie hier.",
  noMatch: "Kein Datensatz erfüllt die Filter",
  noMatchHint: "Verwerfen Sie einen Filter, um wieder Zahlen zu sehen.",
  removedBy: (filter) => `„${filter}“ allein lässt keinen Datensatz übrig.`,
  dropFilter: (filter) => `„${filter}“ verwerfen`,
  dropAllFilters: "Alle Filter verwerfen",
  crossed: "Beim Lesen gefiltert",
  start: "Gruppieren Sie die Datensätze",
  startHint: "Ziehen Sie ein Feld in Zeilen oder Spalten, oder nutzen Sie das Plus daneben.",
  failed: "Die Datensätze konnten nicht geladen werden",
  invalid: "Dieser Bericht lässt sich so nicht berechnen",
  removeMissing: "Nicht Verfügbares entfernen",
  forbidden: "Sie haben keinen Zugriff auf diese Datensätze",
  forbiddenHint: "Bitten Sie die Administration um Leserechte oder wählen Sie andere Datensätze.",
  noObjects: "Es gibt keine Datensätze, über die Sie berichten dürfen",
  chartTitle: (values, rows, columns) =>
    `${values}${rows === "" ? "" : ` nach ${rows}`}${columns === "" ? "" : ` und ${columns}`}`,
  operators: {
    in: "ist eines von",
    notIn: "ist keines von",
    contains: "enthält",
    startsWith: "beginnt mit",
    isNull: "ist leer",
    notNull: "ist nicht leer",
    "=": "ist",
    "!=": "ist nicht",
    "<": "kleiner als",
    "<=": "höchstens",
    ">": "größer als",
    ">=": "mindestens",
    between: "zwischen",
    period: "im Zeitraum",
  },
  operator: "Bedingung",
  filterFor: (field) => `Nach ${field} filtern`,
  filterLabel: (field, operator, value) =>
    operator === "in" ? `${field}: ${value}` : `${field} ${de.operators[operator]} ${value}`.trim(),
  advancedFilter: "Zusammengesetzte Bedingung",
  values: "Werte",
  searchValues: "Werte suchen",
  moreValues: (shown, all) => `${shown} von ${all} Werten. Suchen Sie nach weiteren.`,
  value: "Wert",
  from: "Von",
  to: "Bis",
  period: "Zeitraum",
  periods: {
    "month:0:1": "Dieser Monat",
    "month:-1:1": "Letzter Monat",
    "quarter:0:1": "Dieses Quartal",
    "quarter:-1:1": "Letztes Quartal",
    "quarter:1:1": "Nächstes Quartal",
    "year:0:1": "Dieses Jahr",
    "year:-1:1": "Letztes Jahr",
    "day:-29:30": "Letzte 30 Tage",
    "day:-89:90": "Letzte 90 Tage",
    "month:-11:12": "Letzte 12 Monate",
  },
  notANumber: (text) => `„${text}“ ist keine Zahl`,
  needsValue: "Wählen Sie einen Wert, oder geben Sie einen ein",
  andMore: (count) => `+${count}`,
  system: {
    owner: "Zuständig",
    id: "Datensatz-ID",
    externalId: "Externe ID",
    createdAt: "Angelegt",
    updatedAt: "Zuletzt geändert",
  },
  said: {
    added: (entry, well, place) => `${entry} hinzugefügt: ${deWhere(well, place)}`,
    moved: (entry, well, place) => `${entry} verschoben: ${deWhere(well, place)}`,
    removed: (entry, well) => `${entry} aus ${deWells[well]} entfernt`,
    aggregate: (entry) => `Zeigt jetzt ${entry}`,
    sorted: (axis, entry, dir) =>
      `${axis === "rows" ? "Zeilen" : "Spalten"} nach ${entry} sortiert, ${
        dir === "desc" ? "größte" : "kleinste"
      } zuerst`,
    unsorted: (axis) => `${axis === "rows" ? "Zeilen" : "Spalten"} nach Bezeichnung sortiert`,
    undone: "Rückgängig gemacht",
    redone: "Wiederholt",
    expanded: (label) => `${label} aufgeklappt`,
    collapsed: (label) => `${label} zugeklappt`,
  },
  fault: (code) => {
    switch (code) {
      case "pivot/unknown-field":
        return "Ein Feld dieses Berichts gibt es nicht, oder Sie dürfen es nicht sehen.";
      case "pivot/unknown-value":
        return "Eine Sortierung nennt einen Wert, den es nicht mehr gibt.";
      case "pivot/bad-aggregate":
        return "Diese Berechnung passt nicht zum Feld.";
      case "pivot/bad-bucket":
        return "Diese Gruppierung passt nicht zum Feld.";
      case "pivot/bad-filter":
        return "Eine Bedingung passt nicht zu ihrem Feld.";
      case "pivot/duplicate-name":
        return "Zwei Teile des Berichts tragen denselben Namen.";
      case "pivot/bad-time-zone":
        return "Die Zeitzone ist unbekannt.";
      case "pivot/too-many-measures":
        return "Der Bericht hat zu viele Werte. Nehmen Sie einen heraus.";
      case "pivot/too-many-levels":
        return "Der Bericht hat zu viele Ebenen. Nehmen Sie eine heraus.";
      case "pivot/bad-formula":
        return "Eine Formel ist nicht richtig.";
      case "pivot/formula-cycle":
        return "Ein Wert wird aus sich selbst berechnet.";
      case "pivot/bad-top":
        return "Eine Auswahl der ersten oder letzten Einträge ist nicht richtig.";
      case "pivot/bad-percentile":
        return "Ein Quantil braucht einen Anteil von 0 bis 1.";
      case "pivot/join-fan-out":
        return "In einem verbundenen Objekt kommt der Schlüssel mehrmals vor.";
      case "pivot/bad-spec":
        return "Der Bericht ist nicht so aufgebaut, wie er sein müsste.";
      case "pivot/too-many-cells":
        return "Das Ergebnis hätte zu viele Zellen. Nehmen Sie eine Ebene heraus, oder filtern Sie.";
      default:
        return undefined;
    }
  },
};

export const pivotStrings: Strings<PivotStrings> = { en, de };
