// Weighs the widgets as a host's bundler sees them: what a reader loads before the first table, and each part that
// comes later. Ends with 1 when the reader's part is too heavy or holds code of the builder.
//   node packages/react-widgets/scripts/size.mjs
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// The bundler is the portal's: the widgets themselves are published without one.
const portal = createRequire(join(root, "../../examples/portal/package.json"));
const { build } = await import(pathToFileURL(portal.resolve("vite")).href);
const limit = 60;
/** Of the access manager before any of its parts: what somebody without the right loads. */
const managerLimit = 30;

const built = await build({
  root,
  configFile: false,
  logLevel: "silent",
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    write: false,
    target: "es2023",
    modulePreload: false,
    rolldownOptions: {
      input: {
        pivot: join(root, "src/pivot/index.ts"),
        access: join(root, "src/access/AccessManager.tsx"),
      },
      external: [/^react($|\/)/, /^react-dom($|\/)/],
      preserveEntrySignatures: "strict",
      onwarn: () => undefined,
    },
  },
});

const chunks = new Map(
  (Array.isArray(built) ? built : [built])
    .flatMap(({ output }) => output)
    .filter(({ type }) => type === "chunk")
    .map((chunk) => [chunk.fileName, chunk]),
);

/** A chunk and all it imports at once. */
const withImports = (from, seen = new Set()) => {
  const chunk = chunks.get(from);
  if (chunk === undefined || seen.has(from)) return seen;
  seen.add(from);
  for (const next of chunk.imports) withImports(next, seen);
  return seen;
};

const kilobytes = (names) =>
  [...names].reduce((sum, name) => sum + gzipSync(chunks.get(name).code).length, 0) / 1024;

/** The package, or the room of ours, a module belongs to. */
const owner = (id) => {
  const module = id.split("node_modules/").at(-1);
  if (module !== id)
    return module
      .split("/")
      .slice(0, module.startsWith("@") ? 2 : 1)
      .join("/");
  return (
    /\/(packages\/.*?\/src\/[^/]+(?:\/(?:builder|exporting|linking|scheduling))?)\//.exec(
      id,
    )?.[1] ?? id
  );
};

const entryOf = (name) =>
  [...chunks.values()].find((chunk) => chunk.isEntry && chunk.name === name).fileName;
const view = withImports(entryOf("pivot"));
const manager = withImports(entryOf("access"));
const owners = [...view].flatMap((name) => Object.keys(chunks.get(name).modules).map(owner));
const foreign = [
  ...new Set(
    owners.filter((name) =>
      /react-aria|react-stately|builder|exporting|linking|scheduling|echarts|cel-js/.test(name),
    ),
  ),
];

// The engine needs a few functions beside the formulas, never their reader.
const engine = [...chunks.values()].find(({ facadeModuleId }) =>
  facadeModuleId?.endsWith("core/src/pivot/index.ts"),
);
for (const part of withImports(engine?.fileName)) {
  for (const id of Object.keys(chunks.get(part).modules)) {
    if (id.includes("cel-js")) foreign.push(`${owner(id)} (with the engine)`);
  }
}

// Neither the matrix nor the other editors come before one of them is opened.
for (const name of manager) {
  for (const id of Object.keys(chunks.get(name).modules)) {
    if (/src\/access\/(?:matrix\/\w+View|people|groups|rules|review|effect)/.test(id)) {
      foreign.push(`${id.split("/src/").at(-1)} (with the access manager)`);
    }
  }
}

console.log(`${kilobytes(view).toFixed(1)} KB gzip  read a report (React apart)`);
console.log(`${kilobytes(manager).toFixed(1)} KB gzip  open the access manager (React apart)`);
for (const [name, chunk] of chunks) {
  if (!chunk.isDynamicEntry || view.has(name)) continue;
  const own = [...withImports(name)].filter((part) => !view.has(part));
  const path = chunk.facadeModuleId?.split(/packages\/|node_modules\//).at(-1) ?? name;
  console.log(`${kilobytes(own).toFixed(1)} KB gzip  ${path}`);
}
const weights = new Map();
for (const name of view) {
  for (const [id, { renderedLength }] of Object.entries(chunks.get(name).modules)) {
    weights.set(owner(id), (weights.get(owner(id)) ?? 0) + renderedLength);
  }
}
console.log("\nCharacters before compression, of the reader's part:");
for (const [name, length] of [...weights].toSorted(([, a], [, b]) => b - a).slice(0, 14)) {
  console.log(`${String(length).padStart(8)}  ${name}`);
}
if (foreign.length > 0) console.error(`Not for readers: ${foreign.join(", ")}`);
if (foreign.length > 0 || kilobytes(view) > limit || kilobytes(manager) > managerLimit) {
  process.exitCode = 1;
}
