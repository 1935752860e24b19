import type { MailFailure } from "./mailer.ts";

/** What is read of an error of nodemailer. */
interface SmtpError {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

/** No server is believed about a longer wait. */
const longestWait = 4 * 3_600_000;

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** What servers that put off strangers say: "try again in 300 seconds", "come back in 00:05:00". Milliseconds. */
const waitAsked = (response: string): number | undefined => {
  const clock = /\b(\d{1,2}):(\d{2}):(\d{2})\b/.exec(response);
  const words = /\b(\d{1,6}) ?(s|m|h)(?:ec(?:ond)?s?|in(?:ute)?s?|ours?|rs?)?\b/i.exec(response);
  const wait =
    clock === null
      ? Number(words?.[1] ?? 0) * (units[words?.[2]?.toLowerCase() ?? ""] ?? 0)
      : (Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3])) * 1000;
  return wait > 0 ? Math.min(wait, longestWait) : undefined;
};

/** Refusals of the mail itself, not of us or of the connection. */
const aboutTheMail: ReadonlySet<unknown> = new Set(["EENVELOPE", "EMESSAGE"]);

/** Errors from before the first byte of a mail. Any other may come after its last one. */
const before: ReadonlySet<unknown> = new Set([
  "EENVELOPE",
  "EMESSAGE",
  "EDNS",
  "EAUTH",
  "ETLS",
  "ECONNREFUSED",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

const name = (value: unknown): string | undefined =>
  typeof value === "string" && /^[A-Z0-9_ ]{1,40}$/.test(value) ? value : undefined;

/**
 * What an error means for the mail. A refusal for good (5yz, RFC 5321 section 4.2.1) of the sender, the recipient or the
 * content is hopeless; one of our sign-in is for an operator to mend, and everything else passes. Servers write
 * addresses into their sentences, so only numbers and names of commands are told.
 */
export const failureOf = (error: unknown): MailFailure => {
  const { code, originalCode, command, responseCode, response } = error as SmtpError;
  if (typeof responseCode !== "number") {
    const why = [name(code), name(originalCode)].filter((one) => one !== undefined).join(" ");
    // An envelope that was refused before it was sent will be refused again.
    return {
      message: `No delivery: ${why || "unknown"}.`,
      retryable: code !== "EENVELOPE",
      ...(before.has(code) || before.has(originalCode) ? {} : { unknown: true }),
    };
  }
  const text = typeof response === "string" ? response : "";
  const [status = ""] = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(text) ?? [];
  const hopeless = responseCode >= 500 && responseCode !== 503 && aboutTheMail.has(code);
  const retryAfter = hopeless ? undefined : waitAsked(text);
  return {
    message: `The server answered ${[responseCode, status].join(" ").trim()} to ${name(command) ?? "us"}.`,
    retryable: !hopeless,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
};
