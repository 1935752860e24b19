import type { ReportDelivery } from "../../kernel/api.gen.ts";
import type { Strings } from "../../kernel/strings.ts";
import type { RuleDraft } from "./rule-draft.ts";

type State = ReportDelivery["state"];

export interface ScheduleStrings {
  readonly intro: string;
  readonly unsaved: string;
  readonly forbidden: string;
  readonly loading: string;
  readonly list: string;
  readonly none: string;
  readonly add: string;
  readonly edit: string;
  readonly editOf: (schedule: string) => string;
  readonly pause: string;
  readonly pauseOf: (schedule: string) => string;
  readonly resume: string;
  readonly resumeOf: (schedule: string) => string;
  readonly test: string;
  readonly testOf: (schedule: string) => string;
  readonly tested: string;
  readonly remove: string;
  readonly removeOf: (schedule: string) => string;
  readonly removeSure: string;
  readonly keep: string;
  readonly next: (at: string) => string;
  readonly ended: string;
  readonly paused: string;
  readonly pausedByOwner: string;
  readonly onlyIf: (condition: string) => string;
  readonly notEmpty: string;
  readonly to: (names: string) => string;
  readonly attached: (files: string) => string;
  readonly unsubscribed: (names: string) => string;
  readonly form: string;
  readonly newForm: string;
  readonly every: string;
  readonly everies: Readonly<Record<RuleDraft["every"], string>>;
  readonly weekDays: string;
  readonly day: string;
  readonly dayKinds: Readonly<Record<RuleDraft["dayKind"], string>>;
  readonly dayNumber: string;
  readonly nth: string;
  readonly nths: Readonly<Record<"1" | "2" | "3" | "4" | "5" | "-1", string>>;
  readonly weekDay: string;
  readonly month: string;
  readonly skip: string;
  readonly at: string;
  readonly timeZone: string;
  readonly from: string;
  readonly until: string;
  readonly nextRuns: string;
  readonly noRuns: string;
  readonly keptRule: (text: string) => string;
  readonly recipients: string;
  readonly search: string;
  readonly addPerson: (name: string) => string;
  readonly removePerson: (name: string) => string;
  readonly nobodyFound: string;
  readonly morePeople: (shown: number) => string;
  readonly noDirectory: string;
  readonly unknownPerson: string;
  readonly you: (name: string) => string;
  readonly files: string;
  readonly condition: string;
  readonly always: string;
  readonly than: string;
  readonly skipEmpty: string;
  readonly save: string;
  readonly saving: string;
  readonly cancel: string;
  readonly badRule: string;
  readonly badNumber: string;
  readonly needsRecipient: string;
  readonly saved: string;
  readonly removed: string;
  readonly history: string;
  readonly noHistory: string;
  readonly more: string;
  readonly states: Readonly<Record<State, string>>;
  readonly reasons: Readonly<Record<string, string>>;
  readonly uncertain: string;
  readonly arrived: string;
  readonly arrivedOf: (name: string) => string;
  readonly lost: string;
  readonly lostOf: (name: string) => string;
  readonly resend: string;
  readonly resendOf: (name: string) => string;
  readonly settled: (name: string) => string;
  readonly resent: (name: string) => string;
  readonly notSettleable: string;
  readonly missed: (count: number) => string;
  readonly testMail: string;
  /** A rule in words: `when` is what the parts of a form say, `at` the time, `zone` where. */
  readonly rule: (when: string, at: string, zone: string) => string;
  readonly daily: string;
  readonly weekdays: string;
  readonly weekly: (days: string) => string;
  readonly monthly: (day: string) => string;
  readonly quarterly: (day: string) => string;
  readonly yearly: (day: string, month: string) => string;
  readonly theDay: (day: string) => string;
  readonly lastDay: string;
  readonly nthDay: (nth: string, weekday: string) => string;
  readonly cron: (line: string, zone: string) => string;
}

