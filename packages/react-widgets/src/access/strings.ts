import type { Strings } from "../kernel/strings.ts";

/** Texts of the manager as a whole and of the matrix. */
export interface AccessStrings {
  readonly title: string;
  readonly parts: Readonly<Record<"sets" | "people" | "groups" | "records" | "review", string>>;
  readonly loading: string;
  readonly failed: string;
  readonly forbidden: string;
  readonly forbiddenHint: (company: string) => string;
  readonly everybody: string;
  readonly sets: string;
  readonly newSet: string;
  readonly noSets: string;
  readonly noSetsHint: string;
  readonly chooseSet: string;
  readonly chooseSetHint: string;
  readonly heldBy: (people: number) => string;
  readonly unsaved: string;
  readonly name: string;
  readonly role: string;
  readonly roleHint: string;
  readonly startFrom: string;
  readonly nothing: string;
  readonly create: string;
  readonly cancel: string;
  readonly close: string;
  readonly undo: string;
  readonly redo: string;
  readonly discard: string;
  readonly remove: string;
  readonly removeSure: (name: string) => string;
  readonly save: string;
  readonly saving: string;
  readonly changes: (count: number) => string;
  readonly notSaved: string;
  readonly youHoldThis: string;
  readonly conflictNote: string;
  readonly conflict: string;
  readonly changed: string;
  readonly cell: (row: string, column: string) => string;
  readonly rights: string;
  readonly rightsLabel: (set: string) => string;
  readonly object: string;
  readonly right: (name: string) => string;
  readonly rightHint: (name: string) => string;
  readonly fields: string;
  readonly fieldsLabel: (object: string) => string;
  readonly fieldsHint: string;
  readonly fieldsOf: string;
  readonly field: string;
  readonly noFields: string;
  readonly levels: Readonly<Record<"" | "none" | "mask" | "read" | "edit", string>>;
  readonly levelHints: Readonly<Record<"" | "none" | "mask" | "read" | "edit", string>>;
  readonly system: string;
  readonly permission: string;
  readonly granted: string;
  readonly systemPermission: (name: string) => string | undefined;
  readonly gridKeys: string;
  readonly listed: (count: number) => string;
  readonly said: {
    readonly saved: (name: string) => string;
    readonly created: (name: string) => string;
    readonly removed: (name: string) => string;
    readonly conflict: (name: string) => string;
  };
  /** Sentence for a fault code of access; undefined when the server's own is the best there is. */
  readonly fault: (code: string) => string | undefined;
}

const enRights: Readonly<Record<string, readonly [string, string]>> = {
  create: ["Create", "Make new records"],
  read: ["Read", "See records that one owns, leads or was given"],
  update: ["Change", "Change records that one may edit"],
  delete: ["Delete", "Delete records that one has in full"],
  share: ["Share", "Give others access to records that one has in full"],
  export: ["Export", "Take records out as files"],
  approve: ["Approve", "Decide on requests of others"],
  viewAll: ["See all", "Read every record, whoever owns it"],
  modifyAll: ["Change all", "Read, change and delete every record"],
  assign: ["Assign", "Make records in the name of others"],
  transfer: ["Hand over", "Give records to another owner or territory"],
};

const enSystem: Readonly<Record<string, string>> = {
  "access.manage": "Manage access: people, sets, groups, defaults",
  "access.impersonate": "Act as another person, for at most an hour",
  "access.embed": "Make tokens for widgets in other pages",
  "kernel.jobs": "See and stop background jobs",
  "pivot.export": "Download reports as files",
  "pivot.schedule": "Have reports mailed on a schedule",
};

