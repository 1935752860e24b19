import type { Strings } from "../strings.ts";
import type { ShareLevel } from "./draft.ts";
import type { PrincipalKind } from "./use-principals.ts";

export interface ShareStrings {
  readonly title: (name: string) => string;
  readonly close: string;
  readonly intro: string;
  readonly add: string;
  readonly addHint: string;
  readonly kinds: Readonly<Record<PrincipalKind | "territory", string>>;
  readonly company: (name: string) => string;
  readonly nobodyFound: string;
  readonly more: (shown: number) => string;
  readonly list: string;
  readonly none: string;
  readonly loading: string;
  readonly levels: Readonly<Record<ShareLevel, string>>;
  readonly levelHint: string;
  readonly levelOf: (name: string) => string;
  readonly until: string;
  readonly untilOf: (name: string) => string;
  readonly note: string;
  readonly noteOf: (name: string) => string;
  readonly ended: (date: string) => string;
  readonly endsOn: (date: string) => string;
  readonly endless: string;
  readonly remove: string;
  readonly removeOf: (name: string) => string;
  readonly added: (name: string) => string;
  readonly removed: (name: string) => string;
  readonly unknown: string;
  readonly save: string;
  readonly saving: string;
  readonly undo: string;
  readonly saved: string;
  readonly conflict: (names: string) => string;
  readonly refused: string;
  readonly badDate: string;
  readonly readOnly: string;
  readonly forbidden: string;
  readonly viewers: (count: number) => string;
  readonly viewersLoading: string;
  readonly viewersCut: (shown: number, total: number) => string;
  readonly viewersAsSaved: string;
  readonly somebody: string;
  readonly why: string;
  readonly whyOf: (name: string) => string;
  readonly back: string;
  /** Why somebody sees it, by grant. */
  readonly reasons: Readonly<Record<string, string>>;
  /** What is wrong with one share, by fault code. */
  readonly faults: Readonly<Record<string, string>>;
}

const en: ShareStrings = {
  title: (name) => `Share ${name}`,
  close: "Close",
  intro:
    "A share opens this to others. What they may do with it at all is up to their permission sets.",
  add: "Add people, groups or roles",
  addHint: "Name or e-mail",
  kinds: {
    company: "Company",
    user: "Person",
    group: "Group",
    role: "Role",
    territory: "Territory",
  },
  company: (name) => `Everybody at ${name}`,
  nobodyFound: "Nobody is called that.",
  more: (shown) => `The first ${shown} are shown. Type more to narrow them down.`,
  list: "Shared with",
  none: "Shared with nobody yet.",
  loading: "Loading shares…",
  levels: { read: "Viewer", edit: "Editor", full: "Owner" },
  levelHint: "Viewers read, editors change, owners also delete and share it.",
  levelOf: (name) => `Level of ${name}`,
  until: "Last day",
  untilOf: (name) => `Last day of ${name}`,
  note: "Note",
  noteOf: (name) => `Note on ${name}`,
  ended: (date) => `ended on ${date}`,
  endsOn: (date) => `until ${date}`,
  endless: "without end",
  remove: "Remove",
  removeOf: (name) => `Remove ${name}`,
  added: (name) => `${name} was added. Save to share.`,
  removed: (name) => `${name} was removed. Save to take the share back.`,
  unknown: "Somebody you may not see",
  save: "Save",
  saving: "Saving…",
  undo: "Undo changes",
  saved: "Saved. It holds at once.",
  conflict: (names) =>
    `Somebody else has changed the shares of ${names} in the meantime. Below is what you wanted; save again to keep it.`,
  refused: "Nothing was saved: see the marked lines.",
  badDate: "Choose a day from today on.",
  readOnly: "You may see with whom this is shared, but not share it.",
  forbidden: "You may not see with whom this is shared.",
  viewers: (count) => `Who can see it (${count})`,
  viewersLoading: "Looking who can see it…",
  viewersCut: (shown, total) => `${shown} of ${total} are shown.`,
  viewersAsSaved: "As it is saved, without the changes above.",
  somebody: "Somebody",
  why: "Why?",
  whyOf: (name) => `Why ${name} can see it`,
  back: "Back to sharing",
  reasons: {
    "modify-all": "may change everything of this kind",
    "view-all": "may see everything of this kind",
    owner: "is the owner",
    manager: "is above the owner",
    territory: "works in its territory",
    share: "it is shared",
    default: "open to everybody who has the right",
  },
  faults: {
    "access/share-level": "You may not give more than you have yourself.",
    "access/expiry-in-past": "This day is over. Choose a later one.",
    "access/foreign-principal": "This person or group is no longer there.",
    "access/duplicate-share": "This name is in the list twice.",
  },
};

