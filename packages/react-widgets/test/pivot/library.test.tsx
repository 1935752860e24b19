import { expect, test } from "vitest";
import type { RenderResult } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import { pathTo } from "../../src/pivot/builder/folder-path.ts";
import type { PivotReportValue } from "../../src/pivot/index.ts";
import { findings } from "../support/axe.ts";
import { mountPivot } from "../support/mount.tsx";
import { json, problem, testServer, type TestServer } from "../support/server.ts";
import { byRegion, byRegionAndStage } from "../support/specs.ts";

const reports = "/api/analytics/reports";
const folderPath = "/api/analytics/folders";

interface Kept {
  id: string;
  name: string;
  version: number;
  folderId: string | null;
  archivedAt: string | null;
  readonly updatedAt: string;
  spec: PivotReportValue["spec"];
  view: PivotReportValue["view"];
}

interface KeptFolder {
  readonly id: string;
  name: string;
  readonly parentId: string | null;
  version: number;
}

const report = (id: string, name: string, folderId: string | null = null): Kept => ({
  id,
  name,
  version: 1,
  folderId,
  archivedAt: null,
  updatedAt: "2025-01-20T09:00:00Z",
  ...byRegion,
});

const refused = (): Response => problem(412, "kernel/precondition-failed", "Changed.");

/** Keeps reports and folders like the edge, versions checked. */
const keeping = (): { readonly server: TestServer; readonly kept: readonly Kept[] } => {
  const server = testServer();
  const kept = [report("r1", "Kept"), report("r2", "Board", "f1")];
  const folders: KeptFolder[] = [{ id: "f1", name: "Sales", parentId: null, version: 1 }];
  server.answer(reports, () =>
    json({ items: kept.filter(({ archivedAt }) => archivedAt === null), next: null }),
  );
  const serve = (one: Kept): void => {
    const at = `${reports}/${one.id}`;
    server.answer(at, ({ method, headers, body }) => {
      if (method === "GET") return json(one);
      if (headers.get("if-match") !== `W/"${one.version}"`) return refused();
      Object.assign(one, body, { version: one.version + 1 });
      return json(one);
    });
    const put = (archivedAt: string | null) => () => {
      Object.assign(one, { archivedAt, version: one.version + 1 });
      return json(one);
    };
    server.answer(`${at}/archive`, put("2025-02-01T00:00:00Z"));
    server.answer(`${at}/unarchive`, put(null));
    server.answer(`${at}/duplicate`, () => {
      const copy = { ...one, id: `${one.id}-copy`, name: `${one.name} (copy)`, folderId: null };
      kept.push(copy);
      serve(copy);
      return json(copy, 201);
    });
  };
  for (const one of kept) serve(one);
  const serveFolder = (one: KeptFolder): void =>
    server.answer(`${folderPath}/${one.id}`, ({ method, body }) => {
      if (method === "DELETE") {
        if (kept.some(({ folderId }) => folderId === one.id)) {
          return problem(422, "pivot/folder-not-empty", "The folder is not empty.");
        }
        folders.splice(folders.indexOf(one), 1);
        return new Response(null, { status: 204 });
      }
      Object.assign(one, body);
      return json(one);
    });
  for (const one of folders) serveFolder(one);
  server.answer(folderPath, ({ method, body }) => {
    if (method === "GET") return json({ items: folders, next: null });
    const made = { id: `f${folders.length + 1}`, version: 1, ...(body as object) } as KeptFolder;
    folders.push(made);
    serveFolder(made);
    return json(made, 201);
  });
  return { server, kept };
};

const dialog = () => page.getByRole("dialog", { name: "Reports" });
const button = (name: string | RegExp) => dialog().getByRole("button", { name, exact: true });
const names = (): string[] =>
  [...document.querySelectorAll("[aria-label=Reports] .ennead-list-text .ennead-link")].map(
    ({ textContent }) => textContent ?? "",
  );

const open = async (screen: RenderResult): Promise<void> => {
  await expect.element(screen.getByRole("heading", { name: "Kept" })).toBeVisible();
  await screen.getByRole("button", { name: "Reports" }).click();
  await page.getByRole("menuitem", { name: "All reports and folders…" }).click();
  await expect.element(dialog()).toBeVisible();
};

