// What a new room consists of, as data: files to be written and edits of files that are there. Nothing is written here.
import { readdirSync, readFileSync, existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const templates = join(dirname(fileURLToPath(import.meta.url)), "templates");

/** Folders whose entry of this name makes a room exist. */
const homes = [
  "packages/core/src",
  "packages/edge/src",
  "packages/react-widgets/src",
  "packages/core/test",
  "packages/edge/test",
  "packages/react-widgets/test",
];

/** Names that mean something else beside rooms, or that no variable can have. */
const taken = new Set(
  (
    "kernel test support src dist data rooms app server " +
    "break case catch class const continue debugger default delete do else enum export extends false finally for " +
    "function if import in instanceof new null return super switch this throw true try typeof var void while with " +
    "yield let static await async of"
  ).split(" "),
);

/** Why a room cannot be called this, or null. */
export const refusalOf = (root: string, name: string | undefined): string | null => {
  if (name === undefined || !/^[a-z][a-z0-9]{1,29}$/.test(name)) {
    return "A room is one word of 2 to 30 small letters and digits, which begins with a letter: notebook.";
  }
  if (taken.has(name)) return `${name} means something else here; take another word.`;
  const there = homes.map((home) => `${home}/${name}`).find((path) => existsSync(join(root, path)));
  return there === undefined ? null : `There is a room ${name} already: ${there}.`;
};

/** Makes a new text of a file out of its present one. */
type Edit = (text: string, file: string) => string;

const once = (text: string, anchor: string, file: string): void => {
  if (text.split(anchor).length !== 2) {
    throw new Error(`${file} no longer has the place where rooms are registered: ${anchor.trim()}`);
  }
};

const before =
  (anchor: string, added: string): Edit =>
  (text, file) => {
    once(text, anchor, file);
    return text.replace(anchor, () => `${added}${anchor}`);
  };

const after =
  (anchor: string, added: string): Edit =>
  (text, file) => {
    once(text, anchor, file);
    return text.replace(anchor, () => `${anchor}${added}`);
  };

type Doors = readonly (readonly [door: string, path: string])[];
type Exports = Readonly<Record<string, unknown>>;

const withDoors = (exports: Exports, entries: Doors, pathOf: (path: string) => string): Exports => {
  const { "./package.json": last, ...others } = exports;
  const rest: Record<string, unknown> = others;
  for (const [door, path] of entries) rest[door] = pathOf(path);
  return { ...rest, "./package.json": last };
};

/** Doors of a package: the source for the workspace, what is built for those who install it. */
const doors =
  (entries: Doors): Edit =>
  (text) => {
    const json = JSON.parse(text) as { exports: Exports; publishConfig: { exports: Exports } };
    json.exports = withDoors(json.exports, entries, (path) => `./src/${path}.ts`);
    json.publishConfig.exports = withDoors(
      json.publishConfig.exports,
      entries,
      (path) => `./dist/${path}.js`,
    );
    return `${JSON.stringify(json, null, 2)}\n`;
  };

const inAll =
  (...edits: readonly Edit[]): Edit =>
  (text, file) =>
    edits.reduce((made, edit) => edit(made, file), text);

const editsOf = (room: string, hasPlace: boolean): Readonly<Record<string, Edit>> => ({
  "packages/core/package.json": doors([[`./${room}`, `${room}/index`]]),
  "packages/react-widgets/package.json": doors([
    [`./${room}`, `${room}/index`],
    [`./${room}/element`, `${room}/define`],
  ]),
  "packages/edge/src/create.ts": inAll(
    after(
      'import { recordRoom } from "./record/index.ts";\n',
      `import { ${room}Room } from "./${room}/index.ts";\n`,
    ),
    before("    jobRoom(", `    ${room}Room(),\n`),
  ),
  "packages/react-widgets/scripts/styles.mjs": after('"pivot"', `, "${room}"`),
  "scripts/faults.ts": after("|pivot|", `${room}|`),
  ...(hasPlace
    ? {}
    : {
        "examples/portal/app/places.ts": inAll(
          before(
            'import type { Place } from "./place.ts";\n',
            `import { ${room} } from "../rooms/${room}.tsx";\n`,
          ),
          after("places: [integration, versioning, marketplace", `, ${room}`),
        ),
      }),
});

export interface RoomPlan {
  /** Texts of new files by path. */
  readonly files: Readonly<Record<string, string>>;
  /** New texts of files that are there. */
  readonly edits: Readonly<Record<string, string>>;
}

/**
 * The plan of a room: `files` to be written and `edits`, the new texts of files that are there, by path from the root. A
 * place of this name that the portal holds already, for a room to come, is left as it is.
 */
export const planRoom = (root: string, room: string): RoomPlan => {
  const refusal = refusalOf(root, room);
  if (refusal !== null) throw new Error(refusal);
  const Room = room.slice(0, 1).toUpperCase() + room.slice(1);
  const named = (text: string): string =>
    text.replaceAll("{{room}}", room).replaceAll("{{Room}}", Room);
  const place = `examples/portal/rooms/${room}.tsx`;
  const hasPlace = existsSync(join(root, place));
  const files: Record<string, string> = {};
  for (const entry of readdirSync(templates, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const from = join(entry.parentPath, entry.name);
    const path = relative(templates, from)
      .replaceAll("__room__", room)
      .replaceAll("__Room__", Room)
      .replace(/\.txt$/, "");
    if (path === place && hasPlace) continue;
    if (existsSync(join(root, path))) throw new Error(`${path} is there already.`);
    files[path] = named(readFileSync(from, "utf8"));
  }
  const edits: Record<string, string> = {};
  for (const [path, edit] of Object.entries(editsOf(room, hasPlace))) {
    edits[path] = edit(readFileSync(join(root, path), "utf8"), path);
  }
  return { files, edits };
};
