import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";

import { generate } from "selfsigned";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

/** A mail as a server has taken it, or was about to. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came over the wire. */
  readonly source: string;
  readonly messageId: string;
  /** Whether the connection was private. */
  readonly secure: boolean;
  readonly user: string | undefined;
}

export interface SmtpBehaviour {
  /** Refuses a recipient: `550 …`. */
  readonly recipient?: (address: string) => string | null;
  /** Refuses a mail after its last byte. */
  readonly data?: (mail: ReceivedMail) => string | null;
  /** Called once a mail has been taken and before that is said; ends the connection when it answers true. */
  readonly drop?: (mail: ReceivedMail) => boolean;
  /** Never says that a mail was taken. */
  readonly silent?: boolean;
}

export interface SmtpOptions {
  /** TLS from the start, STARTTLS, or neither. */
  readonly tls?: "implicit" | "starttls" | "none";
  /** `user:password` that is asked for. */
  readonly login?: string;
}

/** A real SMTP server on this machine. */
export interface Smtp {
  readonly port: number;
  /** What it has taken, in order. */
  readonly taken: readonly ReceivedMail[];
  /** How it behaves from now on. */
  behave: (behaviour: SmtpBehaviour) => void;
  /** Connections that are open. */
  readonly open: () => number;
  /** Connections that there have been. */
  readonly connected: () => number;
  readonly close: () => Promise<void>;
}

/** A certificate for this machine, signed by itself. */
export const makeCertificate = async (): Promise<{ key: string; cert: string }> => {
  const made = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { key: made.private, cert: made.cert };
};

const textOf = async (stream: Readable): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
};

/** An error that the server says as it stands: `451 4.7.1 Later.` */
const refusal = (answer: string): Error =>
  Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) });

export const startSmtp = async (
  { tls = "none", login }: SmtpOptions = {},
  certificate?: { readonly key: string; readonly cert: string },
): Promise<Smtp> => {
  const taken: ReceivedMail[] = [];
  let behaviour: SmtpBehaviour = {};
  let connected = 0;
  const server: SMTPServer = new SMTPServer({
    ...certificate,
    secure: tls === "implicit",
    ...(tls === "starttls" ? {} : { hideSTARTTLS: true }),
    authOptional: login === undefined,
    allowInsecureAuth: tls === "none",
    logger: false,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) => {
      if (`${username}:${password}` === login) done(null, { user: username ?? "" });
      else done(refusal("535 5.7.8 Wrong password."));
    },
    onConnect: (_session, done) => {
      connected += 1;
      done();
    },
    onRcptTo: ({ address }, _session, done) => {
      const refused = behaviour.recipient?.(address) ?? null;
      done(refused === null ? null : refusal(refused));
    },
    onData: (stream, session: SMTPServerSession, done) => {
      void (async () => {
        // A client that was killed leaves half a mail, which is none.
        const source = await textOf(stream).catch(() => null);
        if (source === null) {
          done(refusal("451 4.4.2 The mail broke off."));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        const mail: ReceivedMail = {
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source,
          messageId: /^Message-ID: *(?:\r\n )?(.+)\r$/im.exec(source)?.[1] ?? "",
          secure: session.secure,
          user: session.user === undefined ? undefined : String(session.user),
        };
        const refused = behaviour.data?.(mail) ?? null;
        if (refused !== null) {
          done(refusal(refused));
          return;
        }
        taken.push(mail);
        if (behaviour.drop?.(mail) === true) {
          for (const connection of server.connections) connection.close();
          return;
        }
        if (behaviour.silent !== true) done(null, "Taken.");
      })();
    },
  });
  // A client that goes away in the middle is nothing to end the tests for.
  server.on("error", () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    behave: (next) => {
      behaviour = next;
    },
    open: () => server.connections.size,
    connected: () => connected,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
};
