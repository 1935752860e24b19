import { expect, test } from "vitest";
import { render, type RenderResult } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import type { EnneadProviderProps } from "../../src/kernel/index.ts";
import { ShareDialog } from "../../src/kernel/sharing/ShareDialog.tsx";
import { findings } from "../support/axe.ts";
import { mountPivot, withProvider } from "../support/mount.tsx";
import { problem, json, type TestServer } from "../support/server.ts";
import { ada, bob, field, rep, sharing, type KeptShare } from "./share-server.ts";

const dialog = () => page.getByRole("dialog", { name: /Share Kept|Kept teilen/ });
const forever = { expiresAt: null, note: null };
const row = (name: string) => dialog().getByRole("listitem").filter({ hasText: name });

const mount = async (
  server: TestServer,
  provider: Partial<EnneadProviderProps> = {},
  { object = "pivot.report", id = "r1" } = {},
): Promise<RenderResult> => {
  await page.viewport(1000, 800);
  return render(
    withProvider(
      server,
      <ShareDialog object={object} id={id} name="Kept" isOpen onClose={() => undefined} />,
      provider,
    ),
  );
};

const add = async (search: string, name: string): Promise<void> => {
  const box = dialog().getByRole("combobox", { name: /Add people|Personen/ });
  await userEvent.fill(box, search);
  await page.getByRole("option", { name }).click();
};

test("a report is shared from its menu: who, how far, until when and why are saved as one set", async () => {
  const kept = sharing([{ to: bob, access: "read", ...forever }]);
  const { screen } = await mountPivot({ reportId: "r1" }, {}, kept.server);
  await expect.element(screen.getByRole("heading", { name: "Kept" })).toBeVisible();
  await screen.getByRole("button", { name: "Share" }).click();
  await page.getByRole("menuitem", { name: "Share with people…" }).click();
  await expect.element(row("Bob Curie")).toBeVisible();
  await add("field", "Field sales");
  await userEvent.selectOptions(dialog().getByLabelText("Level of Field sales"), "Editor");
  await userEvent.fill(dialog().getByLabelText("Last day of Field sales"), "2025-03-31");
  await userEvent.fill(dialog().getByLabelText("Note on Field sales"), " Quarter end ");
  expect(kept.written()).toEqual([]);
  await dialog().getByRole("button", { name: "Save" }).click();
  await expect.element(dialog().getByText("Saved. It holds at once.")).toBeVisible();
  expect(kept.written()).toEqual([
    {
      shares: [
        { to: bob, access: "read", ...forever },
        { to: field, access: "edit", expiresAt: "2025-03-31T23:59:59Z", note: "Quarter end" },
      ],
    },
  ]);
  await userEvent.keyboard("{Escape}");
  await expect.element(dialog()).not.toBeInTheDocument();
  await expect.poll(() => document.activeElement?.textContent).toBe("Share");
});

test("any record of an object is shared, with the company, roles and people", async () => {
  const kept = sharing([], { object: "opportunity", id: "o1" });
  await mount(kept.server, {}, { object: "opportunity", id: "o1" });
  await expect.element(dialog().getByText("Shared with nobody yet.")).toBeVisible();
  await add("acme", "Acme");
  await add("sales rep", "Sales rep");
  await add("bob@", "Bob Curie");
  await dialog().getByRole("button", { name: "Save" }).click();
  await expect.poll(() => kept.shares().map(({ to }) => to)).toEqual(["company", rep, bob]);
});

test("whom to add is found by keyboard alone, and is not offered twice", async () => {
  const kept = sharing([{ to: bob, access: "read", ...forever }]);
  await mount(kept.server);
  const search = dialog().getByRole("combobox", { name: /Add people/ });
  await userEvent.click(search);
  await userEvent.keyboard("b");
  await expect.element(page.getByRole("option", { name: "Ada Bach" })).toBeVisible();
  await expect.element(page.getByRole("option", { name: "Bob Curie" })).not.toBeInTheDocument();
  // Who may not sign in is not offered either.
  await userEvent.keyboard("{ArrowDown}{Enter}");
  await expect.element(row("Ada Bach")).toBeVisible();
  await expect.element(search).toHaveFocus();
  await expect.element(search).toHaveValue("");
});

