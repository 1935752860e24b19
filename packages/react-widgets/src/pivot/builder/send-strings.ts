import type { Strings } from "../../kernel/strings.ts";

export interface SendStrings {
  readonly share: string;
  readonly people: string;
  readonly links: string;
  readonly schedules: string;
  readonly linksOf: (report: string) => string;
  readonly schedulesOf: (report: string) => string;
  readonly saveFirst: string;
  readonly close: string;
}

const en: SendStrings = {
  share: "Share",
  people: "Share with people…",
  links: "Links…",
  schedules: "Send by mail…",
  linksOf: (report) => `Links to ${report}`,
  schedulesOf: (report) => `Mails of ${report}`,
  saveFirst: "Save the report first",
  close: "Close",
};

const de: SendStrings = {
  share: "Teilen",
  people: "Mit Personen teilen …",
  links: "Links …",
  schedules: "Per E-Mail senden …",
  linksOf: (report) => `Links zu ${report}`,
  schedulesOf: (report) => `E-Mails von ${report}`,
  saveFirst: "Speichern Sie den Bericht zuerst",
  close: "Schließen",
};

export const sendStrings: Strings<SendStrings> = { en, de };