const de: ShareStrings = {
  title: (name) => `${name} teilen`,
  close: "Schließen",
  intro:
    "Eine Freigabe öffnet dies für andere. Was sie überhaupt dürfen, bestimmen ihre Berechtigungssätze.",
  add: "Personen, Gruppen oder Rollen hinzufügen",
  addHint: "Name oder E-Mail",
  kinds: {
    company: "Unternehmen",
    user: "Person",
    group: "Gruppe",
    role: "Rolle",
    territory: "Gebiet",
  },
  company: (name) => `Alle bei ${name}`,
  nobodyFound: "Niemand heißt so.",
  more: (shown) => `Die ersten ${shown} werden gezeigt. Tippen Sie mehr, um einzugrenzen.`,
  list: "Geteilt mit",
  none: "Noch mit niemandem geteilt.",
  loading: "Freigaben werden geladen …",
  levels: { read: "Leser", edit: "Bearbeiter", full: "Eigentümer" },
  levelHint: "Leser lesen, Bearbeiter ändern, Eigentümer löschen und teilen es auch.",
  levelOf: (name) => `Stufe von ${name}`,
  until: "Letzter Tag",
  untilOf: (name) => `Letzter Tag von ${name}`,
  note: "Notiz",
  noteOf: (name) => `Notiz zu ${name}`,
  ended: (date) => `endete am ${date}`,
  endsOn: (date) => `bis ${date}`,
  endless: "ohne Ende",
  remove: "Entfernen",
  removeOf: (name) => `${name} entfernen`,
  added: (name) => `${name} wurde hinzugefügt. Speichern Sie, um zu teilen.`,
  removed: (name) => `${name} wurde entfernt. Speichern Sie, um die Freigabe zurückzunehmen.`,
  unknown: "Jemand, den Sie nicht sehen dürfen",
  save: "Speichern",
  saving: "Wird gespeichert …",
  undo: "Änderungen verwerfen",
  saved: "Gespeichert. Es gilt ab sofort.",
  conflict: (names) =>
    `Jemand anderes hat inzwischen die Freigaben von ${names} geändert. Unten steht, was Sie wollten; speichern Sie noch einmal, damit es gilt.`,
  refused: "Nichts wurde gespeichert: Sehen Sie sich die markierten Zeilen an.",
  badDate: "Wählen Sie einen Tag ab heute.",
  readOnly: "Sie dürfen sehen, mit wem dies geteilt ist, es aber nicht selbst teilen.",
  forbidden: "Sie dürfen nicht sehen, mit wem dies geteilt ist.",
  viewers: (count) => `Wer es sehen kann (${count})`,
  viewersLoading: "Es wird nachgesehen, wer es sehen kann …",
  viewersCut: (shown, total) => `${shown} von ${total} werden gezeigt.`,
  viewersAsSaved: "Wie es gespeichert ist, ohne die Änderungen oben.",
  somebody: "Jemand",
  why: "Warum?",
  whyOf: (name) => `Warum ${name} es sehen kann`,
  back: "Zurück zum Teilen",
  reasons: {
    "modify-all": "darf alles dieser Art ändern",
    "view-all": "darf alles dieser Art sehen",
    owner: "ist Eigentümer",
    manager: "steht über dem Eigentümer",
    territory: "arbeitet in seinem Gebiet",
    share: "es ist freigegeben",
    default: "offen für alle, die das Recht haben",
  },
  faults: {
    "access/share-level": "Sie können nicht mehr geben, als Sie selbst haben.",
    "access/expiry-in-past": "Dieser Tag ist vorbei. Wählen Sie einen späteren.",
    "access/foreign-principal": "Diese Person oder Gruppe gibt es nicht mehr.",
    "access/duplicate-share": "Dieser Name steht zweimal in der Liste.",
  },
};

export const shareStrings: Strings<ShareStrings> = { en, de };
