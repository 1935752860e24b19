import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

export const root: string = join(import.meta.dirname, "../../../..");

const permissions = ["env", "read", "write", "net", "ffi", "sys"].map((name) => `--allow-${name}`);

export interface RunningPortal {
  /** `http://localhost:<port>`. */
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything it has printed. */
  readonly output: () => string;
  /** Sends the signal; answers how the process ended. */
  readonly stop: (
    signal?: NodeJS.Signals,
  ) => Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** A folder for one portal's data, and the way to be rid of it. */
export const dataFolder = (): { readonly folder: string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), "ennead-portal-"));
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Starts the portal as `npm start` does, on a free port. Answers when it has printed its address. */
export const startPortal = async (
  folder: string,
  sample: "small" | "none",
): Promise<RunningPortal> => {
  await promisify(execFile)(process.execPath, [join(root, "scripts/build-portal.mjs")]);
  const child = spawn(
    join(root, "node_modules/deno/deno"),
    ["run", "--no-check", ...permissions, "examples/portal/server.ts"],
    {
      cwd: root,
      env: { ...process.env, PORT: "0", ENNEAD_DATA: folder, ENNEAD_SAMPLE: sample },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("exit", (code, signal) => {
      resolve({ code, signal });
    });
  });
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        output += `${line}\n`;
        const address = /http:\/\/localhost:\d+/.exec(line)?.[0];
        if (address !== undefined) resolve(address);
      });
    }
    child.once("close", () => {
      reject(new Error(`The portal did not start:\n${output}`));
    });
  });
  return {
    url,
    process: child,
    output: () => output,
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return ended;
    },
  };
};

/** Asks until the answer is there; the test's own time limit ends it. */
export const eventually = async <T>(ask: () => Promise<T | undefined>, pause = 50): Promise<T> => {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => {
      setTimeout(resolve, pause);
    });
  }
};

/** Waits until the sample data is complete. */
export const sampleComplete = (url: string): Promise<true> =>
  eventually(async () => {
    const answer = await fetch(`${url}/demo/progress`);
    const { state } = (await answer.json()) as { state: string };
    if (state === "failed") throw new Error("The sample data could not be written.");
    return state === "done" ? true : undefined;
  });

export interface Caller {
  readonly token: string;
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: HeadersInit,
  ) => Promise<Response>;
  /** The JSON of an answer that must be a success. */
  readonly json: <T>(method: string, path: string, body?: unknown) => Promise<T>;
}

/** Somebody who speaks to the API as a script does: with a bearer token. */
export const signedIn = async (url: string, user: string): Promise<Caller> => {
  const session = await fetch(`${url}/demo/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user }),
  });
  const { token } = (await session.json()) as { token: string };
  const call: Caller["call"] = (method, path, body, headers) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...Object.fromEntries(new Headers(headers)),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    token,
    call,
    json: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const answer = await call(method, path, body);
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
  };
};