test("a folder is made, a report moved into it, and both are found again", async () => {
  const { server, kept } = keeping();
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await open(screen);
  await expect.poll(names).toEqual(["Kept"]);
  await userEvent.fill(dialog().getByRole("textbox", { name: "Name of the folder" }), "Quarterly");
  await button("New folder").click();
  await expect.element(button("Rename Quarterly")).toBeVisible();
  await userEvent.selectOptions(
    dialog().getByRole("combobox", { name: "Folder of Kept" }),
    "Quarterly",
  );
  await expect.element(dialog().getByText("Kept was moved")).toBeVisible();
  await expect.poll(names).toEqual([]);
  await button("Quarterly").click();
  await expect.poll(names).toEqual(["Kept"]);
  await button("All reports").click();
  await userEvent.fill(dialog().getByRole("searchbox", { name: "Search reports" }), "bo");
  await expect.poll(names).toEqual(["Board"]);
  await page.getByRole("button", { name: "Close" }).click();
  // The open report has learnt of its new version: saving it meets no conflict.
  await screen.getByRole("button", { name: "Remove Close date · Year" }).click();
  await screen.getByRole("button", { name: "Save", exact: true }).click();
  await expect.poll(() => kept[0]?.spec.cols).toEqual([]);
  expect(kept[0]?.version).toBe(3);
});

test("a folder is renamed; one that holds something stays", async () => {
  const { server } = keeping();
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await open(screen);
  await button("Rename Sales").click();
  const field = dialog().getByRole("textbox", { name: "Name of the folder" }).first();
  await userEvent.fill(field, "Selling");
  await userEvent.keyboard("{Enter}");
  await button("Delete Selling").click();
  await button("Delete").click();
  await expect.element(dialog().getByText("The folder is not empty.")).toBeVisible();
});

test("a report is duplicated, archived and brought back", async () => {
  const { server } = keeping();
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await open(screen);
  await button("Duplicate Kept").click();
  await expect.poll(names).toEqual(["Kept", "Kept (copy)"]);
  await button("Archive Kept (copy)").click();
  await expect.element(dialog().getByText(/its mails rest/)).toBeVisible();
  await expect.poll(names).toEqual(["Kept"]);
  server.answer(reports, ({ path }) =>
    json({
      items: path === reports ? [{ ...report("r1-copy", "Kept (copy)"), archivedAt: "2025" }] : [],
      next: null,
    }),
  );
  await dialog().getByRole("checkbox", { name: "Archived" }).click();
  await expect.poll(names).toEqual(["Kept (copy)"]);
  await button("Bring back Kept (copy)").click();
  await expect.element(dialog().getByText("Kept (copy) is back")).toBeVisible();
});

test("a report with changes is not moved away beneath them", async () => {
  const { server } = keeping();
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await screen.getByRole("button", { name: "Remove Close date · Year" }).click();
  await open(screen);
  await expect.element(dialog().getByText(/Save or undo your changes/)).toBeVisible();
  await expect.element(dialog().getByRole("combobox", { name: "Folder of Kept" })).toBeDisabled();
  // Another one is opened only after the question what becomes of them.
  await userEvent.fill(dialog().getByRole("searchbox", { name: "Search reports" }), "Board");
  await button("Open Board").click();
  await page.getByRole("button", { name: "Discard them and open" }).click();
  await expect.element(screen.getByRole("heading", { name: "Board" })).toBeVisible();
});