test("one share is taken back, the others are sent as they were", async () => {
  const old: KeptShare = { to: ada, access: "full", expiresAt: "2025-01-31T10:00:00Z", note: "x" };
  const kept = sharing([old, { to: bob, access: "read", ...forever }]);
  await mount(kept.server);
  await expect.element(row("Ada Bach").getByText(/ended on Jan 31, 2025/)).toBeVisible();
  await dialog().getByRole("button", { name: "Remove Bob Curie" }).click();
  await dialog().getByRole("button", { name: "Undo changes" }).click();
  await dialog().getByRole("button", { name: "Remove Bob Curie" }).click();
  await dialog().getByRole("button", { name: "Save" }).click();
  await expect.poll(kept.written).toEqual([{ shares: [old] }]);
});

test("what somebody else shared in the meantime stays", async () => {
  const kept = sharing([{ to: bob, access: "read", ...forever }]);
  await mount(kept.server);
  await add("ada", "Ada Bach");
  kept.set([
    { to: bob, access: "edit", ...forever },
    { to: field, access: "read", ...forever },
  ]);
  await dialog().getByRole("button", { name: "Save" }).click();
  await expect.poll(kept.shares).toEqual([
    { to: bob, access: "edit", ...forever },
    { to: field, access: "read", ...forever },
    { to: ada, access: "read", ...forever },
  ]);
});

test("when both changed the same share nothing is written until the reader has seen it", async () => {
  const kept = sharing([{ to: bob, access: "read", ...forever }]);
  await mount(kept.server);
  await userEvent.selectOptions(dialog().getByLabelText("Level of Bob Curie"), "Owner");
  kept.set([
    { to: bob, access: "edit", ...forever },
    { to: rep, access: "read", ...forever },
  ]);
  await dialog().getByRole("button", { name: "Save" }).click();
  await expect
    .element(
      dialog()
        .getByRole("alert")
        .filter({ hasText: /changed the shares of Bob Curie/ }),
    )
    .toBeVisible();
  expect(kept.written()).toEqual([]);
  await expect.element(row("Sales rep")).toBeVisible();
  await expect.element(dialog().getByLabelText("Level of Bob Curie")).toHaveValue("full");
  await dialog().getByRole("button", { name: "Save" }).click();
  await expect.poll(kept.shares).toEqual([
    { to: bob, access: "full", ...forever },
    { to: rep, access: "read", ...forever },
  ]);
});

test("what the server has against one share is said at its line, and the draft stays", async () => {
  const kept = sharing([{ to: bob, access: "read", ...forever }]);
  await mount(kept.server);
  await add("field", "Field sales");
  await userEvent.selectOptions(dialog().getByLabelText("Level of Field sales"), "Owner");
  kept.server.answer("/api/access/shares/pivot.report/r1", ({ method }) =>
    method === "PUT"
      ? json(
          {
            status: 403,
            code: "access/share-level",
            detail: "No.",
            errors: [{ pointer: "/shares/1/access", code: "access/share-level", message: "No." }],
          },
          403,
        )
      : json({
          items: [{ id: "s0", version: 1, to: bob, name: "Bob Curie", access: "read", ...forever }],
        }),
  );
  await dialog().getByRole("button", { name: "Save" }).click();
  await expect
    .element(row("Field sales").getByText("You may not give more than you have yourself."))
    .toBeVisible();
  await expect
    .element(dialog().getByLabelText("Level of Field sales"))
    .toHaveAttribute("aria-invalid", "true");
  await expect.element(dialog().getByText(/Nothing was saved/)).toBeVisible();
});

test("who sees it already is told with the reason, in the reader's language", async () => {
  await mount(sharing().server);
  await dialog().getByRole("button", { name: "Who can see it (2)" }).click();
  await expect
    .element(dialog().getByText("Visible because Bob Curie manages the owner Ada Bach."))
    .toBeVisible();
});

