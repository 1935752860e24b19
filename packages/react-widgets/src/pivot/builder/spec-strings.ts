import type { Strings } from "../../kernel/strings.ts";
import type { GroupKind } from "./filter-node.ts";

export interface SpecStrings {
  readonly combined: string;
  readonly newCombined: string;
  readonly combine: string;
  readonly group: string;
  readonly groups: Readonly<Record<GroupKind, string>>;
  readonly field: string;
  readonly addCondition: string;
  readonly addGroup: string;
  readonly removePart: (part: string) => string;
  readonly theGroup: (group: string) => string;
  readonly incomplete: string;
  readonly joins: string;
  readonly joinHint: string;
  readonly join: (name: string) => string;
  readonly joinName: string;
  readonly joinSource: string;
  readonly joinLeft: string;
  readonly joinRight: string;
  readonly addJoin: string;
  readonly removeJoin: (name: string) => string;
  readonly badJoin: string;
  readonly recordId: string;
  readonly joinsChanged: string;
  readonly addRule: string;
  readonly removeRule: (rule: string) => string;
  readonly rule: (number: number) => string;
  readonly addKey: string;
  readonly thenBy: string;
  readonly removeKey: (field: string) => string;
}

const en: SpecStrings = {
  combined: "Combined condition",
  newCombined: "Combined condition…",
  combine: "Combine with others…",
  group: "Records must meet",
  groups: { and: "all of these", or: "any of these", not: "none of these" },
  field: "Field",
  addCondition: "Add a condition",
  addGroup: "Add a group",
  removePart: (part) => `Remove ${part}`,
  theGroup: (group) => `the group “${group}”`,
  incomplete: "Every condition needs a value.",
  joins: "Look up in other objects…",
  joinHint:
    "Each record finds at most one record of another object; its fields can be used like its own.",
  join: (name) => `Look-up ${name}`,
  joinName: "Name",
  joinSource: "Object",
  joinLeft: "Field here",
  joinRight: "Equal to, there",
  addJoin: "Add a look-up",
  removeJoin: (name) => `Remove the look-up ${name}`,
  badJoin: "Every look-up needs a name of its own, an object and two fields.",
  recordId: "Record ID",
  joinsChanged: "Look-ups changed",
  addRule: "Add a condition on members",
  removeRule: (rule) => `Remove the ${rule.toLowerCase()}`,
  rule: (number) => `Condition ${number}`,
  addKey: "Then in the order of…",
  thenBy: "Then in the order of",
  removeKey: (field) => `Remove ${field} from the order`,
};

const de: SpecStrings = {
  combined: "Zusammengesetzte Bedingung",
  newCombined: "Zusammengesetzte Bedingung …",
  combine: "Mit anderen verbinden …",
  group: "Datensätze müssen erfüllen",
  groups: { and: "alle davon", or: "eine davon", not: "keine davon" },
  field: "Feld",
  addCondition: "Bedingung hinzufügen",
  addGroup: "Gruppe hinzufügen",
  removePart: (part) => `${part} entfernen`,
  theGroup: (group) => `die Gruppe „${group}“`,
  incomplete: "Jede Bedingung braucht einen Wert.",
  joins: "Anderswo nachschlagen …",
  joinHint:
    "Jeder Datensatz findet höchstens einen eines anderen Objekts; dessen Felder sind dann wie eigene zu gebrauchen.",
  join: (name) => `Nachschlag ${name}`,
  joinName: "Name",
  joinSource: "Objekt",
  joinLeft: "Feld hier",
  joinRight: "Gleich, dort",
  addJoin: "Nachschlag hinzufügen",
  removeJoin: (name) => `Den Nachschlag ${name} entfernen`,
  badJoin: "Jeder Nachschlag braucht einen eigenen Namen, ein Objekt und zwei Felder.",
  recordId: "Datensatz-ID",
  joinsChanged: "Nachschläge geändert",
  addRule: "Bedingung an Einträge hinzufügen",
  removeRule: (rule) => `${rule} entfernen`,
  rule: (number) => `Bedingung ${number}`,
  addKey: "Danach in der Reihenfolge von …",
  thenBy: "Danach in der Reihenfolge von",
  removeKey: (field) => `${field} aus der Reihenfolge entfernen`,
};

export const specStrings: Strings<SpecStrings> = { en, de };