const en: AccessStrings = {
  title: "Access",
  parts: {
    sets: "Permission sets",
    people: "People",
    groups: "Groups",
    records: "Records",
    review: "Review",
  },
  loading: "Loading access…",
  failed: "Access could not be loaded",
  forbidden: "You may not manage access",
  forbiddenHint: (company) =>
    `An administrator of ${company} can give you the permission “Manage access” (access.manage).`,
  everybody: "Everybody",
  sets: "Permission sets",
  newSet: "New set",
  noSets: "There is no permission set yet",
  noSetsHint: "Make one, say what it allows, then give it to people. Only administrators can.",
  chooseSet: "Choose a permission set",
  chooseSetHint: "What it allows, and what a change would do, is shown here.",
  heldBy: (people) => (people === 1 ? "1 person" : `${people} people`),
  unsaved: "Not saved",
  name: "Name",
  role: "Is a role",
  roleHint: "Records can be shared with everybody who holds it",
  startFrom: "Start from",
  nothing: "Nothing",
  create: "Create",
  cancel: "Cancel",
  close: "Close",
  undo: "Undo",
  redo: "Redo",
  discard: "Discard changes",
  remove: "Delete set",
  removeSure: (name) => `Delete ${name} for good?`,
  save: "Save",
  saving: "Saving…",
  changes: (count) => (count === 1 ? "1 change" : `${count} changes`),
  notSaved: "Not saved. Your changes are still here.",
  youHoldThis: "You hold this set yourself, so somebody else has to save changes of it.",
  conflictNote:
    "Somebody else has changed some of the same cells. They are marked, with your choice in them.",
  conflict: "changed by somebody else too",
  changed: "changed",
  cell: (row, column) => `${row}: ${column}`,
  rights: "Objects and rights",
  rightsLabel: (set) => `Rights of ${set}`,
  object: "Object",
  right: (name) => enRights[name]?.[0] ?? name,
  rightHint: (name) => enRights[name]?.[1] ?? name,
  fields: "Fields",
  fieldsLabel: (object) => `Fields of ${object}`,
  fieldsHint:
    "A field without a rule may be edited. Of several sets the most generous rule counts.",
  fieldsOf: "Object",
  field: "Field",
  noFields: "This object has no fields.",
  levels: { "": "No rule", none: "Hidden", mask: "Masked", read: "Read", edit: "Edit" },
  levelHints: {
    "": "This set says nothing of the field",
    none: "The field is absent",
    mask: "At most the end of a long text is shown",
    read: "Shown, not changed",
    edit: "Shown and changed",
  },
  system: "System permissions",
  permission: "Permission",
  granted: "Granted",
  systemPermission: (name) => enSystem[name],
  gridKeys: "Arrows walk, Space changes, Shift and arrows mark a range.",
  listed: (count) => `The first ${count} are listed.`,
  said: {
    saved: (name) => `${name} saved`,
    created: (name) => `${name} created`,
    removed: (name) => `${name} deleted`,
    conflict: (name) => `${name} was changed by somebody else. Your changes are kept.`,
  },
  fault: (code) => {
    switch (code) {
      case "access/self-grant":
        return "Somebody else has to change what you hold yourself.";
      case "access/last-admin":
        return "Nobody could manage access any more. Give somebody else the permission first.";
      case "access/grant-exceeds-own":
        return "You cannot give more than you may do yourself.";
      case "kernel/precondition-failed":
        return "Somebody else saved this meanwhile; your changes lie on top of theirs. Check them and save again.";
      default:
        return undefined;
    }
  },
};

const deRights: Readonly<Record<string, readonly [string, string]>> = {
  create: ["Anlegen", "Neue Datensätze anlegen"],
  read: ["Lesen", "Datensätze sehen, die man besitzt, verantwortet oder bekommen hat"],
  update: ["Ändern", "Datensätze ändern, die man bearbeiten darf"],
  delete: ["Löschen", "Datensätze löschen, die man ganz hat"],
  share: ["Teilen", "Anderen Zugriff auf Datensätze geben, die man ganz hat"],
  export: ["Export", "Datensätze als Datei mitnehmen"],
  approve: ["Genehmigen", "Über Anträge anderer entscheiden"],
  viewAll: ["Alle sehen", "Jeden Datensatz lesen, wem er auch gehört"],
  modifyAll: ["Alle ändern", "Jeden Datensatz lesen, ändern und löschen"],
  assign: ["Zuweisen", "Datensätze im Namen anderer anlegen"],
  transfer: ["Übergeben", "Datensätzen andere Zuständige oder Gebiete geben"],
};

const deSystem: Readonly<Record<string, string>> = {
  "access.manage": "Zugriff verwalten: Personen, Sätze, Gruppen, Vorgaben",
  "access.impersonate": "Höchstens eine Stunde als andere Person handeln",
  "access.embed": "Tokens für Widgets in anderen Seiten ausstellen",
  "kernel.jobs": "Hintergrundaufgaben sehen und anhalten",
  "pivot.export": "Berichte als Datei herunterladen",
  "pivot.schedule": "Berichte nach Zeitplan mailen lassen",
};

