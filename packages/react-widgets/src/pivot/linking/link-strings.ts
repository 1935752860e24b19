import type { Strings } from "../../kernel/strings.ts";

export interface LinkStrings {
  readonly intro: string;
  readonly unsaved: string;
  readonly label: string;
  readonly labelHint: string;
  readonly unnamed: string;
  readonly expires: string;
  readonly days: (days: number) => string;
  readonly onDate: string;
  readonly lastDay: string;
  readonly badDate: string;
  readonly make: string;
  readonly making: string;
  readonly made: string;
  readonly address: string;
  readonly copy: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly list: string;
  readonly none: string;
  readonly loading: string;
  readonly forbidden: string;
  readonly until: (date: string) => string;
  readonly expired: (date: string) => string;
  readonly madeOn: (date: string) => string;
  readonly revoke: string;
  readonly revokeOf: (label: string) => string;
  readonly sure: string;
  readonly keep: string;
  readonly revoked: (label: string) => string;
}

const en: LinkStrings = {
  intro:
    "Whoever has a link reads the saved report without signing in, with your rights, until it expires.",
  unsaved:
    "A link shows the report as it was saved. What you have changed since then is not in it.",
  label: "For whom",
  labelHint: "For the board",
  unnamed: "Link without a name",
  expires: "Expires",
  days: (days) => (days === 1 ? "In a day" : `In ${days} days`),
  onDate: "On a date…",
  lastDay: "Last day",
  badDate: "Choose a day from today on, within a year.",
  make: "Make a link",
  making: "Making the link…",
  made: "Copy the link now: it is not shown again.",
  address: "Address of the link",
  copy: "Copy",
  copied: "Copied",
  notCopied: "The browser does not allow it: copy the marked text yourself.",
  list: "Links of this report",
  none: "There is no link yet.",
  loading: "Loading links…",
  forbidden: "Only who may change a report makes links to it.",
  until: (date) => `until ${date}`,
  expired: (date) => `expired on ${date}`,
  madeOn: (date) => `made on ${date}`,
  revoke: "Take back",
  revokeOf: (label) => `Take back: ${label}`,
  sure: "Who has this link will see nothing any more.",
  keep: "Keep it",
  revoked: (label) => `${label} was taken back`,
};

const de: LinkStrings = {
  intro:
    "Wer einen Link hat, liest den gespeicherten Bericht ohne Anmeldung, mit Ihren Rechten, bis er abläuft.",
  unsaved:
    "Ein Link zeigt den Bericht, wie er gespeichert ist. Was Sie seitdem geändert haben, ist nicht darin.",
  label: "Für wen",
  labelHint: "Für den Vorstand",
  unnamed: "Link ohne Namen",
  expires: "Läuft ab",
  days: (days) => (days === 1 ? "In einem Tag" : `In ${days} Tagen`),
  onDate: "An einem Datum …",
  lastDay: "Letzter Tag",
  badDate: "Wählen Sie einen Tag ab heute, innerhalb eines Jahres.",
  make: "Link erstellen",
  making: "Der Link wird erstellt …",
  made: "Kopieren Sie den Link jetzt: Er wird nicht noch einmal gezeigt.",
  address: "Adresse des Links",
  copy: "Kopieren",
  copied: "Kopiert",
  notCopied: "Der Browser erlaubt es nicht: Kopieren Sie den markierten Text selbst.",
  list: "Links dieses Berichts",
  none: "Es gibt noch keinen Link.",
  loading: "Links werden geladen …",
  forbidden: "Nur wer einen Bericht ändern darf, erstellt Links dazu.",
  until: (date) => `bis ${date}`,
  expired: (date) => `abgelaufen am ${date}`,
  madeOn: (date) => `erstellt am ${date}`,
  revoke: "Zurücknehmen",
  revokeOf: (label) => `Zurücknehmen: ${label}`,
  sure: "Wer diesen Link hat, sieht dann nichts mehr.",
  keep: "Behalten",
  revoked: (label) => `${label} wurde zurückgenommen`,
};

export const linkStrings: Strings<LinkStrings> = { en, de };
