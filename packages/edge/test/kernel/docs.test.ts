import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

const here = dirname(fileURLToPath(import.meta.url));
// Within the package, so that its own name and hono resolve as they do for a host.
const scratch = join(here, "../../node_modules/.ennead-docs");

beforeAll(() => {
  mkdirSync(scratch, { recursive: true });
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

test("the page on mounting in a Hono app runs from its first block to its last", async () => {
  const page = readFileSync(join(here, "../../../../docs/how-to/mount-in-a-hono-app.md"), "utf8");
  const blocks = Array.from(page.matchAll(/^```typescript\n([\s\S]*?)^```$/gm), ([, code]) => code);
  expect(blocks).toHaveLength(3);
  const database = pathToFileURL(join(scratch, "crm.db")).href;
  const file = join(scratch, "mount.ts");
  writeFileSync(file, blocks.join("\n").replace("file:crm.db", database));
  await expect(import(pathToFileURL(file).href)).resolves.toBeDefined();
});
