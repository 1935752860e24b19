import type { Strings } from "../../kernel/strings.ts";

export interface KeyStrings {
  readonly title: string;
  readonly intro: string;
  readonly name: string;
  readonly nameHint: string;
  readonly expires: string;
  readonly days: (days: number) => string;
  readonly may: string;
  readonly everything: string;
  readonly reading: string;
  readonly chosen: string;
  readonly chooseSome: string;
  readonly needsName: string;
  readonly objects: string;
  readonly system: string;
  readonly actions: Readonly<Record<string, string>>;
  readonly make: string;
  readonly making: string;
  readonly made: string;
  readonly madeBefore: string;
  readonly value: string;
  readonly copy: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly list: string;
  readonly none: string;
  readonly loading: string;
  readonly more: string;
  readonly until: (date: string) => string;
  readonly expired: (date: string) => string;
  readonly revokedOn: (date: string) => string;
  readonly used: (date: string) => string;
  readonly unused: string;
  readonly someoneElses: string;
  readonly revoke: string;
  readonly revokeOf: (name: string) => string;
  readonly sure: string;
  readonly keep: string;
  readonly revoked: (name: string) => string;
  readonly faults: Readonly<Record<string, string>>;
}

const en: KeyStrings = {
  title: "API keys",
  intro: "A key lets a program act as you, within what you choose, until it expires.",
  name: "For what",
  nameHint: "Nightly import",
  expires: "Expires",
  days: (days) => `In ${days} days`,
  may: "The key may",
  everything: "Read and write what I may",
  reading: "Read what I may",
  chosen: "Only what I choose",
  chooseSome: "Choose at least one thing the key may do.",
  needsName: "Say what the key is for.",
  objects: "Objects",
  system: "System permissions",
  actions: {
    create: "create",
    read: "read",
    update: "update",
    delete: "delete",
    share: "share",
    export: "export",
    approve: "approve",
  },
  make: "Make a key",
  making: "Making the key…",
  made: "Copy the key now: it is not shown again.",
  madeBefore: "The key was made, but its value can no longer be shown. Revoke it and make another.",
  value: "Value of the key",
  copy: "Copy",
  copied: "Copied",
  notCopied: "The browser does not allow it: copy the marked text yourself.",
  list: "Keys",
  none: "There is no key yet.",
  loading: "Loading keys…",
  more: "Show more",
  until: (date) => `until ${date}`,
  expired: (date) => `expired on ${date}`,
  revokedOn: (date) => `revoked on ${date}`,
  used: (date) => `last used ${date}`,
  unused: "never used",
  someoneElses: "of somebody else",
  revoke: "Revoke",
  revokeOf: (name) => `Revoke ${name}`,
  sure: "Programs with this key, and keys made by it, stop working at once.",
  keep: "Keep it",
  revoked: (name) => `${name} was revoked`,
  faults: {
    "access/grant-exceeds-own": "You chose something that you may not do yourself.",
    "access/expiry-too-late": "A key lasts a year at most.",
    "access/too-many-keys": "You have as many keys as there may be: revoke some first.",
  },
};

const de: KeyStrings = {
  title: "API-Schlüssel",
  intro:
    "Mit einem Schlüssel handelt ein Programm für Sie, in dem Rahmen, den Sie wählen, bis er abläuft.",
  name: "Wofür",
  nameHint: "Nächtlicher Import",
  expires: "Läuft ab",
  days: (days) => `In ${days} Tagen`,
  may: "Der Schlüssel darf",
  everything: "Lesen und schreiben, was ich darf",
  reading: "Lesen, was ich darf",
  chosen: "Nur, was ich wähle",
  chooseSome: "Wählen Sie mindestens etwas, das der Schlüssel darf.",
  needsName: "Sagen Sie, wofür der Schlüssel ist.",
  objects: "Objekte",
  system: "Systemberechtigungen",
  actions: {
    create: "anlegen",
    read: "lesen",
    update: "ändern",
    delete: "löschen",
    share: "teilen",
    export: "exportieren",
    approve: "genehmigen",
  },
  make: "Schlüssel erstellen",
  making: "Der Schlüssel wird erstellt …",
  made: "Kopieren Sie den Schlüssel jetzt: Er wird nicht noch einmal gezeigt.",
  madeBefore:
    "Der Schlüssel wurde erstellt, aber sein Wert lässt sich nicht mehr zeigen. Widerrufen Sie ihn und erstellen Sie einen neuen.",
  value: "Wert des Schlüssels",
  copy: "Kopieren",
  copied: "Kopiert",
  notCopied: "Der Browser erlaubt es nicht: Kopieren Sie den markierten Text selbst.",
  list: "Schlüssel",
  none: "Es gibt noch keinen Schlüssel.",
  loading: "Schlüssel werden geladen …",
  more: "Mehr zeigen",
  until: (date) => `bis ${date}`,
  expired: (date) => `abgelaufen am ${date}`,
  revokedOn: (date) => `widerrufen am ${date}`,
  used: (date) => `zuletzt benutzt ${date}`,
  unused: "nie benutzt",
  someoneElses: "von jemand anderem",
  revoke: "Widerrufen",
  revokeOf: (name) => `${name} widerrufen`,
  sure: "Programme mit diesem Schlüssel und Schlüssel, die er gemacht hat, gehen dann sofort nicht mehr.",
  keep: "Behalten",
  revoked: (name) => `${name} wurde widerrufen`,
  faults: {
    "access/grant-exceeds-own": "Sie haben etwas gewählt, das Sie selbst nicht dürfen.",
    "access/expiry-too-late": "Ein Schlüssel gilt höchstens ein Jahr.",
    "access/too-many-keys":
      "Sie haben so viele Schlüssel, wie es geben darf: Widerrufen Sie erst einige.",
  },
};

export const keyStrings: Strings<KeyStrings> = { en, de };
