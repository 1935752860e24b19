// Installs the packed packages with npm into empty projects, as a stranger would, and uses them there.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { deno, hasDeno, root, run } from "./tools.mjs";

const versionOf = (name) => {
  const workspace = readFileSync(join(root, "pnpm-workspace.yaml"), "utf8");
  const match = new RegExp(`^  "?${name}"?: (.+)$`, "m").exec(workspace);
  if (match === null) throw new Error(`${name} is not in the catalog`);
  return match[1];
};

/** A folder with the consumer's files, npm-installed with the tarballs and the named catalog packages. */
const project = async (consumer, tarballs, packages, flags = []) => {
  const folder = mkdtempSync(join(tmpdir(), `ennead-consumer-${consumer}-`));
  cpSync(join(root, "scripts", "consumers", consumer), folder, { recursive: true });
  const dependencies = Object.fromEntries([
    ...tarballs.map(({ name, file }) => [`@ennead/${name}`, `file:${file}`]),
    ...packages.map((name) => [name, versionOf(name)]),
  ]);
  const manifest = { name: consumer, private: true, type: "module", dependencies };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, undefined, 2));
  const { code } = await run(
    "npm",
    ["install", "--no-audit", "--no-fund", "--loglevel=error", ...flags],
    { cwd: folder },
  );
  if (code !== 0) throw new Error(`npm could not install the packages for ${consumer}`);
  return folder;
};

const node = "node";

/** Each consumer: what it installs, and the commands that must end with code 0. */
const consumers = {
  "core in Node": {
    from: "core",
    needs: ["core"],
    packages: [],
    use: (cwd) => [run(node, ["use.mjs"], { cwd })],
  },
  "core in Deno": {
    from: "core",
    needs: ["core"],
    packages: [],
    skip: hasDeno ? undefined : "Deno is not installed on this platform",
    use: (cwd) => [
      run(deno, ["run", "--no-check", "--node-modules-dir=manual", "--allow-read", "use.mjs"], {
        cwd,
      }),
    ],
  },
  "edge in a Hono app": {
    from: "edge",
    needs: ["core", "edge"],
    packages: ["hono"],
    use: (cwd) => [run(node, ["use.mjs"], { cwd })],
  },
  "client without React": {
    from: "client",
    needs: ["core", "edge", "react-widgets"],
    packages: ["@hono/node-server"],
    flags: ["--omit=peer", "--legacy-peer-deps"],
    use: (cwd) => [run(node, ["use.mjs"], { cwd })],
  },
  "widget in a Vite app": {
    from: "widgets",
    needs: ["core", "edge", "react-widgets"],
    packages: [
      "@hono/node-server",
      "react",
      "react-dom",
      "vite",
      "playwright-core",
      "@sparticuz/chromium",
    ],
    skip:
      process.platform === "linux" && process.arch === "x64"
        ? undefined
        : "the packed Chromium runs on Linux x64 only",
    use: (cwd) => [run(node, ["use.mjs"], { cwd })],
  },
};

/** Runs every consumer; answers [{name, code, skipped?}]. */
export const consumeAll = async (tarballs) => {
  const results = [];
  for (const [name, consumer] of Object.entries(consumers)) {
    if (consumer.skip !== undefined) {
      results.push({ name, code: 0, skipped: consumer.skip });
      continue;
    }
    const files = consumer.needs.map((needed) => ({ name: needed, file: tarballs[needed] }));
    const cwd = await project(consumer.from, files, consumer.packages, consumer.flags);
    let code = 0;
    for (const used of consumer.use(cwd)) code ||= (await used).code;
    rmSync(cwd, { recursive: true, force: true });
    results.push({ name, code });
  }
  return results;
};
