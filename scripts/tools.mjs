// How our scripts start other programs: from the workspace's own node_modules, and ended together with us.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Environment in which the workspace's own tools, and its own Node, come first. */
export const environment = {
  ...process.env,
  PATH: `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH}`,
};

/** The Deno binary itself: its npm launcher loses SIGTERM. */
export const deno = join(
  root,
  "node_modules",
  "deno",
  process.platform === "win32" ? "deno.exe" : "deno",
);
export const hasDeno = existsSync(deno);

const running = new Set();

/** Ends every program still running, with the group it may have started. */
export const stopAll = (signal = "SIGTERM") => {
  for (const child of running) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      child.kill(signal);
    }
  }
};
// A run that was cut short has proven nothing, so it never ends with 0.
for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
  process.on(signal, () => {
    stopAll(signal);
    console.error(`stopped by ${signal}`);
    process.exit(128 + number);
  });
}

/**
 * Runs a program to its end and answers {code, output}; what it prints is shown as it comes unless `quiet`.
 * `output` holds standard output and error in the order they came.
 */
export const run = (command, args, { cwd = root, env = {}, quiet = false } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...environment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    running.add(child);
    const parts = [];
    const take = (stream, sink) =>
      stream.on("data", (chunk) => {
        parts.push(chunk);
        if (!quiet) sink.write(chunk);
      });
    take(child.stdout, process.stdout);
    take(child.stderr, process.stderr);
    child.on("error", reject);
    child.on("close", (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output: Buffer.concat(parts).toString("utf8") });
    });
  });
