import type { Strings } from "../../kernel/strings.ts";

export interface EffectStrings {
  readonly title: string;
  readonly nothingYet: string;
  readonly working: string;
  readonly failed: string;
  readonly nobody: string;
  readonly noEffect: string;
  readonly people: (count: number) => string;
  readonly gains: string;
  readonly loses: string;
  readonly reach: Readonly<Record<"all" | "some" | "none", string>>;
  readonly action: (object: string, action: string) => string;
  readonly from: (what: string, before: string, after: string) => string;
  readonly records: string;
  readonly noRecords: string;
  readonly recordLine: (
    gained: boolean,
    object: string,
    action: string,
    people: number,
    records: number,
  ) => string;
  readonly names: (shown: readonly string[], others: number) => string;
  readonly sample: (users: number, ofUsers: number, records: string) => string;
  readonly sampleOf: (object: string, records: number, more: boolean) => string;
}

const en: EffectStrings = {
  title: "What this would do",
  nothingYet: "Change something: who gains or loses what is shown here before it is saved.",
  working: "Working it out…",
  failed: "The effect could not be worked out",
  nobody: "This concerns nobody yet.",
  noEffect: "Nobody gains or loses anything: other sets or rules give the same.",
  people: (count) => (count === 1 ? "1 person" : `${count} people`),
  gains: "Gains",
  loses: "Loses",
  reach: { all: "all", some: "some", none: "none" },
  action: (object, action) => `${object}: ${action}`,
  from: (what, before, after) => `${what} (${before} → ${after})`,
  records: "Records",
  noRecords: "Of the records looked at, none is gained or lost.",
  recordLine: (gained, object, action, people, records) =>
    `${people === 1 ? "1 person" : `${people} people`} ${gained ? (people === 1 ? "gains" : "gain") : people === 1 ? "loses" : "lose"} ${action} on ${records === 1 ? "1 record" : `${records} records`} of ${object}`,
  names: (shown, others) =>
    others === 0 ? shown.join(", ") : `${shown.join(", ")} and ${others} more`,
  sample: (users, ofUsers, records) =>
    `Looked at ${users === ofUsers ? `${users}` : `${users} of ${ofUsers}`} people${records === "" ? "" : ` and ${records}`}.`,
  sampleOf: (object, records, more) => `${more ? "the first " : ""}${records} of ${object}`,
};

const de: EffectStrings = {
  title: "Was das bewirken würde",
  nothingYet: "Ändern Sie etwas: Wer was gewinnt oder verliert, steht hier vor dem Speichern.",
  working: "Wird ermittelt …",
  failed: "Die Wirkung konnte nicht ermittelt werden",
  nobody: "Das betrifft noch niemanden.",
  noEffect: "Niemand gewinnt oder verliert etwas: Andere Sätze oder Regeln geben dasselbe.",
  people: (count) => (count === 1 ? "1 Person" : `${count} Personen`),
  gains: "Gewinnt",
  loses: "Verliert",
  reach: { all: "alle", some: "einige", none: "keine" },
  action: (object, action) => `${object}: ${action}`,
  from: (what, before, after) => `${what} (${before} → ${after})`,
  records: "Datensätze",
  noRecords: "Von den betrachteten Datensätzen wird keiner gewonnen oder verloren.",
  recordLine: (gained, object, action, people, records) =>
    `${people === 1 ? "1 Person" : `${people} Personen`} ${gained ? (people === 1 ? "gewinnt" : "gewinnen") : people === 1 ? "verliert" : "verlieren"} ${action} bei ${records === 1 ? "1 Datensatz" : `${records} Datensätzen`} von ${object}`,
  names: (shown, others) =>
    others === 0 ? shown.join(", ") : `${shown.join(", ")} und ${others} weitere`,
  sample: (users, ofUsers, records) =>
    `Betrachtet: ${users === ofUsers ? `${users}` : `${users} von ${ofUsers}`} Personen${records === "" ? "" : ` und ${records}`}.`,
  sampleOf: (object, records, more) => `${more ? "die ersten " : ""}${records} von ${object}`,
};

export const effectStrings: Strings<EffectStrings> = { en, de };
