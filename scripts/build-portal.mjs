// Builds the portal's pages when something they are made of has changed; otherwise it is done in a moment.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const portal = join(root, "examples/portal");
const stamp = join(root, "node_modules/.cache/portal-build");

const sources = [
  "pnpm-lock.yaml",
  "scripts/build-portal.mjs",
  "packages/core/package.json",
  "packages/core/src",
  "packages/react-widgets/package.json",
  "packages/react-widgets/src",
  "examples/portal/app",
  "examples/portal/rooms",
  "examples/portal/public",
  "examples/portal/index.html",
  "examples/portal/package.json",
  "examples/portal/vite.config.ts",
];

const filesOf = (path) => {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  try {
    return readdirSync(absolute, { withFileTypes: true })
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .flatMap((entry) => filesOf(`${path}/${entry.name}`));
  } catch (error) {
    if (error.code === "ENOTDIR") return [path];
    throw error;
  }
};

const hash = createHash("sha256");
for (const file of sources.flatMap(filesOf)) {
  hash.update(`${file}\0`).update(readFileSync(join(root, file)));
}
const digest = hash.digest("hex");

const isFresh =
  existsSync(join(portal, "dist/index.html")) &&
  existsSync(stamp) &&
  readFileSync(stamp, "utf8") === digest;

if (!isFresh) {
  const began = performance.now();
  process.env.NODE_ENV = "production";
  const { build } = await import(
    // Vite is the portal's dependency, not the workspace root's.
    new URL("node_modules/vite/dist/node/index.js", `file://${portal}/`).href
  );
  await build({
    root: portal,
    configFile: join(portal, "vite.config.ts"),
    logLevel: "warn",
  });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
  console.log(`Built the portal in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
}
