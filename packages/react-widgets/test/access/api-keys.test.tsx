import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import { ApiKeys } from "../../src/access/index.ts";
import type { EnneadProviderProps } from "../../src/kernel/index.ts";
import { ada, sharing } from "../sharing/share-server.ts";
import { findings } from "../support/axe.ts";
import { withProvider } from "../support/mount.tsx";
import { json, problem, type TestServer } from "../support/server.ts";

const path = "/api/access/api-keys";
const old = {
  id: "k1",
  version: 1,
  prefix: "enn_abcd1234",
  name: "Nightly import",
  userId: ada.slice(5),
  scopes: ["read", "opportunity:export"],
  createdAt: "2025-01-01T00:00:00Z",
  expiresAt: "2025-06-01T00:00:00Z",
  revokedAt: null as string | null,
  lastUsedAt: "2025-01-30T08:00:00Z",
};

const keeping = (): TestServer => {
  const { server } = sharing();
  let keys = [old];
  server.answer("/api/access/me", () =>
    json({
      user: { id: ada.slice(5), name: "Ada Bach", email: "ada@acme.test", roles: [] },
      company: { id: "c1", name: "Acme", currency: "EUR", locale: "en", timeZone: "UTC" },
      permissions: {
        system: ["pivot.schedule"],
        objects: { opportunity: { actions: ["read", "export"], fields: {} } },
      },
      impersonation: null,
    }),
  );
  server.answer(path, ({ method, body }) => {
    if (method === "GET") return json({ items: keys, next: null });
    const made = {
      ...old,
      ...(body as object),
      id: "k2",
      lastUsedAt: null,
      prefix: "enn_new00000",
    };
    keys = [made as unknown as typeof old, ...keys];
    return json({ ...made, value: "enn_new00000_secret" }, 201);
  });
  server.answer(`${path}/k1`, () => {
    keys = keys.map((key) =>
      key.id === "k1" ? { ...key, revokedAt: "2025-02-01T00:00:00Z" } : key,
    );
    return new Response(null, { status: 204 });
  });
  return server;
};

const mount = async (server: TestServer, provider: Partial<EnneadProviderProps> = {}) => {
  await page.viewport(1000, 800);
  return render(withProvider(server, <ApiKeys />, provider));
};
const bodyOf = (server: TestServer): unknown =>
  server.seen.findLast(({ method }) => method === "POST")?.body;

test("a key is made with a name, an end and scopes; its value is shown once and copied", async () => {
  const server = keeping();
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const screen = await mount(server);
  await userEvent.fill(screen.getByRole("textbox", { name: "For what" }), "Export");
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Expires" }), "30");
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "The key may" }), "chosen");
  await screen.getByRole("button", { name: "Make a key" }).click();
  await expect.element(screen.getByText(/Choose at least one thing/)).toBeVisible();
  await screen.getByRole("group", { name: "opportunity" }).getByLabelText("export").click();
  await screen.getByLabelText("pivot.schedule").click();
  await screen.getByRole("button", { name: "Make a key" }).click();
  const value = screen.getByRole("textbox", { name: "Value of the key" });
  await expect.element(value).toHaveValue("enn_new00000_secret");
  expect(bodyOf(server)).toEqual({
    name: "Export",
    scopes: ["opportunity:export", "system:pivot.schedule"],
    expiresAt: "2025-03-02T23:59:00Z",
  });
  await screen.getByRole("button", { name: "Copy" }).click();
  await expect.element(screen.getByText("Copied")).toBeVisible();
  expect(write).toHaveBeenCalledWith("enn_new00000_secret");
  write.mockRestore();
  // The form begins anew: a second press makes no second key.
  await expect.element(screen.getByRole("textbox", { name: "For what" })).toHaveValue("");
});

test("keys are listed with their last use, and revoked when asked twice", async () => {
  const screen = await mount(keeping());
  await expect.element(screen.getByText(/enn_abcd1234….*last used Jan 30, 2025/)).toBeVisible();
  await screen.getByRole("button", { name: "Revoke Nightly import" }).click();
  await screen.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect.element(screen.getByText(/revoked on Feb 1, 2025/)).toBeVisible();
  await expect
    .element(screen.getByRole("button", { name: "Revoke Nightly import" }))
    .not.toBeInTheDocument();
});

test("what the server refuses is said in words, and the form keeps what was typed", async () => {
  const server = keeping();
  const screen = await mount(server);
  server.answer(path, ({ method }) =>
    method === "GET"
      ? json({ items: [], next: null })
      : problem(422, "access/grant-exceeds-own", "No."),
  );
  await userEvent.fill(screen.getByRole("textbox", { name: "For what" }), "Export");
  await screen.getByRole("button", { name: "Make a key" }).click();
  await expect.element(screen.getByText(/something that you may not do yourself/)).toBeVisible();
  await expect.element(screen.getByRole("textbox", { name: "For what" })).toHaveValue("Export");
});

test.each([
  ["light", "en"],
  ["dark", "de"],
] as const)("axe finds nothing on the page of keys (%s, %s)", async (theme, locale) => {
  const screen = await mount(keeping(), { theme, locale });
  await userEvent.selectOptions(
    screen.getByRole("combobox", { name: /The key may|Der Schlüssel darf/ }),
    "chosen",
  );
  await expect.element(screen.getByText("Nightly import")).toBeVisible();
  expect(await findings()).toEqual([]);
});
