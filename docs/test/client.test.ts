import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { clientSource } from "../../scripts/client.ts";

test("the types of the widgets' client are those of the routes; if not, run `node scripts/client.ts`", async () => {
  const file = new URL("../../packages/react-widgets/src/kernel/api.gen.ts", import.meta.url);
  expect(readFileSync(file, "utf8")).toBe(await clientSource());
});