const de: AccessStrings = {
  title: "Zugriff",
  parts: {
    sets: "Berechtigungssätze",
    people: "Personen",
    groups: "Gruppen",
    records: "Datensätze",
    review: "Überprüfung",
  },
  loading: "Zugriff wird geladen …",
  failed: "Der Zugriff konnte nicht geladen werden",
  forbidden: "Sie dürfen den Zugriff nicht verwalten",
  forbiddenHint: (company) =>
    `Die Administration von ${company} kann Ihnen das Recht „Zugriff verwalten“ (access.manage) geben.`,
  everybody: "Alle",
  sets: "Berechtigungssätze",
  newSet: "Neuer Satz",
  noSets: "Es gibt noch keinen Berechtigungssatz",
  noSetsHint:
    "Legen Sie einen an, sagen Sie, was er erlaubt, und geben Sie ihn Personen. Das kann nur die Administration.",
  chooseSet: "Wählen Sie einen Berechtigungssatz",
  chooseSetHint: "Hier steht, was er erlaubt und was eine Änderung bewirken würde.",
  heldBy: (people) => (people === 1 ? "1 Person" : `${people} Personen`),
  unsaved: "Nicht gespeichert",
  name: "Name",
  role: "Ist eine Rolle",
  roleHint: "Datensätze lassen sich mit allen teilen, die den Satz haben",
  startFrom: "Ausgehen von",
  nothing: "Nichts",
  create: "Anlegen",
  cancel: "Abbrechen",
  close: "Schließen",
  undo: "Rückgängig",
  redo: "Wiederholen",
  discard: "Änderungen verwerfen",
  remove: "Satz löschen",
  removeSure: (name) => `${name} endgültig löschen?`,
  save: "Speichern",
  saving: "Wird gespeichert …",
  changes: (count) => (count === 1 ? "1 Änderung" : `${count} Änderungen`),
  notSaved: "Nicht gespeichert. Ihre Änderungen sind noch da.",
  youHoldThis:
    "Sie haben diesen Satz selbst; Änderungen daran muss deshalb jemand anderes speichern.",
  conflictNote:
    "Jemand anderes hat einige derselben Zellen geändert. Sie sind markiert und enthalten Ihre Wahl.",
  conflict: "auch von jemand anderem geändert",
  changed: "geändert",
  cell: (row, column) => `${row}: ${column}`,
  rights: "Objekte und Rechte",
  rightsLabel: (set) => `Rechte von ${set}`,
  object: "Objekt",
  right: (name) => deRights[name]?.[0] ?? name,
  rightHint: (name) => deRights[name]?.[1] ?? name,
  fields: "Felder",
  fieldsLabel: (object) => `Felder von ${object}`,
  fieldsHint:
    "Ein Feld ohne Regel darf bearbeitet werden. Von mehreren Sätzen gilt die großzügigste Regel.",
  fieldsOf: "Objekt",
  field: "Feld",
  noFields: "Dieses Objekt hat keine Felder.",
  levels: {
    "": "Keine Regel",
    none: "Verborgen",
    mask: "Maskiert",
    read: "Lesen",
    edit: "Bearbeiten",
  },
  levelHints: {
    "": "Dieser Satz sagt nichts über das Feld",
    none: "Das Feld fehlt",
    mask: "Höchstens das Ende eines langen Textes ist zu sehen",
    read: "Zu sehen, nicht zu ändern",
    edit: "Zu sehen und zu ändern",
  },
  system: "Systemrechte",
  permission: "Recht",
  granted: "Erteilt",
  systemPermission: (name) => deSystem[name],
  gridKeys: "Pfeile wandern, Leertaste ändert, Umschalt und Pfeile markieren einen Bereich.",
  listed: (count) => `Die ersten ${count} sind aufgeführt.`,
  said: {
    saved: (name) => `${name} gespeichert`,
    created: (name) => `${name} angelegt`,
    removed: (name) => `${name} gelöscht`,
    conflict: (name) => `${name} wurde von jemand anderem geändert. Ihre Änderungen sind noch da.`,
  },
  fault: (code) => {
    switch (code) {
      case "access/self-grant":
        return "Was Sie selbst haben, muss jemand anderes ändern.";
      case "access/last-admin":
        return "Niemand könnte mehr den Zugriff verwalten. Geben Sie das Recht erst jemand anderem.";
      case "access/grant-exceeds-own":
        return "Sie können nicht mehr geben, als Sie selbst dürfen.";
      case "access/cycle":
        return "Das ergäbe einen Kreis.";
      case "access/duplicate-set":
        return "Ein anderer Satz heißt schon so.";
      case "access/duplicate-group":
        return "Eine andere Gruppe heißt schon so.";
      case "access/duplicate-email":
        return "Eine andere Person hat diese Adresse.";
      case "access/set-in-use":
        return "Personen oder Freigaben nutzen diesen Satz noch; lösen Sie das zuerst.";
      case "access/group-in-use":
        return "Freigaben, Verbote oder Gruppen nennen diese Gruppe noch; lösen Sie das zuerst.";
      case "access/foreign-principal":
      case "access/unknown-principal":
        return "Diese Person oder Gruppe gibt es nicht.";
      case "kernel/precondition-failed":
        return "Jemand anderes hat dies inzwischen gespeichert; Ihre Änderungen liegen darüber. Prüfen Sie sie und speichern Sie erneut.";
      default:
        return undefined;
    }
  },
};

export const accessStrings: Strings<AccessStrings> = { en, de };
