import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { faultsPage } from "../../scripts/faults.ts";

test("the catalogue of faults is the one of the sources; if not, run `node scripts/faults.ts`", () => {
  const page = new URL("../reference/faults.md", import.meta.url);
  expect(readFileSync(page, "utf8")).toBe(faultsPage());
});
