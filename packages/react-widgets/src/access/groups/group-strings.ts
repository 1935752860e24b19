import type { Strings } from "../../kernel/strings.ts";

export interface GroupStrings {
  readonly groups: string;
  readonly newGroup: string;
  readonly none: string;
  readonly noneHint: string;
  readonly choose: string;
  readonly chooseHint: string;
  readonly name: string;
  readonly description: string;
  readonly members: string;
  readonly count: (members: number) => string;
  readonly noMembers: string;
  readonly add: string;
  readonly addWhom: string;
  readonly people: string;
  readonly take: (name: string) => string;
  readonly group: (name: string) => string;
  readonly again: string;
  readonly everybodyIn: (people: number) => string;
  readonly remove: string;
  readonly removeSure: (name: string) => string;
  readonly saved: (name: string) => string;
}

const en: GroupStrings = {
  groups: "Groups",
  newGroup: "New group",
  none: "There is no group yet",
  noneHint: "Records can be shared with a group, and denied to one. Only administrators make them.",
  choose: "Choose a group",
  chooseHint: "Who is in it, by himself or by another group, is shown here.",
  name: "Name",
  description: "Description",
  members: "Members",
  count: (members) => (members === 1 ? "1 member" : `${members} members`),
  noMembers: "Nobody is in it yet.",
  add: "Add",
  addWhom: "Person or group",
  people: "People",
  take: (name) => `Take ${name} out`,
  group: (name) => `Group ${name}`,
  again: "shown above",
  everybodyIn: (people) => (people === 1 ? "1 person in all" : `${people} people in all`),
  remove: "Delete group",
  removeSure: (name) => `Delete ${name} for good?`,
  saved: (name) => `${name} saved`,
};

const de: GroupStrings = {
  groups: "Gruppen",
  newGroup: "Neue Gruppe",
  none: "Es gibt noch keine Gruppe",
  noneHint:
    "Datensätze lassen sich mit einer Gruppe teilen und ihr verbieten. Anlegen kann sie nur die Administration.",
  choose: "Wählen Sie eine Gruppe",
  chooseHint: "Hier steht, wer darin ist, selbst oder durch eine andere Gruppe.",
  name: "Name",
  description: "Beschreibung",
  members: "Mitglieder",
  count: (members) => (members === 1 ? "1 Mitglied" : `${members} Mitglieder`),
  noMembers: "Noch ist niemand darin.",
  add: "Hinzufügen",
  addWhom: "Person oder Gruppe",
  people: "Personen",
  take: (name) => `${name} herausnehmen`,
  group: (name) => `Gruppe ${name}`,
  again: "steht oben",
  everybodyIn: (people) => (people === 1 ? "insgesamt 1 Person" : `insgesamt ${people} Personen`),
  remove: "Gruppe löschen",
  removeSure: (name) => `${name} endgültig löschen?`,
  saved: (name) => `${name} gespeichert`,
};

export const groupStrings: Strings<GroupStrings> = { en, de };