const en: ScheduleStrings = {
  intro:
    "Each recipient gets the saved report with their own rights: two people may read different numbers.",
  unsaved:
    "Mails show the report as it was saved. What you have changed since then is not in them.",
  forbidden: "You may not have reports mailed. Ask your administrator for the right to schedule.",
  loading: "Loading…",
  list: "Schedules",
  none: "This report is not mailed yet.",
  add: "New schedule",
  edit: "Edit",
  editOf: (schedule) => `Edit: ${schedule}`,
  pause: "Pause",
  pauseOf: (schedule) => `Pause: ${schedule}`,
  resume: "Resume",
  resumeOf: (schedule) => `Resume: ${schedule}`,
  test: "Send me a test",
  testOf: (schedule) => `Send me a test: ${schedule}`,
  tested: "A test is on its way to you.",
  remove: "Delete",
  removeOf: (schedule) => `Delete: ${schedule}`,
  removeSure: "No mail will be sent any more.",
  keep: "Keep it",
  next: (at) => `next on ${at}`,
  ended: "no more runs",
  paused: "paused",
  pausedByOwner: "paused: its owner is no longer active or may not read the report",
  onlyIf: (condition) => `only if ${condition}`,
  notEmpty: "not when empty",
  to: (names) => `to ${names}`,
  attached: (files) => `with ${files}`,
  unsubscribed: (names) => `unsubscribed: ${names}`,
  form: "Edit the schedule",
  newForm: "New schedule",
  every: "Repeats",
  everies: {
    day: "Every day",
    weekday: "Monday to Friday",
    week: "Every week",
    month: "Every month",
    quarter: "Every quarter",
    year: "Every year",
  },
  weekDays: "On these days",
  day: "On",
  dayKinds: { date: "A day of the month", last: "The last day", weekday: "A weekday" },
  dayNumber: "Day",
  nth: "Which",
  nths: { "1": "First", "2": "Second", "3": "Third", "4": "Fourth", "5": "Fifth", "-1": "Last" },
  weekDay: "Weekday",
  month: "Month",
  skip: "Leave out months without that day",
  at: "At",
  timeZone: "Time zone",
  from: "Not before (optional)",
  until: "Not after (optional)",
  nextRuns: "Next mails",
  noRuns: "This rule plans no mail.",
  keptRule: (text) => `This rule was written elsewhere and stays as it is: ${text}`,
  recipients: "Recipients",
  search: "Search people",
  addPerson: (name) => `Add ${name}`,
  removePerson: (name) => `Remove ${name}`,
  nobodyFound: "Nobody found",
  morePeople: (shown) => `The first ${shown} are shown. Search for others.`,
  noDirectory: "You may not see other people of the company: mails go to you.",
  unknownPerson: "Somebody you may not see",
  you: (name) => `${name} (you)`,
  files: "Attached files",
  condition: "Send only if the total of",
  always: "(always)",
  than: "Number",
  skipEmpty: "Send nothing when there are no records",
  save: "Save the schedule",
  saving: "Saving…",
  cancel: "Cancel",
  badRule: "The rule is not complete: choose a day, a time and a time zone that exist.",
  badNumber: "Enter a number for the condition.",
  needsRecipient: "Choose at least one recipient.",
  saved: "Schedule saved",
  removed: "Schedule deleted",
  history: "What was sent",
  noHistory: "Nothing was sent yet.",
  more: "Show more",
  states: {
    pending: "Waiting",
    sending: "Being sent",
    sent: "Sent",
    skipped: "Skipped",
    refused: "Not sent",
    failed: "Failed",
    uncertain: "Uncertain",
  },
  reasons: {
    condition: "the condition was not met",
    empty: "there were no records",
    paused: "the schedule was paused",
    unsubscribed: "unsubscribed",
    inactive: "the person is no longer active",
    removed: "taken off the list of recipients",
    access: "the person may not read the report",
  },
  uncertain: "it may have arrived, and is not sent again",
  arrived: "It arrived",
  arrivedOf: (name) => `The mail to ${name} arrived`,
  lost: "It did not",
  lostOf: (name) => `The mail to ${name} did not arrive`,
  resend: "Send again",
  resendOf: (name) => `Send the mail to ${name} again`,
  settled: (name) => `Noted for ${name}.`,
  resent: (name) => `The mail to ${name} is sent again.`,
  notSettleable: "Somebody has settled this already.",
  missed: (count) =>
    count === 1 ? "1 earlier run was missed" : `${count} earlier runs were missed`,
  testMail: "test",
  rule: (when, at, zone) => `${when} at ${at} (${zone})`,
  daily: "Every day",
  weekdays: "Monday to Friday",
  weekly: (days) => `Every ${days}`,
  monthly: (day) => `Every month, on ${day},`,
  quarterly: (day) => `Every quarter, on ${day} of its first month,`,
  yearly: (day, month) => `Every year, on ${day} of ${month},`,
  theDay: (day) => `day ${day}`,
  lastDay: "the last day",
  nthDay: (nth, weekday) => `the ${nth.toLowerCase()} ${weekday}`,
  cron: (line, zone) => `By the line ${line} (${zone})`,
};

