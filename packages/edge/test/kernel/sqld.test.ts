import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { hasSqld } from "../support/sqld.ts";

const support = fileURLToPath(new URL("../support/sqld.ts", import.meta.url));

test.skipIf(!hasSqld)(
  "a test server ends with the process that started it, however that ends",
  async () => {
    const program = `const { startSqld } = await import(${JSON.stringify(support)});
    console.log((await startSqld()).url);
    setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [told] = (await once(parent.stdout, "data")) as [Buffer];
    const health = `${told.toString().trim()}/health`;
    expect((await fetch(health)).status).toBe(200);
    parent.kill("SIGKILL");
    const isGone = async (): Promise<boolean> => {
      try {
        await (await fetch(health, { signal: AbortSignal.timeout(200) })).text();
        return false;
      } catch {
        return true;
      }
    };
    await expect.poll(isGone, { timeout: 5000 }).toBe(true);
  },
);
