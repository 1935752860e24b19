/** The texts of a room by language; English is complete and stands in where a language is missing. */
export interface Strings<T> {
  readonly en: T;
  readonly de: T;
}

export const stringsFor = <T>(strings: Strings<T>, language: string): T =>
  language === "de" ? strings.de : strings.en;

export interface KernelStrings {
  readonly loading: string;
  readonly retry: string;
  readonly crashed: string;
  readonly crashedHint: string;
  readonly notLoaded: string;
  readonly notLoadedHint: string;
  readonly notLoadedAgain: string;
  readonly reload: string;
  readonly requestId: (id: string) => string;
  readonly dataTable: string;
  readonly category: string;
  readonly chartLoading: string;
  readonly chartFailed: string;
  readonly copied: (rows: number, columns: number) => string;
  /** Sentence for a fault code; undefined when the server's own sentence is the best there is. */
  readonly fault: (code: string, status: number) => string | undefined;
}

const en: KernelStrings = {
  loading: "Loading…",
  retry: "Try again",
  crashed: "This part stopped working",
  crashedHint: "Your data is not affected. Try again, or reload the page.",
  notLoaded: "This part could not be loaded",
  notLoadedHint: "Check the connection, then try again.",
  notLoadedAgain: "Reload the page to get it. What is not saved is lost with the page.",
  reload: "Reload the page",
  requestId: (id) => `Request ${id}`,
  dataTable: "Show as table",
  category: "Category",
  chartLoading: "Loading chart…",
  chartFailed: "The chart could not be drawn. The table below has the same numbers.",
  copied: (rows, columns) => `Copied ${rows} × ${columns} cells`,
  fault: (code, status) => {
    if (code === "kernel/unreachable")
      return "The server could not be reached. Check the connection.";
    if (code === "kernel/offline") return "You are offline. This goes on once you are connected.";
    if (code === "kernel/token-unavailable") return "Your sign-in could not be renewed. Try again.";
    if (code === "kernel/precondition-failed" || code === "kernel/version-conflict") {
      return "Someone else changed this in the meantime. Reload it, then repeat your change.";
    }
    if (status === 401) return "You are no longer signed in. Sign in again, then try again.";
    if (status === 429) return "Too many requests at once. Wait a moment, then try again.";
    if (status >= 500) return "The server could not answer. This is not your fault; try again.";
    return undefined;
  },
};

const de: KernelStrings = {
  loading: "Wird geladen …",
  retry: "Erneut versuchen",
  crashed: "Dieser Bereich funktioniert gerade nicht",
  crashedHint:
    "Ihre Daten sind nicht betroffen. Versuchen Sie es erneut oder laden Sie die Seite neu.",
  notLoaded: "Dieser Teil konnte nicht geladen werden",
  notLoadedHint: "Prüfen Sie die Verbindung und versuchen Sie es erneut.",
  notLoadedAgain: "Laden Sie die Seite neu. Nicht Gespeichertes geht dabei verloren.",
  reload: "Seite neu laden",
  requestId: (id) => `Anfrage ${id}`,
  dataTable: "Als Tabelle anzeigen",
  category: "Kategorie",
  chartLoading: "Diagramm wird geladen …",
  chartFailed:
    "Das Diagramm konnte nicht gezeichnet werden. Die Tabelle darunter zeigt dieselben Zahlen.",
  copied: (rows, columns) => `${rows} × ${columns} Zellen kopiert`,
  fault: (code, status) => {
    if (code === "kernel/unreachable") {
      return "Der Server ist nicht erreichbar. Prüfen Sie die Verbindung.";
    }
    if (code === "kernel/offline") {
      return "Sie sind offline. Es geht weiter, sobald die Verbindung wieder steht.";
    }
    if (code === "kernel/token-unavailable") {
      return "Ihre Anmeldung konnte nicht erneuert werden. Versuchen Sie es erneut.";
    }
    if (code === "kernel/precondition-failed" || code === "kernel/version-conflict") {
      return "Jemand anderes hat dies inzwischen geändert. Laden Sie es neu und wiederholen Sie Ihre Änderung.";
    }
    if (status === 401) {
      return "Sie sind nicht mehr angemeldet. Melden Sie sich an, und versuchen Sie es erneut.";
    }
    if (status === 429)
      return "Zu viele Anfragen auf einmal. Warten Sie kurz und versuchen Sie es erneut.";
    if (status >= 500) return "Der Server konnte nicht antworten. Versuchen Sie es erneut.";
    if (status === 403 || status === 404)
      return "Sie haben keinen Zugriff, oder es existiert nicht mehr.";
    return undefined;
  },
};

export const kernelStrings: Strings<KernelStrings> = { en, de };
