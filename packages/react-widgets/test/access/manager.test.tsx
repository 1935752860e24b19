import { expect, test, vi } from "vitest";
import { render, type RenderResult } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import { AccessManager, type AccessManagerProps } from "../../src/access/index.ts";
import type { EnneadProviderProps } from "../../src/kernel/index.ts";
import { accessServer, adminMe, type AccessServer } from "../support/access.ts";
import { findings } from "../support/axe.ts";
import { withProvider } from "../support/mount.tsx";
import { json, problem } from "../support/server.ts";

const mount = async (
  props: AccessManagerProps = { defaultValue: { part: "sets", set: "s2" } },
  provider: Partial<EnneadProviderProps> = {},
  server: AccessServer = accessServer(),
): Promise<{ readonly screen: RenderResult; readonly server: AccessServer }> => {
  await page.viewport(1200, 800);
  const screen = await render(withProvider(server, <AccessManager {...props} />, provider));
  return { screen, server };
};

const box = (name: string) => page.getByRole("checkbox", { name, exact: true });
const level = (name: string) => page.getByRole("radio", { name, exact: true });
const save = () => page.getByRole("button", { name: "Save", exact: true });

test("Space changes a right, and the effect is shown before it is saved", async () => {
  const { server } = await mount();
  await box("Deal: Delete").click();
  await expect.element(box("Deal: Delete, changed")).toBeChecked();
  await expect.element(page.getByText("1 change")).toBeVisible();
  await expect.element(page.getByText("Deal: Delete (none → some)")).toBeVisible();
  await expect.element(page.getByText("1 person gains Delete on 1 record of Deal")).toBeVisible();
  expect(server.sets[1]?.version).toBe(3);
  await save().click();
  await expect.poll(() => server.sets[1]?.objects["deal"]).toContain("delete");
  await expect.element(box("Deal: Delete")).toBeChecked();
  expect(server.seen.find(({ method }) => method === "PUT")?.headers.get("if-match")).toBe('W/"3"');
});

test("Shift and arrows mark a range, and Space changes all of it", async () => {
  await mount();
  await box("Account: Create").click();
  await userEvent.keyboard("{Shift>}{ArrowDown}{ArrowRight}{/Shift} ");
  // The right the focus is on decides for all: it was held.
  await expect.element(box("Deal: Read, changed")).not.toBeChecked();
  await expect.element(box("Account: Read, changed")).not.toBeChecked();
  await expect.element(box("Account: Create")).not.toBeChecked();
  await userEvent.keyboard("{Home}");
  await expect.element(box("Deal: Create")).toHaveFocus();
  await userEvent.keyboard("{Control>}{End}{/Control}");
  await expect.element(box("Deal: Change all")).toHaveFocus();
});

test("every right is seen beside the effect, without scrolling", async () => {
  const { screen } = await mount();
  await expect.element(box("Deal: Change all")).toBeVisible();
  const matrix = page.getByRole("grid", { name: "Rights of Sales" }).element();
  const frame = matrix.parentElement?.getBoundingClientRect();
  expect(matrix.getBoundingClientRect().right).toBeLessThanOrEqual(frame?.right ?? 0);
  const effect = screen.container.querySelector(".ennead-access-effect");
  expect(effect?.getBoundingClientRect().left).toBeGreaterThan(frame?.right ?? 0);
});

test("undo and redo go through the edits", async () => {
  await mount();
  await box("Deal: Delete").click();
  await userEvent.keyboard("{Control>}z{/Control}");
  await expect.element(box("Deal: Delete")).not.toBeChecked();
  await page.getByRole("button", { name: "Redo" }).click();
  await expect.element(box("Deal: Delete, changed")).toBeChecked();
});

