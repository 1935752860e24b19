// Packs each package as npm would receive it: `pnpm pack` is what swaps in publishConfig.exports and real versions.
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root, run } from "./tools.mjs";

/** Packs every package into a new temporary folder and answers {core: "/tmp/…tgz", edge: …, "react-widgets": …}. */
export const packAll = async () => {
  const out = mkdtempSync(join(tmpdir(), "ennead-pack-"));
  const tarballs = {};
  for (const name of readdirSync(join(root, "packages"))) {
    const before = new Set(readdirSync(out));
    const { code } = await run(
      "npx",
      ["--yes", "pnpm@12.21.0", "-C", join("packages", name), "pack", "--pack-destination", out],
      { quiet: true },
    );
    const made = readdirSync(out).find((file) => !before.has(file));
    if (code !== 0 || made === undefined) throw new Error(`packing ${name} failed`);
    tarballs[name] = join(out, made);
  }
  return tarballs;
};

/** What publint and attw say of one tarball: 0 when nothing is wrong. */
export const lintTarball = async (tarball) => {
  const publint = await run("publint", ["run", tarball, "--strict"]);
  const attw = await run("attw", [
    tarball,
    "--profile",
    "esm-only",
    "--exclude-entrypoints",
    "styles.css",
    "--quiet",
  ]);
  return publint.code || attw.code;
};
