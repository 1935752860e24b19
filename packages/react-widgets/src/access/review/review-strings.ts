import type { Strings } from "../../kernel/strings.ts";

export interface ReviewStrings {
  readonly at: (moment: string) => string;
  readonly bounds: (events: string) => string;
  readonly findings: string;
  readonly nothing: string;
  readonly kind: (kind: string) => string;
  readonly finding: string;
  readonly what: string;
  readonly ending: string;
  readonly noEnding: string;
  readonly record: string;
  readonly to: string;
  readonly level: string;
  readonly ends: string;
  readonly levels: Readonly<Record<string, string>>;
  readonly company: string;
  readonly people: string;
  readonly name: string;
  readonly active: string;
  readonly yes: string;
  readonly no: string;
  readonly sets: string;
  readonly seen: string;
  readonly never: string;
  readonly copy: string;
  readonly copied: (rows: number) => string;
  readonly notCopied: string;
}

const enKinds: Readonly<Record<string, string>> = {
  administrator: "Manages access",
  "broad-right": "Right to all records",
  "stale-user": "Not seen for 90 days",
  "inactive-user": "May not sign in, holds rights",
  "unknown-set": "Unknown set",
  "unknown-member": "Unknown member",
  "empty-group": "Empty group",
  "unused-set": "Nobody holds it",
  circle: "Circle",
  "ending-share": "Share ends soon",
  "ended-share": "Share has ended",
  "user-without-sets": "Without permission set",
  "unused-key": "Key not used for 90 days",
};

const en: ReviewStrings = {
  at: (moment) => `As of ${moment}.`,
  bounds: (events) => `Last visits are told by the newest ${events} events and by sessions.`,
  findings: "What stands out",
  nothing: "Nothing stands out.",
  kind: (kind) => enKinds[kind] ?? kind,
  finding: "Kind",
  what: "What",
  ending: "Shares that end or have ended",
  noEnding: "No share ends within 30 days.",
  record: "Record",
  to: "Shared with",
  level: "Level",
  ends: "Ends",
  levels: { read: "Read", edit: "Edit", full: "Full" },
  company: "Everybody",
  people: "People and what they hold",
  name: "Name",
  active: "May sign in",
  yes: "Yes",
  no: "No",
  sets: "Permission sets",
  seen: "Last seen",
  never: "Never",
  copy: "Copy as CSV",
  copied: (rows) => (rows === 1 ? "1 row copied" : `${rows} rows copied`),
  notCopied: "The browser did not allow copying.",
};

const deKinds: Readonly<Record<string, string>> = {
  administrator: "Verwaltet den Zugriff",
  "broad-right": "Recht an allen Datensätzen",
  "stale-user": "Seit 90 Tagen nicht gesehen",
  "inactive-user": "Darf sich nicht anmelden, hat Rechte",
  "unknown-set": "Unbekannter Satz",
  "unknown-member": "Unbekanntes Mitglied",
  "empty-group": "Leere Gruppe",
  "unused-set": "Niemand hat ihn",
  circle: "Kreis",
  "ending-share": "Freigabe endet bald",
  "ended-share": "Freigabe ist beendet",
  "user-without-sets": "Ohne Berechtigungssatz",
  "unused-key": "Schlüssel seit 90 Tagen ungenutzt",
};

const de: ReviewStrings = {
  at: (moment) => `Stand ${moment}.`,
  bounds: (events) => `Letzte Besuche sagen die neuesten ${events} Ereignisse und die Sitzungen.`,
  findings: "Was auffällt",
  nothing: "Nichts fällt auf.",
  kind: (kind) => deKinds[kind] ?? kind,
  finding: "Art",
  what: "Was",
  ending: "Freigaben, die enden oder beendet sind",
  noEnding: "Keine Freigabe endet in den nächsten 30 Tagen.",
  record: "Datensatz",
  to: "Geteilt mit",
  level: "Stufe",
  ends: "Endet",
  levels: { read: "Lesen", edit: "Bearbeiten", full: "Voll" },
  company: "Alle",
  people: "Personen und was sie haben",
  name: "Name",
  active: "Darf sich anmelden",
  yes: "Ja",
  no: "Nein",
  sets: "Berechtigungssätze",
  seen: "Zuletzt gesehen",
  never: "Nie",
  copy: "Als CSV kopieren",
  copied: (rows) => (rows === 1 ? "1 Zeile kopiert" : `${rows} Zeilen kopiert`),
  notCopied: "Der Browser hat das Kopieren nicht erlaubt.",
};

export const reviewStrings: Strings<ReviewStrings> = { en, de };
