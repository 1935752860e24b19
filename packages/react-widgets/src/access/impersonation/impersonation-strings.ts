import type { Strings } from "../../kernel/strings.ts";

export interface ImpersonationStrings {
  readonly title: string;
  readonly intro: string;
  readonly whom: string;
  readonly chosen: (name: string) => string;
  readonly another: string;
  readonly reason: string;
  readonly reasonHint: string;
  readonly minutes: string;
  readonly minutesOf: (minutes: number) => string;
  readonly may: string;
  readonly look: string;
  readonly change: string;
  readonly start: string;
  readonly starting: string;
  readonly forbidden: string;
  readonly needsWhom: string;
  readonly needsReason: string;
  readonly already: string;
  readonly loading: string;
  readonly banner: string;
  readonly acting: (actor: string, user: string) => string;
  readonly because: (reason: string) => string;
  readonly left: (time: string) => string;
  readonly lastMinute: string;
  readonly end: string;
  readonly ending: string;
  readonly ended: string;
  readonly faults: Readonly<Record<string, string>>;
}

const en: ImpersonationStrings = {
  title: "Act as somebody else",
  intro:
    "You see and do what both of you may, for an hour at most. Everything is logged under both names. Approving, exporting, sharing and changing rights stay closed.",
  whom: "Whom",
  chosen: (name) => `You will act as ${name}.`,
  another: "Choose somebody else",
  reason: "Reason",
  reasonHint: "Ticket 4711: cannot see his deal",
  minutes: "How long",
  minutesOf: (minutes) => `${minutes} minutes`,
  may: "You may",
  look: "Only look",
  change: "Look and change",
  start: "Start",
  starting: "Starting…",
  forbidden: "You may not act as others. An administrator can give you the permission.",
  needsWhom: "Choose whom you will act as.",
  needsReason: "Say why: it stands in the log.",
  already: "You act as somebody already. End that first.",
  loading: "Loading…",
  banner: "Acting as somebody else",
  acting: (actor, user) => `${actor} acts as ${user}`,
  because: (reason) => `Reason: ${reason}`,
  left: (time) => `${time} left`,
  lastMinute: "One minute left of acting as somebody else.",
  end: "End now",
  ending: "Ending…",
  ended: "You are yourself again.",
  faults: {
    "access/impersonation-refused": "You cannot act as this person now.",
    "access/unknown-principal": "This person is no longer there.",
  },
};

const de: ImpersonationStrings = {
  title: "Für jemanden handeln",
  intro:
    "Sie sehen und tun, was Sie beide dürfen, höchstens eine Stunde lang. Alles wird unter beiden Namen protokolliert. Genehmigen, Exportieren, Teilen und Rechte ändern bleiben gesperrt.",
  whom: "Für wen",
  chosen: (name) => `Sie handeln dann für ${name}.`,
  another: "Jemand anderen wählen",
  reason: "Grund",
  reasonHint: "Ticket 4711: sieht seinen Abschluss nicht",
  minutes: "Wie lange",
  minutesOf: (minutes) => `${minutes} Minuten`,
  may: "Sie dürfen",
  look: "Nur ansehen",
  change: "Ansehen und ändern",
  start: "Beginnen",
  starting: "Wird begonnen …",
  forbidden: "Sie dürfen nicht für andere handeln. Wer Zugriffe verwaltet, kann es Ihnen erlauben.",
  needsWhom: "Wählen Sie, für wen Sie handeln.",
  needsReason: "Sagen Sie, warum: Es steht im Protokoll.",
  already: "Sie handeln schon für jemanden. Beenden Sie das zuerst.",
  loading: "Wird geladen …",
  banner: "Handeln für jemanden",
  acting: (actor, user) => `${actor} handelt für ${user}`,
  because: (reason) => `Grund: ${reason}`,
  left: (time) => `noch ${time}`,
  lastMinute: "Noch eine Minute, in der Sie für jemanden handeln.",
  end: "Jetzt beenden",
  ending: "Wird beendet …",
  ended: "Sie handeln wieder als Sie selbst.",
  faults: {
    "access/impersonation-refused": "Für diese Person können Sie jetzt nicht handeln.",
    "access/unknown-principal": "Diese Person gibt es nicht mehr.",
  },
};

export const impersonationStrings: Strings<ImpersonationStrings> = { en, de };
