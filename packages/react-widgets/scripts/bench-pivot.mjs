// Measures the pivot widget in Chromium over 100,000 records: the first table, a changed report, scrolling.
//   node packages/react-widgets/scripts/bench-pivot.mjs
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const from = (base) => {
  const { resolve } = createRequire(join(root, base));
  return (name) => import(pathToFileURL(resolve(name)).href);
};
const portal = from("../../examples/portal/package.json");
const workspace = from("../../package.json");
const { build } = await portal("vite");
const { default: chromium } = await workspace("@sparticuz/chromium");
const { default: drivers } = await workspace("playwright-core");

const out = await mkdtemp(join(tmpdir(), "ennead-bench-"));
await build({
  root,
  configFile: false,
  logLevel: "silent",
  define: { "process.env.NODE_ENV": '"production"' },
  oxc: { jsx: { runtime: "automatic" } },
  build: {
    outDir: out,
    emptyOutDir: true,
    target: "es2023",
    rolldownOptions: {
      input: { page: join(root, "scripts/bench-pivot-page.tsx") },
      output: { entryFileNames: "[name].js" },
      onwarn: () => undefined,
    },
  },
});
const styles = await readFile(join(root, "src/styles.css"), "utf8");
await writeFile(
  join(out, "index.html"),
  `<!doctype html><style>${styles}</style><div id="root"></div><script type="module" src="/page.js"></script>`,
);

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const server = createServer(async (request, response) => {
  const path = request.url === "/" ? "/index.html" : (request.url ?? "/").split("?")[0];
  try {
    const body = await readFile(join(out, path));
    response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address();

const browser = await drivers.chromium.launch({
  executablePath: await chromium.executablePath(),
  args: ["--no-sandbox", "--headless=shell"],
});

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const say = (what, list) =>
  console.log(
    `${what.padEnd(52)} ${median(list).toFixed(1).padStart(7)} ms median, ${Math.min(...list).toFixed(1)} ms best`,
  );

try {
  const firsts = [];
  const changes = { "owner > stage x month": [], "owner x stage": [] };
  let frames = [];
  let cells = 0;
  for (let turn = 0; turn < 5; turn += 1) {
    const page = await browser.newPage({ viewport: { width: 1366, height: 900 } });
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction(() => "bench" in globalThis);
    firsts.push(await page.evaluate(() => globalThis.bench.first()));
    for (let again = 0; again < 6; again += 1) {
      for (const name of Object.keys(changes)) {
        const took = await page.evaluate((one) => globalThis.bench.change(one), name);
        // The first times compile the code.
        if (again > 0) changes[name].push(took);
      }
    }
    if (turn === 0) {
      console.log(
        `${"account x day, first time".padEnd(52)} ${(await page.evaluate(() => globalThis.bench.change("account x day"))).toFixed(1).padStart(7)} ms`,
      );
      cells = await page.evaluate(() => globalThis.bench.cells());
      frames = await page.evaluate(() => globalThis.bench.scroll(240));
    }
    await page.close();
  }
  say("first table after the last byte (decoding included)", firsts);
  for (const [name, list] of Object.entries(changes)) say(`another report: ${name}`, list);
  const slow = frames.filter((ms) => ms > 17.5).length;
  console.log(
    `scrolling ${cells.toLocaleString("en")} cells, 240 frames: ${median(frames).toFixed(1)} ms median, ${Math.max(...frames).toFixed(1)} ms longest, ${slow} over 17.5 ms`,
  );
} finally {
  await browser.close();
  server.close();
  await rm(out, { recursive: true, force: true });
}
