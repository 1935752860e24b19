import type { ComparedCell } from "@ennead/core/pivot";

import type { Strings } from "../kernel/strings.ts";

/** What the panel beside a cell says; loaded with it. */
export interface DrillStrings {
  readonly panel: string;
  readonly why: string;
  readonly records: string;
  readonly close: string;
  readonly filterBy: string;
  readonly showRecords: string;
  /** Why a mark or a cell cannot be filtered by. */
  readonly noFilter: string;
  readonly noFilterTotal: string;
  readonly noValue: string;
  readonly total: string;
  readonly counted: (counted: string, records: string, one: boolean) => string;
  readonly all: (records: string, one: boolean) => string;
  readonly formula: string;
  readonly compared: string;
  readonly itself: string;
  readonly roles: Readonly<Record<ComparedCell["role"], string>>;
  readonly biggestMembers: string;
  readonly biggestRecords: string;
  readonly more: (shown: string, all: string) => string;
  readonly showMore: string;
  readonly gone: string;
  readonly opened: (cell: string) => string;
}

const en: DrillStrings = {
  panel: "About this cell",
  why: "Why?",
  records: "Records",
  close: "Close",
  filterBy: "Filter by this",
  showRecords: "Show records",
  noFilter: "No condition says what this group holds.",
  noFilterTotal: "This is the total of all records shown.",
  noValue: "no value",
  total: "Grand total",
  counted: (counted, records, one) =>
    `${counted} of ${records} ${one ? "record" : "records"} here ${counted === "1" ? "meets" : "meet"} the measure’s own condition.`,
  all: (records, one) => `From ${records} ${one ? "record" : "records"}.`,
  formula: "With the numbers put in",
  compared: "Compared with",
  itself: "The value itself",
  roles: {
    rowTotal: "Total of the row",
    colTotal: "Total of the column",
    grandTotal: "Grand total",
    parentRow: "Parent row",
    parentCol: "Parent column",
    previous: "The one before",
  },
  biggestMembers: "Biggest parts",
  biggestRecords: "Biggest records",
  more: (shown, all) => `${shown} of ${all} records`,
  showMore: "Show more",
  gone: "This cell is no longer in the report.",
  opened: (cell) => `About ${cell}`,
};

const de: DrillStrings = {
  panel: "Zu dieser Zelle",
  why: "Warum?",
  records: "Datensätze",
  close: "Schließen",
  filterBy: "Hiernach filtern",
  showRecords: "Datensätze zeigen",
  noFilter: "Keine Bedingung sagt, was diese Gruppe enthält.",
  noFilterTotal: "Dies ist die Summe aller gezeigten Datensätze.",
  noValue: "kein Wert",
  total: "Gesamtsumme",
  counted: (counted, records) =>
    `${counted} von ${records} Datensätzen hier erfüllen die Bedingung dieses Werts.`,
  all: (records, one) => `Aus ${records} ${one ? "Datensatz" : "Datensätzen"}.`,
  formula: "Mit eingesetzten Zahlen",
  compared: "Verglichen mit",
  itself: "Der Wert selbst",
  roles: {
    rowTotal: "Summe der Zeile",
    colTotal: "Summe der Spalte",
    grandTotal: "Gesamtsumme",
    parentRow: "Übergeordnete Zeile",
    parentCol: "Übergeordnete Spalte",
    previous: "Der Eintrag davor",
  },
  biggestMembers: "Größte Teile",
  biggestRecords: "Größte Datensätze",
  more: (shown, all) => `${shown} von ${all} Datensätzen`,
  showMore: "Mehr zeigen",
  gone: "Diese Zelle gibt es im Bericht nicht mehr.",
  opened: (cell) => `Zu ${cell}`,
};

export const drillStrings: Strings<DrillStrings> = { en, de };
