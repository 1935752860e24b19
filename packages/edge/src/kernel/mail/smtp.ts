import { err, ok } from "@ennead/core/kernel";

import { isLoopback } from "../auth/loopback.ts";
import type { MailAddress, OutgoingMail } from "./mail-message.ts";
import type { Mailer } from "./mailer.ts";
import { failureOf } from "./smtp-failure.ts";

export interface SmtpOptions {
  /**
   * `smtp://user:password@host:587` for a connection that STARTTLS makes private, `smtps://…:465` for TLS from the start.
   * User and password are percent-encoded.
   */
  readonly url: string;
  /**
   * `required`: nothing is sent, not even the password, over a connection that is not private. `off`: as plain text.
   * `off` on this very machine (`localhost`, 127.0.0.0/8, ::1), `required` elsewhere, unless given.
   */
  readonly tls?: "required" | "off";
  /** Certificates to trust instead of the public ones, as PEM. */
  readonly ca?: string;
  /** Connections kept open at most; 2 unless given. */
  readonly connections?: number;
  /** Milliseconds for one mail as a whole; 120,000 unless given. A silent server is given up after a third of it. */
  readonly timeout?: number;
}

/** The part of nodemailer that is used. */
interface Transport {
  readonly sendMail: (mail: object) => Promise<unknown>;
  readonly close: () => void;
}

const settingsOf = ({ url, tls, ca, connections = 2, timeout = 120_000 }: SmtpOptions): object => {
  const { protocol, hostname, port, username, password } = new URL(url);
  if (!/^smtps?:$/.test(protocol) || hostname === "") {
    throw new Error("The URL of a mail server reads smtp://host:587 or smtps://host:465.");
  }
  const secure = protocol === "smtps:";
  const mode = tls ?? (isLoopback(hostname) ? "off" : "required");
  return {
    pool: true,
    maxConnections: connections,
    // Only before the first byte of a mail is it tried again on another connection.
    maxRequeues: 1,
    host: hostname.replaceAll(/^\[|\]$/g, ""),
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && mode === "required",
    ignoreTLS: !secure && mode === "off",
    ...(username === ""
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    tls: { minVersion: "TLSv1.2", ...(ca === undefined ? {} : { ca }) },
    dnsTimeout: timeout / 3,
    connectionTimeout: timeout / 3,
    greetingTimeout: timeout / 3,
    socketTimeout: timeout / 3,
    // A mail is what it was decided to be: nothing is read from files or other hosts.
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  };
};

const named = ({ name = "", address }: MailAddress): object => ({ name, address });

const composed = (mail: OutgoingMail): object => ({
  from: named(mail.from),
  to: named(mail.to),
  ...(mail.replyTo === undefined ? {} : { replyTo: named(mail.replyTo) }),
  subject: mail.subject,
  text: mail.text,
  ...(mail.html === undefined ? {} : { html: mail.html }),
  attachments: (mail.attachments ?? []).map(({ name, type, content }) => ({
    filename: name,
    contentType: type,
    content,
  })),
  headers: { ...mail.headers },
  messageId: mail.messageId,
});

/**
 * Sends mail over SMTP, by nodemailer, which is loaded with the first mail. Connections are kept and used again. Throws
 * on a URL that is none of a mail server.
 */
export const smtpMailer = (options: SmtpOptions): Mailer => {
  const { timeout = 120_000 } = options;
  const settings = settingsOf(options);
  let transport: Promise<Transport> | undefined;
  const open = async (): Promise<Transport> => {
    const { createTransport } = await import("nodemailer");
    return createTransport(settings) as unknown as Transport;
  };
  return {
    send: async (mail, signal) => {
      const limit = AbortSignal.timeout(timeout);
      try {
        transport ??= open();
        await (
          await transport
        ).sendMail({
          ...composed(mail),
          signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        });
        return ok({ id: mail.messageId });
      } catch (error) {
        return err(failureOf(error));
      }
    },
    close: async () => {
      const opened = transport;
      transport = undefined;
      (await opened)?.close();
    },
  };
};
