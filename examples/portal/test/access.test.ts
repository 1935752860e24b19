import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { examine, openBrowser, openPage, signInOnPage } from "./support/browser.ts";
import {
  dataFolder,
  sampleComplete,
  signedIn,
  startPortal,
  type RunningPortal,
} from "./support/portal.ts";

const data = dataFolder();
let portal: RunningPortal;
let browser: Browser;

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal(data.folder, "small"), openBrowser()]);
  await sampleComplete(portal.url);
});
afterAll(async () => {
  await browser.close();
  await portal.stop();
  data.remove();
});

interface Sets {
  readonly items: readonly {
    readonly name: string;
    readonly objects: Readonly<Record<string, readonly string[]>>;
  }[];
}

test("an administrator sees who gains a right, saves it, and it holds", async () => {
  const { page, complaints, close } = await openPage(browser, portal.url);
  await signInOnPage(page, "Mara Ellison");
  await page.getByRole("link", { name: "Access" }).click();
  await page.getByRole("button", { name: /^Support/ }).click();
  await page.getByRole("checkbox", { name: "Lead: Read", exact: true }).click();
  await page.getByText("Olivia Garrick").waitFor();
  await page.getByText("Lead: Read (none → some)").waitFor();
  expect((await examine(page)).violations).toEqual([]);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("checkbox", { name: "Lead: Read", exact: true }).waitFor();
  const admin = await signedIn(portal.url, "admin");
  const { items } = await admin.json<Sets>("GET", "/api/access/permission-sets?limit=50");
  expect(items.find(({ name }) => name === "Support")?.objects["lead"]).toEqual(["read"]);
  expect(complaints).toEqual([]);
  await close();
});

test("an administrator's own set stays as it is, and the refusal says why", async () => {
  const { page, close } = await openPage(browser, portal.url, "dark");
  await signInOnPage(page, "Mara Ellison");
  await page.getByRole("link", { name: "Access" }).click();
  await page.getByRole("button", { name: /^Administrator/ }).click();
  await page.getByRole("checkbox", { name: "Deal: Delete", exact: true }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const refusal = page.getByRole("alert").filter({ hasText: "Your changes are still here" });
  await refusal.waitFor();
  expect(await refusal.textContent()).toContain("Somebody else has to change");
  const cell = page.getByRole("checkbox", { name: "Deal: Delete, changed" });
  expect(await cell.getAttribute("aria-describedby")).not.toBeNull();
  await close();
});

test("access is not offered to who may not manage it, and its address says who can give it", async () => {
  const { page, close } = await openPage(browser, portal.url);
  await signInOnPage(page, "Daniel Okafor");
  expect(await page.getByRole("link", { name: "Access" }).count()).toBe(0);
  await page.goto("/access");
  await page.getByText("An administrator of Tallgrass Instruments can give you").waitFor();
  await close();
  expect.assertions(1);
});