test("who may not share sees with whom it is shared, and changes nothing", async () => {
  const kept = sharing([{ to: bob, access: "edit", expiresAt: null, note: "For Q1" }], {
    manages: false,
  });
  kept.server.answer("/api/access/who-can-see/pivot.report/r1", () =>
    problem(403, "access/forbidden", "You may not share this."),
  );
  await mount(kept.server);
  await expect.element(dialog().getByText(/but not share it/)).toBeVisible();
  await expect.element(row("Bob Curie").getByText("Editor")).toBeVisible();
  await expect.element(dialog().getByRole("button", { name: "Save" })).not.toBeInTheDocument();
});

test("who does not look after groups shares with people, and asks for no groups", async () => {
  const kept = sharing([], { manages: false });
  await mount(kept.server);
  await add("bob", "Bob Curie");
  expect(kept.server.seen.some(({ path }) => path === "/api/access/groups")).toBe(false);
});

test.each([
  ["light", "en", 1000],
  ["dark", "de", 420],
] as const)("axe finds nothing in the dialog (%s, %s, %i wide)", async (theme, locale, width) => {
  const kept = sharing([
    { to: bob, access: "read", ...forever },
    { to: field, access: "edit", expiresAt: "2025-03-31T10:00:00Z", note: "Für März" },
  ]);
  await mount(kept.server, { theme, locale });
  await page.viewport(width, 900);
  await dialog()
    .getByRole("button", { name: /^(Who can see it|Wer es sehen kann)/ })
    .click();
  await expect.element(dialog().getByText(/Bob Curie manages|steht über/)).toBeVisible();
  expect(await findings()).toEqual([]);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(
    Math.max(width, document.body.scrollWidth),
  );
});

const refusal = {
  user: "0190a0c4-7b1e-7c3a-9f52-000000000002",
  action: "update",
  allow: false,
  reason: "scope",
  rule: "scope",
  text: "Refused because nothing gives Bob Curie the record to update.",
  tried: [
    { rule: "tenant", outcome: "passed", text: "All are of one company." },
    { rule: "scope", grant: "owner", outcome: "missing", text: "Bob Curie is not the owner." },
    { rule: "scope", outcome: "decided", text: "Nothing gives Bob Curie the record to update." },
  ],
  changes: ["Make Bob Curie the owner."],
  fields: {},
};

test.each([
  ["en", "Nothing gives Bob Curie the record to update.", "Make Bob Curie the owner."],
  ["de", "Kein Weg führt zu diesem Datensatz.", "Die Person zum Eigentümer machen."],
] as const)(
  "administrators ask why somebody may or may not, and come back to their draft (%s)",
  async (locale, decided, change) => {
    const kept = sharing();
    kept.server.answer("/api/access/explain/pivot.report/r1", () => json(refusal));
    await mount(kept.server, { locale });
    await add("ada", "Ada Bach");
    await dialog()
      .getByRole("button", { name: /^(Who can see it|Wer es sehen kann)/ })
      .click();
    await dialog()
      .getByRole("button", { name: /(Why|Warum) Bob Curie/ })
      .click();
    await expect.element(dialog().getByText(decided, { exact: true })).toBeVisible();
    await expect.element(dialog().getByText(change)).toBeVisible();
    await userEvent.selectOptions(dialog().getByRole("combobox"), "update");
    await expect.element(dialog().getByText(decided, { exact: true })).toBeVisible();
    expect(await findings()).toEqual([]);
    await dialog()
      .getByRole("button", { name: /Back to sharing|Zurück zum Teilen/ })
      .click();
    await expect.element(row("Ada Bach")).toBeVisible();
  },
);

test("who does not look after access is not offered the question why", async () => {
  await mount(sharing([], { manages: false }).server);
  await dialog().getByRole("button", { name: "Who can see it (2)" }).click();
  await expect.element(dialog().getByText(/manages the owner/)).toBeVisible();
  await expect.element(dialog().getByRole("button", { name: /^Why/ })).not.toBeInTheDocument();
});
