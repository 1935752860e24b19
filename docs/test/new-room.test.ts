import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { planRoom, refusalOf } from "../../scripts/room/plan.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { files, edits } = planRoom(root, "notebook");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("a new room", () => {
  test("has a door, tests and pages in every package", () => {
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        ".changeset/notebook.md",
        "bench/notebook.ts",
        "conformance/notebook.ts",
        "docs/explanation/notebook.md",
        "docs/reference/notebook.md",
        "examples/portal/rooms/notebook.tsx",
        "packages/core/src/notebook/index.ts",
        "packages/core/test/notebook/note.test.ts",
        "packages/edge/src/notebook/commands.ts",
        "packages/edge/src/notebook/index.ts",
        "packages/edge/src/notebook/routes.ts",
        "packages/edge/src/notebook/store.ts",
        "packages/edge/src/notebook/tables.ts",
        "packages/edge/test/notebook/notebook.test.ts",
        "packages/react-widgets/src/notebook/NotebookNotes.tsx",
        "packages/react-widgets/src/notebook/element.tsx",
        "packages/react-widgets/src/notebook/notebook.css",
        "packages/react-widgets/src/notebook/strings.ts",
        "packages/react-widgets/test/notebook/notebook.test.tsx",
      ]),
    );
    for (const text of Object.values(files)) expect(text).not.toMatch(/\{\{|__room__|__Room__/);
  });

  test("is registered wherever rooms are, and nothing else is changed", () => {
    const added: Record<string, number> = {};
    const foreign: string[] = [];
    for (const [path, text] of Object.entries(edits)) {
      const before = new Set(read(path).split("\n"));
      const lines = text.split("\n").filter((line) => !before.has(line));
      added[path] = lines.length;
      foreign.push(...lines.filter((line) => !line.includes("notebook")));
    }
    expect(foreign).toEqual([]);
    expect(added).toEqual({
      "packages/core/package.json": 2,
      "packages/react-widgets/package.json": 4,
      "packages/edge/src/create.ts": 2,
      "packages/react-widgets/scripts/styles.mjs": 1,
      "scripts/faults.ts": 1,
      "examples/portal/app/places.ts": 2,
    });
  });

  test.each(["", "A", "Guest", "guest-book", "guest book", "1st", "../x", "a", "x".repeat(31)])(
    "is not called %j",
    (name) => {
      expect(refusalOf(root, name)).toContain("one word");
    },
  );

  test.each(["kernel", "test", "class", "data"])(
    "is not called %s, which means something",
    (name) => {
      expect(refusalOf(root, name)).toContain("means something else");
    },
  );

  test("does not take the name of one that is there", () => {
    const rooms = ["core", "edge", "react-widgets"]
      .flatMap((name) => readdirSync(join(root, "packages", name, "src"), { withFileTypes: true }))
      .filter((entry) => entry.isDirectory() && entry.name !== "kernel");
    expect(rooms.length).toBeGreaterThan(5);
    for (const { name } of rooms) {
      expect(refusalOf(root, name)).toContain(name);
      expect(() => planRoom(root, name)).toThrow(name);
    }
  });

  test("leaves a place that the portal holds for it as it is", () => {
    const plan = planRoom(root, "territory");
    expect(existsSync(join(root, "examples/portal/rooms/territory.tsx"))).toBe(true);
    expect(Object.keys(plan.files)).not.toContain("examples/portal/rooms/territory.tsx");
    expect(Object.keys(plan.edits)).not.toContain("examples/portal/app/places.ts");
  });
});