const withVersions = (): TestServer => {
  const { server, kept } = keeping();
  const [one] = kept;
  const at = `${reports}/r1/versions`;
  const saved = { savedBy: "u1", savedAt: "2025-01-10T09:00:00Z" };
  server.answer("/api/access/users", () =>
    json({ items: [{ id: "u1", name: "Ada Byron" }], next: null }),
  );
  server.answer(at, () =>
    json({
      items: [2, 1].map((version) => ({ version, name: `Kept ${version}`, ...saved })),
    }),
  );
  if (one !== undefined) one.version = 2;
  const old = { version: 1, name: "Kept 1", description: null, ...byRegionAndStage, ...saved };
  server.answer(`${at}/1`, () => json(old));
  server.answer(`${at}/2`, () => json({ ...old, spec: { version: 2, layers: [] } }));
  server.answer(`${at}/1/restore`, () => {
    if (one !== undefined) Object.assign(one, byRegionAndStage, { version: 3 });
    return json(one);
  });
  return server;
};

const chips = (): string[] =>
  [...document.querySelectorAll(".ennead-pivot-entry-label")].map(
    ({ textContent }) => textContent ?? "",
  );

const openVersions = async (screen: RenderResult) => {
  await expect.element(screen.getByRole("heading", { name: "Kept" })).toBeVisible();
  await screen.getByRole("button", { name: "Reports" }).click();
  await page.getByRole("menuitem", { name: "Versions…" }).click();
  const shown = page.getByRole("dialog", { name: "Versions of Kept" });
  await expect.element(shown.getByText(/saved by Ada Byron/).first()).toBeVisible();
  return shown;
};

test("an old version is looked at without being saved, and undo goes back", async () => {
  const server = withVersions();
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  const shown = await openVersions(screen);
  await shown.getByRole("button", { name: "Look at Version 2" }).click();
  await expect.element(shown.getByText(/cannot be shown here/)).toBeVisible();
  await shown.getByRole("button", { name: "Look at Version 1" }).click();
  await expect.poll(chips).toEqual(["Region", "Stage", "Sum of Amount"]);
  await screen.getByRole("button", { name: "Undo" }).click();
  await expect.poll(chips).toEqual(["Region", "Close date · Year", "Sum of Amount"]);
  expect(server.seen.some(({ method }) => method !== "GET")).toBe(false);
});

test("an old version becomes the newest one", async () => {
  const { screen } = await mountPivot({ reportId: "r1" }, {}, withVersions());
  const shown = await openVersions(screen);
  await shown.getByRole("button", { name: "Restore Version 1" }).click();
  await shown.getByRole("button", { name: "Restore", exact: true }).click();
  await expect.poll(chips).toEqual(["Region", "Stage", "Sum of Amount"]);
  await expect
    .element(screen.getByRole("button", { name: "Save", exact: true }))
    .toHaveAttribute("aria-disabled", "true");
});

test.each([
  ["light", "en"],
  ["dark", "de"],
] as const)(
  "axe finds nothing in reports, folders and versions (%s, %s)",
  async (theme, locale) => {
    const { screen } = await mountPivot({ reportId: "r1" }, { theme, locale }, withVersions());
    await expect.element(screen.getByRole("heading", { name: "Kept" })).toBeVisible();
    await screen.getByRole("button", { name: /^(Reports|Berichte)$/ }).click();
    await page.getByRole("menuitem", { name: /folders|Ordner/ }).click();
    await expect
      .element(page.getByRole("button", { name: /Archive Kept|archivieren/ }))
      .toBeVisible();
    expect(await findings()).toEqual([]);
    await page.getByRole("button", { name: /^(Close|Schließen)$/ }).click();
    await screen.getByRole("button", { name: /^(Reports|Berichte)$/ }).click();
    await page.getByRole("menuitem", { name: /^Version/ }).click();
    await expect.element(page.getByText(/Ada Byron/).first()).toBeVisible();
    expect(await findings()).toEqual([]);
  },
);

const folder = (id: string, parentId: string | null) => ({
  id,
  parentId,
  name: id,
  ownerId: "u1",
  version: 1,
  createdAt: "",
  updatedAt: "",
});

test("a circle of folders does not trap the way up", () => {
  const folders = [folder("a", null), folder("b", "a"), folder("c", "d"), folder("d", "c")];
  const ids = (id: string | null): string[] => pathTo(folders, id).map((one) => one.id);
  expect(ids("b")).toEqual(["a", "b"]);
  expect(ids("c")).toEqual(["d", "c"]);
  expect(ids(null)).toEqual([]);
});
