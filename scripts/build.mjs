// Compiles the packages to dist, with the files tsc does not copy.
import { rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";

import { root, run } from "./tools.mjs";

/** Empties dist and the incremental state together: tsc replays stale errors when only one of them goes. */
export const build = async () => {
  for (const name of ["core", "edge", "react-widgets"]) {
    rmSync(join(root, "packages", name, "dist"), { recursive: true, force: true });
    rmSync(join(root, "packages", name, "node_modules", ".cache"), {
      recursive: true,
      force: true,
    });
  }
  const { code } = await run("tsc", ["-b"]);
  if (code !== 0) return code;
  const portal = await run("tsc", ["-p", join("examples", "portal")]);
  if (portal.code !== 0) return portal.code;
  const widgets = join(root, "packages", "react-widgets");
  await cp(join(widgets, "src", "styles.css"), join(widgets, "dist", "styles.css"));
  return 0;
};

if (import.meta.main ?? process.argv[1]?.endsWith("build.mjs")) process.exit(await build());
