import type { Strings } from "../../kernel/strings.ts";

export interface RuleStrings {
  readonly defaults: string;
  readonly defaultsHint: string;
  readonly everybody: string;
  readonly levels: Readonly<Record<"none" | "read" | "edit", string>>;
  readonly back: string;
  readonly backNote: string;
  readonly defaultsSaved: string;
  readonly denies: string;
  readonly deniesHint: string;
  readonly noDenies: string;
  readonly newDeny: string;
  readonly who: string;
  readonly action: string;
  readonly everyAction: string;
  readonly everyObject: string;
  readonly record: string;
  readonly everyRecord: string;
  readonly recordHint: string;
  readonly reason: string;
  readonly take: string;
  readonly takeSure: (who: string) => string;
  readonly people: string;
  readonly groups: string;
  readonly denySaved: string;
  readonly denyTaken: string;
}

const en: RuleStrings = {
  defaults: "What everybody may do",
  defaultsHint:
    "With the records of an object that nobody shared with them, for whoever holds the right to the object.",
  everybody: "Everybody",
  levels: {
    none: "Nothing: own records and shares only",
    read: "Read all",
    edit: "Read and change all",
  },
  back: "As the object begins",
  backNote: "What the object begins with is known once it is saved.",
  defaultsSaved: "Defaults saved",
  denies: "Denies",
  deniesHint: "A deny beats every right, for administrators too.",
  noDenies: "Nothing is denied.",
  newDeny: "New deny",
  who: "Who",
  action: "What",
  everyAction: "Everything",
  everyObject: "Every object",
  record: "Record id",
  everyRecord: "Every record",
  recordHint: "Leave it empty for every record",
  reason: "Reason",
  take: "Take back",
  takeSure: (who) => `Take back the deny for ${who}?`,
  people: "People",
  groups: "Groups",
  denySaved: "Deny saved",
  denyTaken: "Deny taken back",
};

const de: RuleStrings = {
  defaults: "Was alle dürfen",
  defaultsHint:
    "Mit Datensätzen eines Objekts, die ihnen niemand freigegeben hat; für alle, die das Recht am Objekt haben.",
  everybody: "Alle",
  levels: {
    none: "Nichts: nur eigene und freigegebene",
    read: "Alle lesen",
    edit: "Alle lesen und ändern",
  },
  back: "Wie das Objekt beginnt",
  backNote: "Womit das Objekt beginnt, zeigt sich nach dem Speichern.",
  defaultsSaved: "Vorgaben gespeichert",
  denies: "Verbote",
  deniesHint: "Ein Verbot geht jedem Recht vor, auch bei der Administration.",
  noDenies: "Nichts ist verboten.",
  newDeny: "Neues Verbot",
  who: "Wer",
  action: "Was",
  everyAction: "Alles",
  everyObject: "Jedes Objekt",
  record: "Datensatz-ID",
  everyRecord: "Jeder Datensatz",
  recordHint: "Für alle Datensätze leer lassen",
  reason: "Grund",
  take: "Zurücknehmen",
  takeSure: (who) => `Verbot für ${who} zurücknehmen?`,
  people: "Personen",
  groups: "Gruppen",
  denySaved: "Verbot gespeichert",
  denyTaken: "Verbot zurückgenommen",
};

export const ruleStrings: Strings<RuleStrings> = { en, de };
