import type { Strings } from "../../kernel/strings.ts";

export interface LibraryStrings {
  readonly library: string;
  readonly versions: string;
  readonly versionsOf: (report: string) => string;
  readonly close: string;
  readonly search: string;
  readonly archived: string;
  readonly top: string;
  readonly path: string;
  readonly folders: string;
  readonly reports: string;
  readonly loading: string;
  readonly none: string;
  readonly noneArchived: string;
  readonly newFolder: string;
  readonly folderName: string;
  readonly create: string;
  readonly rename: string;
  readonly renameOf: (folder: string) => string;
  readonly apply: string;
  readonly cancel: string;
  readonly openOf: (report: string) => string;
  readonly removeFolder: string;
  readonly removeFolderOf: (folder: string) => string;
  readonly removeFolderSure: string;
  readonly moveOf: (report: string) => string;
  readonly moveTo: string;
  readonly duplicate: string;
  readonly duplicateOf: (report: string) => string;
  readonly archive: string;
  readonly archiveOf: (report: string) => string;
  readonly unarchive: string;
  readonly unarchiveOf: (report: string) => string;
  readonly keep: string;
  readonly changedOn: (at: string) => string;
  readonly isOpen: string;
  readonly saveFirst: string;
  readonly moved: (report: string) => string;
  readonly duplicated: (report: string) => string;
  readonly archivedNow: (report: string) => string;
  readonly unarchivedNow: (report: string) => string;
  readonly version: (number: string) => string;
  readonly present: string;
  readonly savedBy: (name: string, at: string) => string;
  readonly somebody: string;
  readonly look: string;
  readonly lookOf: (version: string) => string;
  readonly looked: (version: string) => string;
  readonly restore: string;
  readonly restoreOf: (version: string) => string;
  readonly restoreSure: string;
  readonly newer: string;
  readonly versionHint: string;
}

const en: LibraryStrings = {
  library: "All reports and folders…",
  versions: "Versions…",
  versionsOf: (report) => `Versions of ${report}`,
  close: "Close",
  search: "Search reports",
  archived: "Archived",
  top: "All reports",
  path: "Folder",
  folders: "Folders",
  reports: "Reports",
  loading: "Loading…",
  none: "No report here",
  noneArchived: "Nothing is archived",
  newFolder: "New folder",
  folderName: "Name of the folder",
  create: "Create",
  rename: "Rename",
  renameOf: (folder) => `Rename ${folder}`,
  apply: "Apply",
  cancel: "Cancel",
  openOf: (report) => `Open ${report}`,
  removeFolder: "Delete",
  removeFolderOf: (folder) => `Delete ${folder}`,
  removeFolderSure: "Delete this folder? Only an empty one can be deleted.",
  moveOf: (report) => `Folder of ${report}`,
  moveTo: "Folder",
  duplicate: "Duplicate",
  duplicateOf: (report) => `Duplicate ${report}`,
  archive: "Archive",
  archiveOf: (report) => `Archive ${report}`,
  unarchive: "Bring back",
  unarchiveOf: (report) => `Bring back ${report}`,
  keep: "Keep it",
  changedOn: (at) => `changed on ${at}`,
  isOpen: "open",
  saveFirst: "Save or undo your changes to this report first",
  moved: (report) => `${report} was moved`,
  duplicated: (report) => `${report} was duplicated`,
  archivedNow: (report) => `${report} was archived; its mails rest`,
  unarchivedNow: (report) => `${report} is back`,
  version: (number) => `Version ${number}`,
  present: "the present one",
  savedBy: (name, at) => `saved by ${name} on ${at}`,
  somebody: "somebody you may not see",
  look: "Look at",
  lookOf: (version) => `Look at ${version}`,
  looked: (version) => `${version} is shown, not saved. Undo brings back what was here.`,
  restore: "Restore",
  restoreOf: (version) => `Restore ${version}`,
  restoreSure: "It becomes the newest version. Nothing is lost: this one stays in the list.",
  newer: "This version was made with a newer program and cannot be shown here.",
  versionHint: "Every save is kept. Looking at a version changes nothing that is saved.",
};

const de: LibraryStrings = {
  library: "Alle Berichte und Ordner …",
  versions: "Versionen …",
  versionsOf: (report) => `Versionen von ${report}`,
  close: "Schließen",
  search: "Berichte suchen",
  archived: "Archivierte",
  top: "Alle Berichte",
  path: "Ordner",
  folders: "Ordner",
  reports: "Berichte",
  loading: "Wird geladen …",
  none: "Kein Bericht hier",
  noneArchived: "Nichts ist archiviert",
  newFolder: "Neuer Ordner",
  folderName: "Name des Ordners",
  create: "Anlegen",
  rename: "Umbenennen",
  renameOf: (folder) => `${folder} umbenennen`,
  apply: "Übernehmen",
  cancel: "Abbrechen",
  openOf: (report) => `${report} öffnen`,
  removeFolder: "Löschen",
  removeFolderOf: (folder) => `${folder} löschen`,
  removeFolderSure: "Diesen Ordner löschen? Nur ein leerer kann gelöscht werden.",
  moveOf: (report) => `Ordner von ${report}`,
  moveTo: "Ordner",
  duplicate: "Duplizieren",
  duplicateOf: (report) => `${report} duplizieren`,
  archive: "Archivieren",
  archiveOf: (report) => `${report} archivieren`,
  unarchive: "Zurückholen",
  unarchiveOf: (report) => `${report} zurückholen`,
  keep: "Behalten",
  changedOn: (at) => `geändert am ${at}`,
  isOpen: "geöffnet",
  saveFirst: "Speichern Sie zuerst Ihre Änderungen an diesem Bericht oder nehmen Sie sie zurück",
  moved: (report) => `${report} wurde verschoben`,
  duplicated: (report) => `${report} wurde dupliziert`,
  archivedNow: (report) => `${report} wurde archiviert; seine E-Mails ruhen`,
  unarchivedNow: (report) => `${report} ist zurück`,
  version: (number) => `Version ${number}`,
  present: "die gegenwärtige",
  savedBy: (name, at) => `gespeichert von ${name} am ${at}`,
  somebody: "jemandem, den Sie nicht sehen dürfen",
  look: "Ansehen",
  lookOf: (version) => `${version} ansehen`,
  looked: (version) =>
    `${version} wird gezeigt, nicht gespeichert. Rückgängig bringt zurück, was hier war.`,
  restore: "Wiederherstellen",
  restoreOf: (version) => `${version} wiederherstellen`,
  restoreSure: "Sie wird die neueste Version. Nichts geht verloren: Diese bleibt in der Liste.",
  newer:
    "Diese Version wurde mit einem neueren Programm erstellt und kann hier nicht gezeigt werden.",
  versionHint:
    "Jedes Speichern wird aufbewahrt. Eine Version anzusehen ändert nichts Gespeichertes.",
};

export const libraryStrings: Strings<LibraryStrings> = { en, de };
