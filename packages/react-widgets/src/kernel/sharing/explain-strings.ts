import type { Strings } from "../strings.ts";

export type ExplainedAction = "read" | "update" | "delete" | "share" | "export" | "approve";

export interface ExplainStrings {
  readonly loading: string;
  readonly forbidden: string;
  readonly action: string;
  readonly actions: Readonly<Record<ExplainedAction, string>>;
  readonly allowed: string;
  readonly refused: string;
  /** The answer in a sentence where the server's own, which names people, is not in the reader's language. */
  readonly said: (name: string, allow: boolean, reason: string) => string | undefined;
  readonly tried: string;
  readonly rules: Readonly<Record<string, string>>;
  readonly grants: Readonly<Record<string, string>>;
  readonly outcomes: Readonly<Record<"passed" | "missing" | "decided", string>>;
  /** What a rule found, where the server's sentence is not in the reader's language. */
  readonly found: (
    rule: string,
    grant: string | undefined,
    outcome: "passed" | "missing" | "decided",
    allow: boolean,
  ) => string | undefined;
  readonly changes: string;
  readonly noChanges: string;
  /** What would get past a rule or grant, where the server's sentences are not in the reader's language. */
  readonly changeOf: ((key: string) => string | undefined) | undefined;
}

const en: ExplainStrings = {
  loading: "Asking why…",
  forbidden: "Only administrators of access are told why.",
  action: "May this person…",
  actions: {
    read: "see it",
    update: "change it",
    delete: "delete it",
    share: "share it",
    export: "export it",
    approve: "approve it",
  },
  allowed: "Yes",
  refused: "No",
  said: () => undefined,
  tried: "Rules, in the order they were tried",
  rules: {
    tenant: "Same company",
    inactive: "Active account",
    impersonation: "Acting as somebody",
    deny: "Denies",
    object: "Right on the object",
    scope: "Reach of records",
    field: "Fields",
    system: "System permission",
  },
  grants: {
    "modify-all": "Modify all",
    "view-all": "View all",
    owner: "Owner",
    manager: "Manager",
    territory: "Territory",
    share: "Share",
    default: "Default of the object",
  },
  outcomes: { passed: "passed", missing: "does not give it", decided: "decided" },
  found: () => undefined,
  changes: "What would change it, each by itself",
  noChanges: "Nothing that could be changed would.",
  changeOf: undefined,
};

const whyDe: Readonly<Record<string, string>> = {
  "modify-all": "hat einen Berechtigungssatz, der alles dieser Art ändern lässt",
  "view-all": "hat einen Berechtigungssatz, der alles dieser Art sehen lässt",
  owner: "ist Eigentümer",
  manager: "steht über dem Eigentümer",
  territory: "arbeitet in einem Gebiet, von dem aus der Datensatz erreicht wird",
  share: "hat ihn durch eine Freigabe",
  default: "hat das Recht, und Datensätze dieser Art sind für alle offen, die es haben",
  tenant: "gehört nicht zu diesem Unternehmen",
  inactive: "darf sich nicht anmelden",
  object: "hat das Recht an dieser Art von Datensätzen nicht",
  scope: "erreicht diesen Datensatz auf keinem Weg",
  field: "darf eines der Felder nicht schreiben",
  "legal-hold": "darf es nicht, denn der Datensatz ist rechtlich gesperrt",
  frozen: "darf es nicht, denn der Datensatz ist eingefroren",
  sod: "darf nicht genehmigen, was er selbst beantragt hat",
};

const changesDe: Readonly<Record<string, string>> = {
  "modify-all": "Einen Berechtigungssatz mit „Alles ändern“ für diese Art von Datensätzen geben.",
  "view-all": "Einen Berechtigungssatz mit „Alles sehen“ für diese Art von Datensätzen geben.",
  owner: "Die Person zum Eigentümer machen.",
  manager: "Die Person über den Eigentümer stellen.",
  territory: "Sie einem Gebiet zuordnen, das den Datensatz erreicht.",
  share: "Den Datensatz für die Person freigeben.",
  default: "Die Vorgabe für diese Art von Datensätzen öffnen.",
  inactive: "Das Konto aktivieren.",
  deny: "Das Verbot oder die Sperre aufheben.",
  object: "Einen Berechtigungssatz mit diesem Recht geben.",
  field: "Das Feld zum Schreiben öffnen.",
};

const de: ExplainStrings = {
  loading: "Es wird gefragt, warum …",
  forbidden: "Nur wer Zugriffe verwaltet, erfährt, warum.",
  action: "Darf diese Person …",
  actions: {
    read: "es sehen",
    update: "es ändern",
    delete: "es löschen",
    share: "es teilen",
    export: "es exportieren",
    approve: "es genehmigen",
  },
  allowed: "Ja",
  refused: "Nein",
  said: (name, allow, reason) => {
    const why = whyDe[reason];
    return why === undefined
      ? `${allow ? "Erlaubt" : "Verweigert"}: ${reason}.`
      : `${name} ${why}.`;
  },
  tried: "Regeln in der Reihenfolge, in der sie geprüft wurden",
  rules: {
    tenant: "Gleiches Unternehmen",
    inactive: "Aktives Konto",
    impersonation: "Handeln für jemanden",
    deny: "Verbote",
    object: "Recht am Objekt",
    scope: "Reichweite der Datensätze",
    field: "Felder",
    system: "Systemberechtigung",
  },
  grants: {
    "modify-all": "Alles ändern",
    "view-all": "Alles sehen",
    owner: "Eigentümer",
    manager: "Vorgesetzter",
    territory: "Gebiet",
    share: "Freigabe",
    default: "Vorgabe des Objekts",
  },
  outcomes: { passed: "bestanden", missing: "gibt es nicht", decided: "entschied" },
  found: (rule, grant, outcome, allow) => {
    if (outcome === "passed") return "Nichts spricht dagegen.";
    if (outcome === "missing") return "Auf diesem Weg kommt die Person nicht an den Datensatz.";
    if (allow) return `Die Person ${whyDe[grant ?? rule] ?? "darf es"}.`;
    return rule === "scope"
      ? "Kein Weg führt zu diesem Datensatz."
      : rule === "deny"
        ? "Ein Verbot oder eine Sperre gilt, und das geht jedem Recht vor."
        : `Die Person ${whyDe[rule] ?? "darf es nicht"}.`;
  },
  changes: "Was es ändern würde, jedes für sich",
  noChanges: "Nichts, was sich ändern ließe, würde es ändern.",
  changeOf: (key) => changesDe[key],
};

export const explainStrings: Strings<ExplainStrings> = { en, de };
