// A room is made in a copy of the working tree, and the copy must pass what every room passes.
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Proof } from "./support/proof.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const room = "notebook";

interface Done {
  readonly code: number | null;
  readonly output: string;
}

const call = (cwd: string, command: string, ...args: readonly string[]): Promise<Done> =>
  new Promise((resolve) => {
    const path = `${join(cwd, "node_modules", ".bin")}${delimiter}${process.env["PATH"] ?? ""}`;
    const child = spawn(command, args, { cwd, env: { ...process.env, PATH: path } });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.on("close", (code) => resolve({ code, output }));
  });

/** The files that git knows or would take, with the dependencies linked and the packages' own links kept within. */
const copyTree = async (to: string): Promise<void> => {
  const { output } = await call(root, "git", "ls-files", "-z", "-co", "--exclude-standard");
  for (const path of output.split("\0").filter((one) => existsSync(join(root, one)))) {
    if (path === "") continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(root, path), join(to, path));
  }
  const modules = join(root, "node_modules");
  mkdirSync(join(to, "node_modules", "@ennead"), { recursive: true });
  for (const name of readdirSync(modules)) {
    // The workspace's own packages must be the copies.
    if (name !== "@ennead" && name !== ".cache") {
      symlinkSync(join(modules, name), join(to, "node_modules", name));
    }
  }
  for (const name of ["core", "edge", "react-widgets"]) {
    symlinkSync(join("..", "..", "packages", name), join(to, "node_modules", "@ennead", name));
  }
  for (const home of [
    "packages/core",
    "packages/edge",
    "packages/react-widgets",
    "examples/portal",
  ]) {
    cpSync(join(root, home, "node_modules"), join(to, home, "node_modules"), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith(".cache"),
    });
  }
};

const commit = async (cwd: string): Promise<void> => {
  await call(cwd, "git", "init", "-q");
  await call(cwd, "git", "add", "-A");
  const who = ["-c", "user.name=proof", "-c", "user.email=proof@ennead.example"];
  await call(cwd, "git", ...who, "commit", "-q", "-m", "A copy");
};

const checks: readonly (readonly [what: string, command: string, ...args: string[]])[] = [
  ["types", "tsc", "-b"],
  ["lint", "node", "scripts/lint.mjs"],
  ["tests", "vitest", "run", room, "docs/test/faults", "docs/test/client", "kernel/styles"],
  ["bench", "node", "scripts/bench.mjs", room],
];

/** One room, whatever `n` and `seed`. Figures are seconds. */
export const prove: Proof = async ({ log }) => {
  const figures: Record<string, string | number> = {};
  const failures: string[] = [];
  const copy = mkdtempSync(join(tmpdir(), "ennead-room-"));
  const step = async (what: string, command: string, ...args: readonly string[]): Promise<void> => {
    const began = performance.now();
    const { code, output } = await call(copy, command, ...args);
    figures[what] = Math.round((performance.now() - began) / 1000);
    log(`${what}: ${code === 0 ? "passed" : "failed"} in ${figures[what]} s`);
    if (code === 0) return;
    // What names the room comes first: the rest of the tree may be at fault as well.
    const own = output.split("\n").filter((line) => line.includes(room));
    failures.push(`${what}: ${own.join("\n")}\n${output.slice(-2000)}`);
  };
  try {
    await copyTree(copy);
    await commit(copy);
    await step("making the room", "node", "scripts/new-room.mjs", room);
    for (const [what, command, ...args] of checks) await step(what, command, ...args);
    const again = await call(copy, "node", "scripts/new-room.mjs", room);
    if (again.code === 0) failures.push("A room of a name that is taken was made.");
    const unclean = await call(copy, "node", "scripts/new-room.mjs", "another");
    if (unclean.code === 0) failures.push("A room was made beside unfinished work.");
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  return { figures, failures };
};
