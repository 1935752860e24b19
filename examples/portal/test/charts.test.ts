import { execFileSync } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

import { sampleCharts } from "./chart-page/sample-charts.ts";
import { openBrowser } from "./support/browser.ts";

const folder = fileURLToPath(new URL("chart-page/", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));

const bundle = async (): Promise<string> => {
  const built = await build({
    root: folder,
    configFile: false,
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      lib: { entry: `${folder}page.ts`, formats: ["es"], fileName: "page" },
    },
  });
  const [{ output = [] } = {}] = Array.isArray(built) ? built : [built as never];
  return output.map((part) => ("code" in part ? part.code : "")).join("\n");
};

let browser: Browser;
let server: Server;
let url: string;

beforeAll(async () => {
  const code = await bundle();
  server = createServer((request, response) => {
    const isCode = request.url === "/page.js";
    response.setHeader("content-type", isCode ? "text/javascript" : "text/html; charset=utf-8");
    response.setHeader(
      "content-security-policy",
      "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
    response.end(isCode ? code : '<!doctype html><script type="module" src="/page.js"></script>');
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => {
    server.once("listening", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

const here = sampleCharts();

test("seven charts, light and dark, are the same drawing in a browser as in Node", async () => {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => errors.push(message.text()));
  await page.goto(url);
  await page.waitForFunction("globalThis.sampleCharts !== undefined");
  const there = await page.evaluate<Record<string, string>>("globalThis.sampleCharts()");
  expect(Object.keys(there)).toHaveLength(14);
  for (const [name, svg] of Object.entries(here)) expect([name, there[name]]).toEqual([name, svg]);
  expect(errors).toEqual([]);
  await page.close();
});

test("they are the same in Deno, which gives them no right but to read one variable", () => {
  const printed = execFileSync(
    `${root}node_modules/deno/deno`,
    ["run", "--no-check", "--no-prompt", "--allow-env=NODE_ENV", `${folder}print.ts`],
    { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  const there = JSON.parse(printed) as Record<string, string>;
  for (const [name, svg] of Object.entries(here)) expect([name, there[name]]).toEqual([name, svg]);
});
