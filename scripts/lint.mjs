// Everything that reads the code without running it. Each check fails on its own, so that one run names all.
import { houseRules } from "./house-rules.mjs";
import { run } from "./tools.mjs";

/** The fewest modules the packages hold: dependency-cruiser once read none and called that clean. */
const fewestModules = 40;

const importRules = async () => {
  const { code, output } = await run("depcruise", [
    "--config",
    "depcruise.config.mjs",
    "packages/core/src",
    "packages/edge/src",
    "packages/react-widgets/src",
  ]);
  const modules = Number(/(\d+) modules/.exec(output)?.[1] ?? 0);
  if (modules >= fewestModules) return code;
  console.error(`dependency-cruiser read ${modules} modules; at least ${fewestModules} are there.`);
  return 1;
};

export const checks = {
  format: async () => (await run("oxfmt", ["--check", "."])).code,
  lint: async () => (await run("oxlint", ["--deny-warnings"])).code,
  "import rules": importRules,
  "house rules": async () => houseRules(),
  "unused code": async () => (await run("knip", ["--no-progress"])).code,
};

if (import.meta.main ?? process.argv[1]?.endsWith("lint.mjs")) {
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    console.log(`— ${name}`);
    if ((await check()) !== 0) failed += 1;
  }
  process.exit(failed === 0 ? 0 : 1);
}
