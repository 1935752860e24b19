/** The part of Deno that `server.ts` uses; its own types would clash with those of the browser and of Node. */
declare namespace Deno {
  const env: { get: (name: string) => string | undefined };
  const exit: (code: number) => never;
  const errors: { readonly AddrInUse: new () => Error };
  const addSignalListener: (signal: "SIGINT" | "SIGTERM", listener: () => void) => void;
  interface Server {
    readonly addr: { readonly port: number; readonly hostname: string };
    readonly finished: Promise<void>;
    readonly shutdown: () => Promise<void>;
  }
  const serve: (
    options: {
      readonly port: number;
      readonly hostname: string;
      readonly onListen?: (address: { readonly port: number }) => void;
    },
    handler: (
      request: Request,
      info: { readonly remoteAddr: { readonly hostname: string } },
    ) => Response | Promise<Response>,
  ) => Server;
}
