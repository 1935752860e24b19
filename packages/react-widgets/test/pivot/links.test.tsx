import { expect, test, vi } from "vitest";
import type { RenderResult } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import { expiryOf } from "../../src/pivot/linking/link-expiry.ts";
import { findings } from "../support/axe.ts";
import { mountPivot } from "../support/mount.tsx";
import { reportPath, savedReport } from "../support/saved.ts";
import { json, problem, type TestServer } from "../support/server.ts";

const path = `${reportPath}/links`;

interface Kept {
  readonly id: string;
  readonly label: string;
  readonly expiresAt: string;
}

/** Keeps links like the edge, and forgets their tokens. */
const keeping = (first: readonly Kept[] = []): TestServer => {
  const server = savedReport();
  let links = [...first];
  const full = (link: Kept) => ({ ...link, ownerId: "u1", createdAt: "2025-01-20T09:00:00Z" });
  server.answer(path, ({ method, body }) => {
    if (method === "GET") return json({ items: links.map(full) });
    const link: Kept = { id: `l${links.length + 1}`, ...(body as Omit<Kept, "id">) };
    links = [...links, link];
    server.answer(`${path}/${link.id}`, () => {
      links = links.filter(({ id }) => id !== link.id);
      return new Response(null, { status: 204 });
    });
    const at = "/api/analytics/links/t0k3n";
    return json({ ...full(link), token: "t0k3n", path: at, page: `${at}/page` }, 201);
  });
  return server;
};

const dialog = () => page.getByRole("dialog", { name: "Links to Kept" });

const open = async (screen: RenderResult): Promise<void> => {
  await expect.element(screen.getByRole("heading", { name: "Kept" })).toBeVisible();
  await screen.getByRole("button", { name: "Share" }).click();
  await page.getByRole("menuitem", { name: "Links…" }).click();
  await expect.element(dialog()).toBeVisible();
};

test("a link is made with a name and an end, shown once, copied, listed and taken back", async () => {
  const server = keeping();
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await open(screen);
  await expect.element(dialog().getByText("There is no link yet.")).toBeVisible();
  await userEvent.fill(dialog().getByRole("textbox", { name: "For whom" }), "For the board");
  await userEvent.selectOptions(dialog().getByRole("combobox", { name: "Expires" }), "In 7 days");
  await dialog().getByRole("button", { name: "Make a link" }).click();
  const address = dialog().getByRole("textbox", { name: "Address of the link" });
  await expect.element(address).toHaveValue(`${location.origin}/api/analytics/links/t0k3n/page`);
  expect(server.seen.findLast(({ method }) => method === "POST")?.body).toEqual({
    label: "For the board",
    expiresAt: "2025-02-07T23:59:00Z",
  });
  await dialog().getByRole("button", { name: "Copy" }).click();
  await expect.element(dialog().getByText("Copied")).toBeVisible();
  expect(write).toHaveBeenCalledWith(`${location.origin}/api/analytics/links/t0k3n/page`);
  write.mockRestore();

  await dialog().getByRole("button", { name: "Take back: For the board" }).click();
  await expect.element(dialog().getByText(/will see nothing any more/)).toBeVisible();
  await dialog().getByRole("button", { name: "Keep it" }).click();
  expect(server.seen.some(({ method }) => method === "DELETE")).toBe(false);
  await dialog().getByRole("button", { name: "Take back: For the board" }).click();
  await dialog().getByRole("button", { name: "Take back", exact: true }).click();
  await expect.element(dialog().getByText("There is no link yet.")).toBeVisible();
  // What leads nowhere any more is not offered for copying.
  await expect.element(address).not.toBeInTheDocument();
  await expect.element(dialog().getByText("For the board was taken back")).toBeVisible();
});

test("where the browser keeps the clipboard to itself, the address is marked", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("no"));
  const { screen } = await mountPivot({ reportId: "r1" }, {}, keeping());
  await open(screen);
  await dialog().getByRole("button", { name: "Make a link" }).click();
  await dialog().getByRole("button", { name: "Copy" }).click();
  await expect.element(dialog().getByText(/copy the marked text yourself/)).toBeVisible();
  const field = dialog().getByRole("textbox", { name: "Address of the link" }).element();
  expect((field as HTMLInputElement).selectionEnd).toBe((field as HTMLInputElement).value.length);
  write.mockRestore();
});

