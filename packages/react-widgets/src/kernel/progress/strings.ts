import type { Strings } from "../strings.ts";

export interface JobStrings {
  readonly work: string;
  readonly waiting: string;
  readonly running: string;
  readonly done: string;
  readonly failed: string;
  readonly cancelled: string;
  readonly connecting: string;
  readonly lost: string;
  readonly forbidden: string;
  readonly forbiddenHint: string;
  readonly signedOut: string;
  readonly unreadable: string;
  readonly counted: (done: string, total: string | undefined) => string;
  /** `time` is a duration in words, e.g. "2 minutes". */
  readonly left: (time: string) => string;
  readonly almost: string;
  readonly cancel: string;
  readonly cancelling: string;
  readonly confirm: string;
  readonly confirmYes: string;
  readonly confirmNo: string;
  readonly cancelFailed: (reason: string) => string;
  readonly announce: (work: string, state: string) => string;
}

const en: JobStrings = {
  work: "Background work",
  waiting: "Waiting to start",
  running: "In progress",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
  connecting: "Loading…",
  lost: "Connection lost. This is the last known state; it goes on by itself.",
  forbidden: "This work cannot be shown",
  forbiddenHint: "You may not see it, or it no longer exists.",
  signedOut: "Sign in to see how far this is",
  unreadable: "The state of this work could not be read",
  counted: (done, total) => (total === undefined ? done : `${done} of ${total}`),
  left: (time) => `About ${time} left`,
  almost: "A few seconds left",
  cancel: "Cancel",
  cancelling: "Cancelling…",
  confirm: "Stop this work? What is done so far may stay.",
  confirmYes: "Stop it",
  confirmNo: "Go on",
  cancelFailed: (reason) => `It could not be stopped. ${reason}`,
  announce: (work, state) => `${work}: ${state}`,
};

const de: JobStrings = {
  work: "Hintergrundaufgabe",
  waiting: "Wartet auf den Start",
  running: "Läuft",
  done: "Fertig",
  failed: "Fehlgeschlagen",
  cancelled: "Abgebrochen",
  connecting: "Wird geladen …",
  lost: "Verbindung unterbrochen. Dies ist der letzte bekannte Stand; es geht von selbst weiter.",
  forbidden: "Diese Aufgabe kann nicht angezeigt werden",
  forbiddenHint: "Sie haben keinen Zugriff, oder sie existiert nicht mehr.",
  signedOut: "Melden Sie sich an, um den Fortschritt zu sehen",
  unreadable: "Der Stand dieser Aufgabe konnte nicht gelesen werden",
  counted: (done, total) => (total === undefined ? done : `${done} von ${total}`),
  left: (time) => `Noch etwa ${time}`,
  almost: "Noch wenige Sekunden",
  cancel: "Abbrechen",
  cancelling: "Wird abgebrochen …",
  confirm: "Diese Aufgabe anhalten? Bereits Erledigtes bleibt unter Umständen bestehen.",
  confirmYes: "Anhalten",
  confirmNo: "Weiterlaufen lassen",
  cancelFailed: (reason) => `Das Anhalten ist nicht gelungen. ${reason}`,
  announce: (work, state) => `${work}: ${state}`,
};

export const jobStrings: Strings<JobStrings> = { en, de };
