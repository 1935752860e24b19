// `npm run prove -- <name> [--n N] [--seed S]`: one proof of proofs/, at length. Without a name it says which there are.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { record } from "./proofs-page.mjs";
import { root, run } from "./tools.mjs";

const names = readdirSync(join(root, "proofs"))
  .filter((entry) => entry.endsWith(".ts"))
  .map((entry) => entry.slice(0, -3));

const usage = () => {
  console.error("Usage: npm run prove -- <name> [--n <how many>] [--seed <number>]");
  process.exit(2);
};

/** A whole number above 0, or undefined where none is given. */
const whole = (text) => {
  if (text === undefined) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : usage();
};

const given = () => {
  try {
    const options = { n: { type: "string" }, seed: { type: "string" } };
    return parseArgs({ allowPositionals: true, options });
  } catch {
    return usage();
  }
};

const { positionals, values } = given();
const [name, ...more] = positionals;
if (name === undefined) {
  console.log(names.join("\n"));
  process.exit(0);
}
const file = join(root, "proofs", `${name}.ts`);
if (more.length > 0 || !names.includes(name) || !existsSync(file)) {
  console.error(`There is no proof ${name}; there are ${names.join(", ")}.`);
  usage();
}

const n = whole(values.n);
const seed = whole(values.seed) ?? 1 + Math.floor(Math.random() * 2 ** 31);
console.log(`${name}, seed ${seed}`);
const { prove } = await import(pathToFileURL(file).href);
const began = performance.now();
const { figures, failures } = await prove({
  ...(n === undefined ? {} : { n }),
  seed,
  log: (line) => console.log(line),
});
const seconds = Math.round((performance.now() - began) / 1000);
for (const [what, figure] of Object.entries(figures)) console.log(`${what}: ${figure}`);
for (const failure of failures) console.error(`FAILED: ${failure}`);
console.log(`${failures.length} failures, ${seconds} s, seed ${seed}`);

// A proof that failed has no figures worth keeping.
if (failures.length === 0) {
  const { code, output } = await run("git", ["log", "-1", "--format=%h %cs"], { quiet: true });
  const { output: changed } = await run("git", ["status", "--porcelain", "packages", "proofs"], {
    quiet: true,
  });
  const commit = code === 0 ? (output.trim().split(" ")[0] ?? "") : "outside a repository";
  record(name, {
    date: new Date().toISOString().slice(0, 10),
    commit: code === 0 && changed.trim() !== "" ? `${commit} with changes` : commit,
    command: `npm run prove -- ${name}${n === undefined ? "" : ` --n ${n}`} --seed ${seed}`,
    seconds,
    figures,
  });
  await run("oxfmt", ["docs/explanation/proofs.md"], { quiet: true });
}
process.exit(failures.length === 0 ? 0 : 1);
