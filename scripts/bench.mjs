// `npm run bench -- <name>`: one bench of bench/, in this process.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { root } from "./tools.mjs";

const [name] = process.argv.slice(2);
const file = join(root, "bench", `${name}.ts`);
if (name === undefined || !/^[a-z-]+$/.test(name) || !existsSync(file)) {
  const names = readdirSync(join(root, "bench")).filter((entry) => entry.endsWith(".ts"));
  console.error(
    `Usage: npm run bench -- <name>, one of ${names.map((n) => n.slice(0, -3)).join(", ")}.`,
  );
  process.exit(2);
}
const { run } = await import(pathToFileURL(file).href);
await run();
process.exit(0);
