import type { Strings } from "../../kernel/strings.ts";

export interface PeopleStrings {
  readonly people: string;
  readonly search: string;
  readonly found: (shown: number, all: number) => string;
  readonly nobodyFound: string;
  readonly newPerson: string;
  readonly choose: string;
  readonly chooseHint: string;
  readonly inactive: string;
  readonly noSets: string;
  readonly name: string;
  readonly email: string;
  readonly manager: string;
  readonly noManager: string;
  readonly active: string;
  readonly activeHint: string;
  readonly sets: string;
  readonly noSetsYet: string;
  readonly yourself: string;
  readonly groups: string;
  readonly noGroups: string;
  readonly mayDo: string;
  readonly mayNothing: string;
  readonly fields: string;
  readonly narrowed: (count: number) => string;
  readonly compare: string;
  readonly compareHint: string;
  readonly compareNone: string;
  readonly same: string;
  readonly what: string;
  readonly saved: (name: string) => string;
}

const en: PeopleStrings = {
  people: "People",
  search: "Search by name, address or set",
  found: (shown, all) => `${shown} of ${all}`,
  nobodyFound: "Nobody is found by these words.",
  newPerson: "New person",
  choose: "Choose a person",
  chooseHint: "What somebody holds, may do and is led by is shown here.",
  inactive: "inactive",
  noSets: "no permission set",
  name: "Name",
  email: "E-mail",
  manager: "Manager",
  noManager: "Nobody",
  active: "May sign in",
  activeHint: "Without it every session and token ends at once; records stay with their managers.",
  sets: "Permission sets",
  noSetsYet: "Without a set one can sign in and sees nothing.",
  yourself: "This is you: your own sets have to be changed by somebody else.",
  groups: "Groups",
  noGroups: "In no group.",
  mayDo: "What this person may do",
  mayNothing: "Nothing yet. An administrator can give a permission set.",
  fields: "Fields",
  narrowed: (count) => (count === 0 ? "all may be edited" : `${count} narrowed`),
  compare: "Compare with",
  compareHint: "Choose somebody to see what the two may do otherwise.",
  compareNone: "Nobody",
  same: "Both may do the same.",
  what: "What",
  saved: (name) => `${name} saved`,
};

const de: PeopleStrings = {
  people: "Personen",
  search: "Nach Name, Adresse oder Satz suchen",
  found: (shown, all) => `${shown} von ${all}`,
  nobodyFound: "Zu diesen Wörtern gibt es niemanden.",
  newPerson: "Neue Person",
  choose: "Wählen Sie eine Person",
  chooseHint: "Hier steht, was jemand hat und darf und wer die Person führt.",
  inactive: "inaktiv",
  noSets: "kein Berechtigungssatz",
  name: "Name",
  email: "E-Mail",
  manager: "Führungskraft",
  noManager: "Niemand",
  active: "Darf sich anmelden",
  activeHint:
    "Ohne das enden alle Sitzungen und Tokens sofort; Datensätze bleiben für die Führung sichtbar.",
  sets: "Berechtigungssätze",
  noSetsYet: "Ohne Satz kann man sich anmelden und sieht nichts.",
  yourself: "Das sind Sie: Ihre eigenen Sätze muss jemand anderes ändern.",
  groups: "Gruppen",
  noGroups: "In keiner Gruppe.",
  mayDo: "Was diese Person darf",
  mayNothing: "Noch nichts. Die Administration kann einen Berechtigungssatz geben.",
  fields: "Felder",
  narrowed: (count) => (count === 0 ? "alle bearbeitbar" : `${count} eingeschränkt`),
  compare: "Vergleichen mit",
  compareHint: "Wählen Sie jemanden, um zu sehen, was beide unterschiedlich dürfen.",
  compareNone: "Niemand",
  same: "Beide dürfen dasselbe.",
  what: "Was",
  saved: (name) => `${name} gespeichert`,
};

export const peopleStrings: Strings<PeopleStrings> = { en, de };