test("a level of a field is a choice of its row", async () => {
  const { server } = await mount({ defaultValue: { part: "sets", set: "s2", object: "deal" } });
  await expect.element(level("Margin: Masked")).toBeChecked();
  await level("Margin: Hidden").click();
  await expect.element(level("Margin: Hidden, changed")).toBeChecked();
  await expect.element(level("Margin: Masked")).not.toBeChecked();
  await save().click();
  await expect.poll(() => server.sets[1]?.fields).toEqual({ deal: { margin: "none" } });
});

test("a conflict loses nothing: the edits come on top of what is stored now", async () => {
  const { server } = await mount();
  await box("Deal: Delete").click();
  Object.assign(server.sets[1] ?? {}, {
    version: 4,
    objects: { deal: ["read", "update", "export"], account: ["read"] },
  });
  await save().click();
  await expect.element(page.getByText(/Somebody else saved this meanwhile/).first()).toBeVisible();
  await expect.element(box("Deal: Export")).toBeChecked();
  await expect.element(box("Deal: Delete, changed")).toBeChecked();
  await save().click();
  await expect
    .poll(() => server.sets[1]?.objects["deal"])
    .toEqual(["read", "update", "export", "delete"]);
});

test("a set of one's own is refused at the cell, and the edit stays", async () => {
  await mount({ defaultValue: { part: "sets", set: "s1" } });
  await expect.element(page.getByText(/You hold this set yourself/)).toBeVisible();
  await box("Deal: Delete").click();
  await save().click();
  await expect.element(page.getByText(/Your changes are still here/)).toBeVisible();
  const cell = box("Deal: Delete, changed");
  await expect.element(cell).toBeChecked();
  await expect.element(cell).toHaveAccessibleDescription(/Somebody else has to change/);
});

test("unsaved edits are there when one comes back from another set", async () => {
  await mount();
  await box("Deal: Delete").click();
  await page.getByRole("button", { name: /Administrator/ }).click();
  await expect.element(box("Deal: Delete")).not.toBeChecked();
  await page.getByRole("tab", { name: "Groups" }).click();
  await page.getByRole("tab", { name: "Permission sets" }).click();
  await page.getByRole("button", { name: /Sales.*Not saved/ }).click();
  await expect.element(box("Deal: Delete, changed")).toBeChecked();
});

