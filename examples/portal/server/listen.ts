const usual = 8787;
const tries = 50;

export interface ListenOptions {
  /** `PORT`: taken as it is, 0 for any free one. Absent: 8787, or the next one that is free. */
  readonly port: string | undefined;
  readonly host: string;
  /** Given the request and the address that it came from. */
  readonly handler: (request: Request, ip: string | undefined) => Response | Promise<Response>;
}

const portOf = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be a number from 0 to 65535, not ${JSON.stringify(text)}.`);
  }
  return port;
};

/** Starts to listen; says so when the usual port was taken. */
export const listen = ({ port, host, handler }: ListenOptions): Deno.Server => {
  const serve = (at: number): Deno.Server =>
    Deno.serve({ port: at, hostname: host, onListen: () => undefined }, (request, info) =>
      handler(request, info.remoteAddr.hostname),
    );
  if (port !== undefined && port !== "") return serve(portOf(port));
  for (let at = usual; at < usual + tries; at += 1) {
    try {
      const server = serve(at);
      if (at !== usual) console.log(`Port ${usual} is taken: using ${at}.`);
      return server;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
  throw new Error(`No port from ${usual} to ${usual + tries - 1} is free; set PORT.`);
};
