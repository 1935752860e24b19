// `npm run conformance -- <suite> <dir> [--data <folder>]`: the neutral cases of one suite, from any folder.
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

interface Suite {
  /** Runs all cases of the folder, prints what fails and the metrics, and answers whether all passed. */
  readonly run: (dir: string, options: { readonly data: string | undefined }) => Promise<boolean>;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { data: { type: "string" } },
});
const [suite = "", dir] = positionals;
const file = join(import.meta.dirname, `${suite}.ts`);
if (!/^[a-z-]+$/.test(suite) || suite === "run" || dir === undefined || !existsSync(file)) {
  const suites = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith(".ts") && name !== "run.ts")
    .map((name) => name.slice(0, -3));
  console.error(
    `Usage: npm run conformance -- <suite> <dir> [--data <folder>]; suites: ${suites.join(", ")}.`,
  );
  process.exit(2);
}
const { run } = (await import(pathToFileURL(file).href)) as Suite;
const data = values.data === undefined ? undefined : resolve(values.data);
process.exitCode = (await run(resolve(dir), { data })) ? 0 : 1;
