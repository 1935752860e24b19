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
  /** What the cell holds, in words; `steps` are its levels and members, `only` the conditions of the report. */
  readonly sentence: (
    measure: string,
    steps: readonly (readonly [level: string, member: string])[],
    only: readonly string[],
  ) => string;
  readonly sinceDelivery: (at: string) => string;
  readonly wasThen: string;
  readonly change: string;
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
  sentence: (measure, steps, only) => {
    const path = steps.map(([level, member]) => `${level} “${member}”`).join(" and ");
    const where = path === "" ? " of the whole report" : ` for ${path}`;
    return `${measure}${where}${only.length === 0 ? "" : `, only ${only.join(" and ")}`}.`;
  },
  sinceDelivery: (at) => `Since the last delivery, ${at}`,
  wasThen: "In that delivery",
  change: "Change",
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
  sentence: (measure, steps, only) => {
    const path = steps.map(([level, member]) => `${level} „${member}“`).join(" und ");
    const where = path === "" ? " des ganzen Berichts" : ` für ${path}`;
    return `${measure}${where}${only.length === 0 ? "" : `, nur ${only.join(" und ")}`}.`;
  },
  sinceDelivery: (at) => `Seit dem letzten Versand, ${at}`,
  wasThen: "In diesem Versand",
  change: "Änderung",
};

export const drillStrings: Strings<DrillStrings> = { en, de };
