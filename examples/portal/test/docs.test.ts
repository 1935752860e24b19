import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import type { PivotResultJson } from "@ennead/core/pivot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  dataFolder,
  root,
  sampleComplete,
  startPortal,
  type RunningPortal,
} from "./support/portal.ts";

/** The shell examples of a page that speak to the portal. */
const commandsOf = (page: string): readonly string[] =>
  Array.from(
    readFileSync(join(root, page), "utf8").matchAll(/^```sh\n([\s\S]*?)^```$/gm),
    (match) => match[1] ?? "",
  ).filter((command) => command.includes("curl"));

describe("the shell examples of the documentation", () => {
  const data = dataFolder();
  let portal: RunningPortal;
  beforeAll(async () => {
    portal = await startPortal(data.folder, "small");
    await sampleComplete(portal.url);
  });
  afterAll(async () => {
    await portal.stop();
    data.remove();
  });

  test.each(["docs/tutorial/first-pivot.md", "docs/how-to/load-a-csv.md"])(
    "of %s run as they are written",
    async (page) => {
      const commands = commandsOf(page);
      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands) {
        const here = command.replaceAll("localhost:8787", portal.url.replace("http://", ""));
        const { stdout } = await promisify(execFile)("bash", ["-euc", here], {
          env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env["PATH"]}` },
        });
        const result = JSON.parse(stdout) as PivotResultJson;
        expect(result.rows.nodes[0]?.kind).toBe("total");
        expect(result.measures).toHaveLength(1);
      }
    },
  );
});