test("a link that has expired is said to have, and a date that has passed is refused", async () => {
  const old = { id: "l1", label: "", expiresAt: "2025-01-31T10:00:00Z" };
  const { screen } = await mountPivot({ reportId: "r1" }, {}, keeping([old]));
  await open(screen);
  await expect.element(dialog().getByText(/^expired on Jan 31, 2025/)).toBeVisible();
  await userEvent.selectOptions(dialog().getByRole("combobox", { name: "Expires" }), "On a date…");
  await userEvent.fill(dialog().getByLabelText("Last day"), "2024-12-31");
  await dialog().getByRole("button", { name: "Make a link" }).click();
  await expect.element(dialog().getByText(/Choose a day from today on/)).toBeVisible();
});

test("what the server refuses is said in its words; who may not change the report makes no links", async () => {
  const server = keeping();
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await open(screen);
  server.answer(path, ({ method }) =>
    method === "GET"
      ? json({ items: [] })
      : problem(422, "pivot/too-many-links", "A report has at most 100 links."),
  );
  await dialog().getByRole("button", { name: "Make a link" }).click();
  await expect
    .element(dialog().getByRole("alert").getByText("A report has at most 100 links."))
    .toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  server.answer(path, () => problem(404, "kernel/not-found", "No."));
  await open(screen);
  await expect.element(dialog().getByText(/Only who may change a report/)).toBeVisible();
});

test("an unsaved report has no links yet", async () => {
  const { screen } = await mountPivot({ object: "opportunity" }, {}, keeping());
  await screen.getByRole("button", { name: "Share" }).click();
  await expect
    .element(page.getByRole("menuitem", { name: "Links…" }))
    .toHaveAttribute("aria-disabled", "true");
  await expect.element(page.getByText("Save the report first")).toBeVisible();
});

test("Escape closes the dialog and the focus is where it was", async () => {
  const { screen } = await mountPivot({ reportId: "r1" }, {}, keeping());
  await open(screen);
  await userEvent.keyboard("{Escape}");
  await expect.element(dialog()).not.toBeInTheDocument();
  await expect.poll(() => document.activeElement?.textContent).toBe("Share");
});

test("what is not saved is not in a link, and said so", async () => {
  const { screen } = await mountPivot({ reportId: "r1" }, {}, keeping());
  await screen.getByRole("button", { name: "Remove Close date · Year" }).click();
  await open(screen);
  await expect.element(dialog().getByText(/What you have changed since then/)).toBeVisible();
});

test.each([
  ["light", "en"],
  ["dark", "de"],
] as const)("axe finds nothing in the dialog of links (%s, %s)", async (theme, locale) => {
  const kept = { id: "l1", label: "Für alle", expiresAt: "2025-03-31T10:00:00Z" };
  const { screen } = await mountPivot({ reportId: "r1" }, { theme, locale }, keeping([kept]));
  await expect.element(screen.getByRole("heading", { name: "Kept" })).toBeVisible();
  await screen.getByRole("button", { name: /^(Share|Teilen)$/ }).click();
  await page.getByRole("menuitem", { name: /^Links/ }).click();
  await expect.element(page.getByText("Für alle", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: /^(Make a link|Link erstellen)$/ }).click();
  await expect.element(page.getByRole("button", { name: /^(Copy|Kopieren)$/ })).toBeVisible();
  expect(await findings()).toEqual([]);
});

test("a date ends when its day ends in the company's zone", () => {
  const now = Date.UTC(2025, 1, 1);
  expect(expiryOf("date", "2025-02-01", now, "America/New_York")).toBe("2025-02-02T04:59:59Z");
  expect(expiryOf("date", "2025-01-31", now, "Europe/Berlin")).toBeUndefined();
  expect(expiryOf("date", "2025-02-30", now, "UTC")).toBeUndefined();
});
