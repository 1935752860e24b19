import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import { defineEnneadImpersonationBanner } from "../../src/access/impersonation/element.tsx";
import { ImpersonationBanner, ImpersonationForm } from "../../src/access/index.ts";
import type { EnneadProviderProps } from "../../src/kernel/index.ts";
import { ada, bob, sharing } from "../sharing/share-server.ts";
import { findings } from "../support/axe.ts";
import { withProvider } from "../support/mount.tsx";
import { json, problem, type SeenRequest, type TestServer } from "../support/server.ts";

const start = Date.UTC(2025, 1, 1);
const path = "/api/access/impersonation";

const isActing = ({ headers }: SeenRequest): boolean => headers.get("authorization") === "Bearer t";

const person = (to: string, name: string) => ({ id: to.slice(5), name, email: "", roles: [] });

const keeping = (mayAct = true): TestServer => {
  const { server } = sharing();
  let open = false;
  server.answer("/api/access/me", (request) => {
    if (isActing(request) && !open) return problem(401, "access/impersonation-ended", "Over.");
    const acts = isActing(request);
    return json({
      user: acts ? person(bob, "Bob Curie") : person(ada, "Ada Bach"),
      company: { id: "c1", name: "Acme", currency: "EUR", locale: "en", timeZone: "UTC" },
      permissions: { system: mayAct ? ["access.impersonate"] : [], objects: {} },
      impersonation: acts
        ? {
            id: "i1",
            actorId: ada.slice(5),
            actorName: "Ada Bach",
            reason: "Ticket 4711",
            allow: ["read"],
            endsAt: "2025-02-01T00:15:00Z",
          }
        : null,
    });
  });
  server.answer(path, () => {
    open = true;
    return json({ id: "i1", userId: bob.slice(5), token: "t" }, 201);
  });
  server.answer(`${path}/i1`, () => {
    open = false;
    return new Response(null, { status: 204 });
  });
  return server;
};

/** What another widget of the page remembers. */
const Remembered = (): ReactNode => {
  const queries = useQueryClient();
  const [seen, setSeen] = useState("");
  return (
    <button
      type="button"
      onClick={() =>
        setSeen(
          String(queries.getQueryCache().find({ queryKey: ["ennead", "secret"] })?.state.data),
        )
      }
    >
      remembered: {seen}
    </button>
  );
};

const Seed = (): ReactNode => {
  const queries = useQueryClient();
  return (
    <button type="button" onClick={() => queries.setQueryData(["ennead", "secret"], "of Ada")}>
      seed
    </button>
  );
};

const mount = async (server: TestServer, provider: Partial<EnneadProviderProps> = {}) => {
  await page.viewport(1000, 800);
  return render(
    withProvider(
      server,
      <>
        <ImpersonationBanner />
        <ImpersonationForm />
        <Remembered />
        <Seed />
      </>,
      provider,
    ),
  );
};

const begin = async (screen: Awaited<ReturnType<typeof mount>>): Promise<void> => {
  await userEvent.fill(screen.getByRole("combobox", { name: /Whom|Für wen/ }), "bob");
  await page.getByRole("option", { name: "Bob Curie" }).click();
  await userEvent.fill(screen.getByRole("textbox", { name: /Reason|Grund/ }), "Ticket 4711");
  await screen.getByRole("button", { name: /^(Start|Beginnen)$/ }).click();
};

test("one acts as somebody for a reason: all is asked by his token, nothing of before is left, and it ends at once", async () => {
  const server = keeping();
  let time = start;
  const screen = await mount(server, { now: () => time });
  await screen.getByRole("button", { name: "seed" }).click();
  await screen.getByRole("button", { name: "Start" }).click();
  await expect.element(screen.getByText("Choose whom you will act as.")).toBeVisible();
  await begin(screen);
  const banner = screen.getByRole("region", { name: "Acting as somebody else" });
  await expect.element(banner.getByText("Ada Bach acts as Bob Curie")).toBeVisible();
  await expect.element(banner.getByText("Reason: Ticket 4711")).toBeVisible();
  await expect.element(banner.getByRole("timer")).toHaveTextContent("15:00 left");
  time += 60_000;
  await expect.element(banner.getByRole("timer")).toHaveTextContent("14:00 left");
  expect(server.seen.find(({ method }) => method === "POST")?.body).toEqual({
    userId: bob.slice(5),
    reason: "Ticket 4711",
    minutes: 15,
    allow: ["read"],
  });
  await screen.getByRole("button", { name: /remembered/ }).click();
  await expect.element(screen.getByText("remembered: undefined")).toBeVisible();
  await expect.element(screen.getByText(/You act as somebody already/)).toBeVisible();
  await banner.getByRole("button", { name: "End now" }).click();
  await expect.element(banner).not.toBeInTheDocument();
  expect(
    server.seen.findLast(({ path: at }) => at === "/api/access/me")?.headers.get("authorization"),
  ).toBeNull();
  await expect.element(screen.getByRole("combobox", { name: "Whom" })).toBeVisible();
});

test("when its time is over one is oneself again", async () => {
  let time = start;
  const screen = await mount(keeping(), { now: () => time });
  await begin(screen);
  const banner = screen.getByRole("region", { name: "Acting as somebody else" });
  await expect.element(banner).toBeVisible();
  time += 15 * 60_000;
  await expect.element(banner).not.toBeInTheDocument();
});

test("who may not act as others is told who can allow it", async () => {
  const screen = await mount(keeping(false));
  await expect.element(screen.getByText(/You may not act as others/)).toBeVisible();
});

test("a page of its own token has the banner as an element, and hears of the end", async () => {
  const server = keeping();
  await server.fetch(`https://x.test${path}`, { method: "POST" });
  defineEnneadImpersonationBanner("test-impersonation-banner");
  const element = document.createElement("test-impersonation-banner");
  element.setAttribute("token", "t");
  Object.assign(element, { fetch: server.fetch });
  const ended = new Promise((heard) => {
    element.addEventListener("ennead-impersonation-end", heard, { once: true });
  });
  document.body.append(element);
  await expect.element(page.getByText("Ada Bach acts as Bob Curie")).toBeInTheDocument();
  // The clock of this page is not that of the test: its time is over.
  await ended;
  element.remove();
});

test.each([
  ["light", "en"],
  ["dark", "de"],
] as const)("axe finds nothing in form and banner (%s, %s)", async (theme, locale) => {
  const screen = await mount(keeping(), { theme, locale });
  await expect.element(screen.getByRole("combobox", { name: /Whom|Für wen/ })).toBeVisible();
  expect(await findings()).toEqual([]);
  await begin(screen);
  await expect.element(screen.getByText(/Ada Bach (acts as|handelt für) Bob Curie/)).toBeVisible();
  expect(await findings()).toEqual([]);
});
