// `npm test`: every check and every test, part by part, with one count at the end.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { build } from "./build.mjs";
import { consumeAll } from "./consume.mjs";
import { checks } from "./lint.mjs";
import { lintTarball, packAll } from "./pack.mjs";
import { deno, hasDeno, run } from "./tools.mjs";

let passed = 0;
let failed = 0;
const failures = [];
const leftOut = [];

const count = (name, good, bad) => {
  passed += good;
  failed += bad;
  if (bad > 0) failures.push(`${name}: ${bad} failed`);
};

/** Runs one part and says how long it took; a part that throws has failed. */
const part = async (name, body) => {
  console.log(`\n—— ${name}`);
  const began = performance.now();
  try {
    await body();
  } catch (error) {
    console.error(error);
    count(name, 0, 1);
  }
  console.log(`—— ${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
};

const scratch = mkdtempSync(join(tmpdir(), "ennead-test-"));

for (const [name, check] of Object.entries(checks)) {
  await part(name, async () => {
    const code = await check();
    count(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1);
  });
}

await part("types and build", async () => {
  const code = await build();
  count("types and build", code === 0 ? 1 : 0, code === 0 ? 0 : 1);
});

await part("portal build", async () => {
  const { code } = await run("node", ["scripts/build-portal.mjs"]);
  count("portal build", code === 0 ? 1 : 0, code === 0 ? 0 : 1);
});

const onLinux = process.platform === "linux" && process.arch === "x64";
const vitest = async (project) => {
  const report = join(scratch, `${project}.json`);
  const { code } = await run("vitest", [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ]);
  const { numPassedTests, numFailedTests, numTotalTests } = existsSync(report)
    ? JSON.parse(readFileSync(report, "utf8"))
    : { numPassedTests: 0, numFailedTests: 1, numTotalTests: 0 };
  // A file that does not load, and a run without a test, leave the counts at nought but the exit code not.
  const unseen = (code !== 0 && numFailedTests === 0) || numTotalTests === 0 ? 1 : 0;
  count(`vitest ${project}`, numPassedTests, numFailedTests + unseen);
};
await part("unit and property tests", () => vitest("node"));
if (onLinux) await part("widgets in Chromium", () => vitest("browser"));
else leftOut.push("widgets in Chromium (the packed Chromium runs on Linux x64 only)");
if (onLinux) await part("portal in Chromium", () => vitest("portal"));
else leftOut.push("portal in Chromium (the packed Chromium runs on Linux x64 only)");

if (hasDeno) {
  await part("Deno tests", async () => {
    const { code, output } = await run(
      deno,
      ["test", "--no-check", "--allow-all", "packages/core/test/deno", "packages/edge/test/deno"],
      { env: { NO_COLOR: "1" } },
    );
    const [, good = 0, bad = 0] = /(\d+) passed[^|]*\| (\d+) failed/.exec(output) ?? [];
    const unseen = (code !== 0 && Number(bad) === 0) || Number(good) + Number(bad) === 0 ? 1 : 0;
    count("Deno tests", Number(good), Number(bad) + unseen);
  });
} else leftOut.push("Deno tests (no Deno for this platform)");

await part("packed packages", async () => {
  const tarballs = await packAll();
  for (const [name, tarball] of Object.entries(tarballs)) {
    const code = await lintTarball(tarball);
    count(`tarball of ${name}`, code === 0 ? 1 : 0, code === 0 ? 0 : 1);
  }
  for (const { name, code, skipped } of await consumeAll(tarballs)) {
    if (skipped === undefined) count(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1);
    else leftOut.push(`${name} (${skipped})`);
  }
});

rmSync(scratch, { recursive: true, force: true });
for (const line of leftOut) console.log(`left out: ${line}`);
for (const line of failures) console.error(line);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
