// Installs the workspace when a manifest or the lock file changed since the last install, and does nothing otherwise:
// asking pnpm each time costs seconds, and hangs where the registry is out of reach. Needs Node 20 and npm, no more.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stamp = join(root, "node_modules", ".ennead-installed");

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Ennead needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const manifests = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"];
for (const folder of ["packages", "examples"]) {
  for (const name of readdirSync(join(root, folder)))
    manifests.push(join(folder, name, "package.json"));
}
const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
for (const path of manifests) {
  if (existsSync(join(root, path))) hash.update(path).update(readFileSync(join(root, path)));
}
const wanted = hash.digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.log("Installing the workspace (once, about half a minute)…");
  rmSync(stamp, { force: true });
  const { status } = spawnSync(
    "npx",
    [
      "--yes",
      "pnpm@12.21.0",
      "install",
      "--frozen-lockfile",
      "--reporter=append-only",
      "--loglevel=error",
    ],
    { cwd: root, stdio: "inherit", shell: process.platform === "win32" },
  );
  if (status !== 0) {
    console.error("The install failed; the lines above say why. Nothing else was changed.");
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, wanted);
}
