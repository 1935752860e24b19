import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { beforeAll, describe, expect, test } from "vitest";

import { examplesOf, withClaimsChecked } from "./examples.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
// Below the root, so that the packages resolve; not below node_modules, where no types are stripped.
const scratch = join(root, ".ennead", "examples");
const examples = examplesOf(root).map((example, index) => ({
  ...example,
  file: join(scratch, `example-${index}.${example.language}`),
}));

beforeAll(() => {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  for (const { file, code } of examples) {
    // A reader's database stands where he works; ours must not outlive the test.
    const database = JSON.stringify(pathToFileURL(`${file}.db`).href);
    writeFileSync(file, withClaimsChecked(code).replaceAll('"file:crm.db"', database));
  }
  const compilerOptions = {
    composite: false,
    incremental: false,
    declaration: false,
    isolatedDeclarations: false,
    noEmit: true,
    noUnusedLocals: false,
    jsx: "react-jsx",
    lib: ["es2023", "dom", "dom.iterable"],
    types: ["node"],
  };
  const config = {
    extends: "../../tsconfig.base.json",
    compilerOptions,
    include: ["*.ts", "*.tsx"],
  };
  writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify(config));
});

test("examples are found in the README, the pages and the doors", () => {
  const places = examples.map(({ at }) => at);
  expect(places.some((at) => at.startsWith("README.md"))).toBe(true);
  expect(places.some((at) => at.startsWith("docs/"))).toBe(true);
  expect(places.some((at) => at.startsWith("packages/core/src/pivot/index.ts"))).toBe(true);
});

test("every example has the right types", { timeout: 60_000 }, async () => {
  const tsc = join(root, "node_modules", ".bin", "tsc");
  const { stdout } = await promisify(execFile)(tsc, ["-p", scratch, "--pretty", "false"]).catch(
    (error: { readonly stdout: string }) => error,
  );
  expect(stdout).toBe("");
});

describe("every example runs as it is written", () => {
  test.each(examples.filter(({ language }) => language === "ts"))("$at", async ({ file }) => {
    await expect(import(pathToFileURL(file).href)).resolves.toBeDefined();
  });
});