test("a new set starts from another", async () => {
  const { server } = await mount({ defaultValue: { part: "sets" } });
  await page.getByRole("button", { name: "New set" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Field sales");
  await page.getByRole("combobox", { name: "Start from" }).selectOptions("Sales");
  await page.getByRole("button", { name: "Create" }).click();
  await expect.element(page.getByRole("textbox", { name: "Name" })).toHaveValue("Field sales");
  expect(server.sets[2]).toMatchObject({
    name: "Field sales",
    fields: { deal: { margin: "mask" } },
  });
});

test("people are found by set, and a circle of managers is told at the field", async () => {
  const { server } = await mount({ defaultValue: { part: "people" } });
  await page.getByRole("searchbox").fill("SALES");
  await expect.element(page.getByText("1 of 3")).toBeVisible();
  await page.getByRole("button", { name: /Priya/ }).click();
  const manager = page.getByRole("combobox", { name: "Manager" });
  await manager.selectOptions("Daniel Okafor");
  await save().click();
  await expect.element(manager).toHaveAccessibleDescription(/led by this user/);
  await expect.element(manager).toHaveValue("u3");
  await page.getByRole("button", { name: "Discard changes" }).click();
  await page.getByRole("checkbox", { name: "May sign in" }).click();
  await save().click();
  await expect.poll(() => server.users[1]?.active).toBe(false);
  expect(server.seen.findLast(({ method }) => method === "PATCH")?.body).toEqual({ active: false });
});

test("two people are compared", async () => {
  await mount({ defaultValue: { part: "people", user: "u2", compareWith: "u3" } });
  const table = page.getByRole("region", { name: "Compare with" });
  await expect.element(table.getByRole("row", { name: "Deal: Read all none" })).toBeVisible();
  await expect.element(table.getByRole("row", { name: /Download reports.*Granted/ })).toBeVisible();
});

test("a group shows the members of groups in it, and takes new ones", async () => {
  const { server } = await mount({ defaultValue: { part: "groups", group: "g1" } });
  await expect.element(page.getByText("Group Trainees")).toBeVisible();
  await expect.element(page.getByText("2 people in all")).toBeVisible();
  await page.getByRole("combobox", { name: "Person or group" }).selectOptions("Mara Ellison");
  await save().click();
  await expect
    .poll(() => server.seen.find(({ method }) => method === "PATCH")?.body)
    .toEqual({ members: ["user:u2", "group:g2", "user:u1"] });
});

test("a review is copied as CSV that runs nothing", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await mount({ defaultValue: { part: "review" } });
  const people = page.getByRole("region", { name: "People and what they hold", exact: true });
  await people.getByRole("button", { name: "Copy as CSV" }).click();
  expect(write.mock.calls[0]?.[0]).toContain(`"'=Mara"`);
  await expect.element(page.getByText("1 row copied")).toBeInTheDocument();
  write.mockRestore();
});

test("who may not manage access is told who can give the right", async () => {
  const server = accessServer();
  server.answer("/api/access/me", () =>
    json({ ...adminMe, permissions: { system: [], objects: {} } }),
  );
  await mount({}, {}, server);
  await expect.element(page.getByText(/An administrator of Acme/)).toBeVisible();
  expect(server.seen.map(({ path }) => path)).toEqual(["/api/access/me"]);
  expect(await findings()).toEqual([]);
});

test("a failure says so and can be tried again", async () => {
  const server = accessServer();
  server.answer("/api/access/vocabulary", () => problem(422, "kernel/broken", "Broken."));
  await mount({}, {}, server);
  await expect.element(page.getByText("Broken.")).toBeVisible();
  server.answer("/api/access/vocabulary", () => json({ objects: [], rights: [], system: [] }));
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.element(page.getByText("Choose a permission set")).toBeVisible();
});

test("in right-to-left the arrow to the left goes on", async () => {
  await mount(undefined, { locale: "ar" });
  await box("Account: Create").click();
  await userEvent.keyboard("{ArrowLeft}");
  await expect.element(box("Account: Read")).toHaveFocus();
});

test("German texts", async () => {
  await mount(undefined, { locale: "de" });
  await expect.element(page.getByRole("tab", { name: "Berechtigungssätze" })).toBeVisible();
  await page.getByRole("checkbox", { name: "Deal: Löschen", exact: true }).click();
  await expect.element(page.getByText("1 Änderung")).toBeVisible();
});

const parts = [
  ["sets", "Deal: Read"],
  ["people", "What this person may do"],
  ["groups", "Group Trainees"],
  ["records", "Nothing is denied."],
  ["review", "Daniel Okafor holds no permission set."],
] as const;

test.for(["light", "dark"] as const)("axe finds nothing in any part, %s", async (theme) => {
  await mount({ defaultValue: { part: "sets", set: "s2", user: "u2", group: "g1" } }, { theme });
  await box("Deal: Delete").click();
  await expect.element(page.getByText("Deal: Delete (none → some)")).toBeVisible();
  for (const [part, seen] of parts) {
    await page
      .getByRole("tab")
      .nth(parts.findIndex(([name]) => name === part))
      .click();
    const shown = part === "sets" ? box(seen) : page.getByText(seen).first();
    await expect.element(shown).toBeVisible();
    expect(await findings()).toEqual([]);
  }
});

test("on a narrow screen nothing is wider than the screen", async () => {
  await mount();
  await page.viewport(420, 860);
  await expect.element(box("Deal: Read")).toBeInTheDocument();
  const widget = document.querySelector(".ennead-access");
  expect(widget?.scrollWidth).toBeLessThanOrEqual(widget?.clientWidth ?? 0);
});
