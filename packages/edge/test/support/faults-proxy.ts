import { Buffer } from "node:buffer";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";

/**
 * What one request to the server meets. `reply lost`, `reply cut` and `half open` come after the commit; `late` commits
 * after the caller has given up; `expired` and `no namespace` come before or after it, and `busy` before.
 */
export type Mishap =
  | "reset"
  | "reply lost"
  | "reply cut"
  | "half open"
  | "late"
  | "delay"
  | "busy"
  | "expired"
  | "expired late"
  | "no namespace"
  | "no namespace late"
  | "bad gateway";

export const mishaps: readonly Mishap[] = [
  "reset",
  "reply lost",
  "reply cut",
  "half open",
  "late",
  "delay",
  "busy",
  "expired",
  "expired late",
  "no namespace",
  "no namespace late",
  "bad gateway",
];

export interface FaultProxy {
  readonly url: string;
  /** Asked for every request: whether it writes, and whether under a caller's key. */
  meet: (writes: boolean, keyed: boolean) => Mishap | null;
  readonly close: () => Promise<void>;
}

interface Sent {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const json = (status: number, value: unknown): Sent => ({
  status,
  type: "application/json",
  body: JSON.stringify(value),
});

/** As the server tells that it could not begin: of a batch the first step has failed and no other was tried. */
const busy = (body: string): Sent => {
  const error = { message: "SQLite error: database is locked", code: "SQLITE_BUSY" };
  const { requests } = JSON.parse(body) as {
    requests: { type: string; batch?: { steps: unknown[] } }[];
  };
  return json(200, {
    baton: null,
    base_url: null,
    results: requests.map(({ type, batch }) => {
      if (type === "close") return { type: "ok", response: { type } };
      if (batch === undefined) return { type: "error", error };
      const nothing = batch.steps.map(() => null);
      const result = { step_results: nothing, step_errors: nothing.with(0, error as never) };
      return { type: "ok", response: { type, result } };
    }),
  });
};

const expired = json(400, {
  message: "The stream has expired due to inactivity",
  code: "STREAM_EXPIRED",
});
const noNamespace = json(404, { error: "Namespace `default` doesn't exist" });
const badGateway: Sent = { status: 502, type: "text/html", body: "<h1>Bad gateway</h1>" };

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

const reply = (to: ServerResponse, { status, type, body }: Sent): void => {
  to.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
  to.end(body);
};

/** Stands before a libSQL server and speaks its protocol. `patience` is how long the callers wait, in milliseconds. */
export const startFaultProxy = (port: number, patience: number): Promise<FaultProxy> => {
  const forward = (asked: IncomingMessage, body: Buffer): Promise<Sent> =>
    new Promise((resolve, reject) => {
      const {
        host: _host,
        connection: _connection,
        "transfer-encoding": _chunked,
        // What is cut and replaced here is text.
        "accept-encoding": _zipped,
        ...headers
      } = asked.headers;
      const upstream = request(
        { port, host: "127.0.0.1", method: asked.method, path: asked.url, headers },
        (message) => {
          bodyOf(message).then(
            (told) =>
              resolve({
                status: message.statusCode ?? 502,
                type: String(message.headers["content-type"] ?? "text/plain"),
                body: told.toString(),
              }),
            reject,
          );
        },
      );
      upstream.on("error", reject);
      upstream.end(body);
    });

  const serve = async (asked: IncomingMessage, to: ServerResponse): Promise<void> => {
    // One encoding is enough to speak: JSON.
    if ((asked.url ?? "").startsWith("/v3-protobuf")) {
      reply(to, { status: 404, type: "text/plain", body: "" });
      return;
    }
    const body = await bodyOf(asked);
    const text = body.toString();
    const writes = text.includes("BEGIN IMMEDIATE");
    const mishap =
      asked.method === "POST" ? proxy.meet(writes, text.includes("insert into idempotency")) : null;
    const lose = (): unknown => to.destroy();
    switch (mishap) {
      case "reset":
        return void lose();
      case "busy":
        return reply(to, busy(text));
      case "expired":
        return reply(to, expired);
      case "no namespace":
        return reply(to, noNamespace);
      case "bad gateway":
        return reply(to, badGateway);
      case "late":
        await pause(patience * 1.2);
        await forward(asked, body);
        return void lose();
      default:
    }
    const told = await forward(asked, body);
    switch (mishap) {
      case "reply lost":
        return void lose();
      case "reply cut":
        to.writeHead(told.status, {
          "content-type": told.type,
          "content-length": Buffer.byteLength(told.body),
        });
        to.write(told.body.slice(0, told.body.length / 2), lose);
        return;
      case "half open":
        await pause(patience * 1.5);
        return void lose();
      case "expired late":
        return reply(to, expired);
      case "no namespace late":
        return reply(to, noNamespace);
      case "delay":
        await pause(patience / 3);
        return reply(to, told);
      default:
        return reply(to, told);
    }
  };

  const server = createServer((asked, to) => {
    // The server behind it is down, or was killed before it answered.
    serve(asked, to).catch(() => to.destroy());
  });
  server.keepAliveTimeout = 60_000;
  const proxy: FaultProxy = {
    url: "",
    meet: () => null,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
      resolve(Object.assign(proxy, { url }));
    });
  });
};
