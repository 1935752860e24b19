import { createServer, connect, type Socket } from "node:net";

/** What happens to the bytes: they pass, or the connection breaks at a place, or stays open and says nothing. */
export type Weather =
  | "fair"
  | "request lost"
  | "reply lost"
  | "reply cut"
  | "silence"
  /** A command's batch stays on its way until it is released; its sender gives up once it has sent all of it. */
  | "request held";

/** What tells a command's batch from what the feed and the jobs ask meanwhile. */
const command = /insert into (?:idempotency|audit_event)|update access_stamp/;

/** Whether these bytes are a whole request of HTTP. */
const isWhole = (request: Buffer): boolean => {
  const begin = request.indexOf("\r\n\r\n") + 4;
  if (begin < 4) return false;
  const length = /^content-length: *(\d+)/im.exec(request.toString("latin1", 0, begin))?.[1];
  return length === undefined
    ? request.toString("latin1").endsWith("\r\n0\r\n\r\n")
    : request.length - begin >= Number(length);
};

/** A connection that can fail on the way to a server. */
export interface Proxy {
  readonly url: string;
  weather: Weather;
  /** Whether the weather meets every request; otherwise the batches of commands alone. */
  everything: boolean;
  /** How many replies never arrived whole. */
  readonly lost: () => number;
  /** How many requests are on their way. */
  readonly held: () => number;
  /** Delivers what was held; resolves once the server has answered all of it. */
  readonly release: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Stands before a port of this machine. A reply exists only once the server has committed. */
export const startProxy = (port: number): Promise<Proxy> => {
  const sockets = new Set<Socket>();
  let lost = 0;
  /** Delivers one held request; resolves once it was answered. */
  const held = new Map<Socket, () => Promise<void>>();
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    const end = (): void => {
      client.destroy();
      upstream.destroy();
      sockets.delete(client);
      sockets.delete(upstream);
    };
    for (const one of [client, upstream]) {
      sockets.add(one);
      one.on("error", () => {
        if (!held.has(client)) end();
      });
      one.on("close", () => {
        if (!held.has(client)) end();
      });
    }
    const kept: Buffer[] = [];
    /** What was sent since the last reply. */
    let sent: Buffer[] = [];
    /** Whether a command waits for its reply here. */
    let asked = false;
    client.on("data", (bytes) => {
      asked ||= command.test(bytes.toString("latin1"));
      sent.push(bytes);
      if (proxy.weather === "request lost" && (asked || proxy.everything)) end();
      else if (held.has(client) || (proxy.weather === "request held" && asked)) {
        kept.push(bytes);
        held.set(
          client,
          () =>
            new Promise((resolve) => {
              upstream.once("data", () => {
                resolve();
                end();
              });
              upstream.once("close", resolve);
              upstream.write(Buffer.concat(kept));
            }),
        );
        if (isWhole(Buffer.concat(sent))) client.destroy();
      } else upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      if (held.has(client)) return;
      sent = [];
      if (proxy.weather === "fair" || !(asked || proxy.everything)) {
        asked = false;
        client.write(bytes);
        return;
      }
      lost += 1;
      if (proxy.weather === "reply lost") end();
      // The head and a part of the body, so that a reply has begun.
      if (proxy.weather === "reply cut") client.write(bytes.subarray(0, bytes.length - 5), end);
    });
  });
  const proxy = {
    url: "",
    weather: "fair" as Weather,
    everything: false,
    lost: () => lost,
    held: () => held.size,
    release: async () => {
      const all = [...held.values()];
      await Promise.all(all.map((deliver) => deliver()));
      held.clear();
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const one of sockets) one.destroy();
      }),
  };
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      proxy.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
      resolve(proxy);
    });
  });
};
