/*
 * The host portal on Deno: pages, API and demo sign-in on one port.
 *
 *   PORT            where to listen; absent: 8787, or the next port that is free
 *   HOST            which address to listen on; absent: 127.0.0.1, this machine alone
 *   ENNEAD_DATA     folder of the databases and keys; absent: .ennead in the current folder
 *   ENNEAD_SAMPLE   full (absent), small or none: how much sample data a new folder gets
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { listen } from "./server/listen.ts";
import { openPortal, type Portal } from "./server/portal.ts";
import { sampleSizeOf } from "./server/sample-size.ts";

const folder = resolve(Deno.env.get("ENNEAD_DATA") || ".ennead");

/** Requests that are being answered get this long to end. */
const patience = 10_000;

let running: { readonly portal: Portal; readonly server: Deno.Server } | undefined;
let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  if (running !== undefined) {
    const { portal, server } = running;
    const late = new Promise<void>((resolveLate) => {
      setTimeout(resolveLate, patience);
    });
    const stopped = portal.stop();
    await Promise.race([server.shutdown(), late]);
    await stopped;
    await portal.close();
  }
  Deno.exit(0);
};
// Listening comes before everything else: a signal may follow the start at once.
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.addSignalListener(signal, () => {
    void stop();
  });
}

const start = async (): Promise<{ readonly portal: Portal; readonly server: Deno.Server }> => {
  mkdirSync(folder, { recursive: true });
  const portal = await openPortal({
    folder,
    pages: {
      portal: join(import.meta.dirname, "dist"),
      plain: join(import.meta.dirname, "../host-html"),
    },
    size: sampleSizeOf(Deno.env.get("ENNEAD_SAMPLE")),
    clock: () => Date.now(),
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    log: (line) => {
      console.log(line);
    },
  });
  const server = listen({
    port: Deno.env.get("PORT"),
    host: Deno.env.get("HOST") || "127.0.0.1",
    handler: portal.fetch,
  });
  return { portal, server };
};

try {
  running = await start();
  const { port } = running.server.addr;
  console.log(`Ennead is ready at http://localhost:${port} (data in ${folder})`);
  if (!stopping) running.portal.start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}