const de: ScheduleStrings = {
  intro:
    "Jeder Empfänger bekommt den gespeicherten Bericht mit eigenen Rechten: Zwei Personen lesen womöglich verschiedene Zahlen.",
  unsaved:
    "E-Mails zeigen den Bericht, wie er gespeichert ist. Was Sie seitdem geändert haben, ist nicht darin.",
  forbidden:
    "Sie dürfen Berichte nicht versenden lassen. Bitten Sie Ihre Administration um das Recht zum Planen.",
  loading: "Wird geladen …",
  list: "Zeitpläne",
  none: "Dieser Bericht wird noch nicht versendet.",
  add: "Neuer Zeitplan",
  edit: "Bearbeiten",
  editOf: (schedule) => `Bearbeiten: ${schedule}`,
  pause: "Anhalten",
  pauseOf: (schedule) => `Anhalten: ${schedule}`,
  resume: "Fortsetzen",
  resumeOf: (schedule) => `Fortsetzen: ${schedule}`,
  test: "Test an mich",
  testOf: (schedule) => `Test an mich: ${schedule}`,
  tested: "Ein Test ist unterwegs zu Ihnen.",
  remove: "Löschen",
  removeOf: (schedule) => `Löschen: ${schedule}`,
  removeSure: "Es wird keine E-Mail mehr gesendet.",
  keep: "Behalten",
  next: (at) => `nächste am ${at}`,
  ended: "keine weiteren",
  paused: "angehalten",
  pausedByOwner:
    "angehalten: Wer ihn angelegt hat, ist nicht mehr aktiv oder darf den Bericht nicht lesen",
  onlyIf: (condition) => `nur wenn ${condition}`,
  notEmpty: "nicht wenn leer",
  to: (names) => `an ${names}`,
  attached: (files) => `mit ${files}`,
  unsubscribed: (names) => `abgemeldet: ${names}`,
  form: "Zeitplan bearbeiten",
  newForm: "Neuer Zeitplan",
  every: "Wiederholung",
  everies: {
    day: "Jeden Tag",
    weekday: "Montag bis Freitag",
    week: "Jede Woche",
    month: "Jeden Monat",
    quarter: "Jedes Quartal",
    year: "Jedes Jahr",
  },
  weekDays: "An diesen Tagen",
  day: "Am",
  dayKinds: { date: "Tag des Monats", last: "Letzten Tag", weekday: "Wochentag" },
  dayNumber: "Tag",
  nth: "Welcher",
  nths: {
    "1": "Erster",
    "2": "Zweiter",
    "3": "Dritter",
    "4": "Vierter",
    "5": "Fünfter",
    "-1": "Letzter",
  },
  weekDay: "Wochentag",
  month: "Monat",
  skip: "Monate ohne diesen Tag auslassen",
  at: "Um",
  timeZone: "Zeitzone",
  from: "Nicht vor (freiwillig)",
  until: "Nicht nach (freiwillig)",
  nextRuns: "Nächste E-Mails",
  noRuns: "Diese Regel plant keine E-Mail.",
  keptRule: (text) => `Diese Regel wurde anderswo geschrieben und bleibt, wie sie ist: ${text}`,
  recipients: "Empfänger",
  search: "Personen suchen",
  addPerson: (name) => `${name} hinzufügen`,
  removePerson: (name) => `${name} entfernen`,
  nobodyFound: "Niemand gefunden",
  morePeople: (shown) => `Die ersten ${shown} werden gezeigt. Suchen Sie nach anderen.`,
  noDirectory: "Sie dürfen andere Personen der Firma nicht sehen: E-Mails gehen an Sie.",
  unknownPerson: "Jemand, den Sie nicht sehen dürfen",
  you: (name) => `${name} (Sie)`,
  files: "Angehängte Dateien",
  condition: "Nur senden, wenn die Summe von",
  always: "(immer)",
  than: "Zahl",
  skipEmpty: "Nichts senden, wenn es keine Datensätze gibt",
  save: "Zeitplan speichern",
  saving: "Wird gespeichert …",
  cancel: "Abbrechen",
  badRule: "Die Regel ist nicht vollständig: Wählen Sie Tag, Uhrzeit und Zeitzone, die es gibt.",
  badNumber: "Geben Sie für die Bedingung eine Zahl ein.",
  needsRecipient: "Wählen Sie mindestens eine Person aus.",
  saved: "Zeitplan gespeichert",
  removed: "Zeitplan gelöscht",
  history: "Was gesendet wurde",
  noHistory: "Es wurde noch nichts gesendet.",
  more: "Mehr zeigen",
  states: {
    pending: "Wartet",
    sending: "Wird gesendet",
    sent: "Gesendet",
    skipped: "Übersprungen",
    refused: "Nicht gesendet",
    failed: "Fehlgeschlagen",
    uncertain: "Ungewiss",
  },
  reasons: {
    condition: "die Bedingung war nicht erfüllt",
    empty: "es gab keine Datensätze",
    paused: "der Zeitplan war angehalten",
    unsubscribed: "abgemeldet",
    inactive: "die Person ist nicht mehr aktiv",
    removed: "von der Liste der Empfänger genommen",
    access: "die Person darf den Bericht nicht lesen",
  },
  uncertain: "sie kann angekommen sein und wird nicht noch einmal gesendet",
  arrived: "Ist angekommen",
  arrivedOf: (name) => `Die E-Mail an ${name} ist angekommen`,
  lost: "Nicht angekommen",
  lostOf: (name) => `Die E-Mail an ${name} ist nicht angekommen`,
  resend: "Erneut senden",
  resendOf: (name) => `Die E-Mail an ${name} erneut senden`,
  settled: (name) => `Für ${name} vermerkt.`,
  resent: (name) => `Die E-Mail an ${name} wird erneut gesendet.`,
  notSettleable: "Jemand hat das schon geklärt.",
  missed: (count) =>
    count === 1 ? "1 früherer Lauf wurde versäumt" : `${count} frühere Läufe wurden versäumt`,
  testMail: "Test",
  rule: (when, at, zone) => `${when} um ${at} (${zone})`,
  daily: "Jeden Tag",
  weekdays: "Montag bis Freitag",
  weekly: (days) => `Jede Woche am ${days}`,
  monthly: (day) => `Jeden Monat am ${day}`,
  quarterly: (day) => `Jedes Quartal am ${day} des ersten Monats`,
  yearly: (day, month) => `Jedes Jahr am ${day} im ${month}`,
  theDay: (day) => `${day}.`,
  lastDay: "letzten Tag",
  nthDay: (nth, weekday) => `${nth.toLowerCase().replace(/r$/, "n")} ${weekday}`,
  cron: (line, zone) => `Nach der Zeile ${line} (${zone})`,
};

export const scheduleStrings: Strings<ScheduleStrings> = { en, de };
