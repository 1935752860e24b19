import type { PivotResultJson, PivotSpec } from "@ennead/core/pivot";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  drawnContrasts,
  examine,
  openBrowser,
  openBuilder,
  openPage,
  signInOnPage,
  useField,
  type WatchedPage,
} from "./support/browser.ts";
import { readGrid } from "./support/grid.ts";
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
let watched: WatchedPage | undefined;

beforeAll(async () => {
  [portal, browser] = await Promise.all([startPortal(data.folder, "small"), openBrowser()]);
  await sampleComplete(portal.url);
});
afterAll(async () => {
  await browser.close();
  await portal.stop();
  data.remove();
});

/** Two cores may be busy with other things. */
const patient = { timeout: 20_000 };

/** A page that is closed again, whose complaints are part of what is expected. */
const onPage = async (
  scheme: "light" | "dark",
  name: string,
  body: (page: Page) => Promise<void>,
): Promise<void> => {
  watched = await openPage(browser, portal.url, scheme);
  try {
    await signInOnPage(watched.page, name);
    await body(watched.page);
    expect(watched.complaints).toEqual([]);
  } finally {
    await watched.close();
  }
};

const run = async (user: string, spec: PivotSpec): Promise<PivotResultJson> =>
  (await signedIn(portal.url, user)).json("POST", "/api/analytics/reports/run", { spec });

/** Amounts of every row in the order of the result, then the grand total. */
const totalsOf = ({ rows, cells }: PivotResultJson): readonly number[] => {
  const byRow = new Map(
    cells.filter(([, col]) => col === 0).map(([row, , , value]) => [row, Number(value)]),
  );
  return [...rows.nodes.slice(1), ...rows.nodes.slice(0, 1)].map(
    ({ index }) => byRow.get(index) ?? 0,
  );
};

const byStage: PivotSpec = {
  version: 1,
  source: "opportunity",
  rows: [{ name: "stage", field: "stage" }],
  cols: [],
  values: [{ name: "amount", agg: "sum", field: "amount", currency: "amount.currency" }],
};

describe("the report builder in the portal", () => {
  test("gives by menu the numbers that the API gives", async () => {
    await onPage("light", "Mara Ellison", async (page) => {
      await openBuilder(page);
      await useField(page, "Stage", "Add to rows");
      await useField(page, "Amount", "Add to values");
      await expect
        .poll(async () => (await readGrid(page)).headers, patient)
        .toEqual(expect.arrayContaining([expect.stringContaining("Amount")]));
      const grid = await readGrid(page);
      const expected = totalsOf(await run("admin", byStage));
      expect(grid.rows.map(({ cells }) => cells.at(-1))).toEqual(expected);
    });
  });

  test("takes a field that is dragged to a well", async () => {
    await onPage("light", "Mara Ellison", async (page) => {
      await openBuilder(page);
      const field = page.getByRole("row", { name: "Lead source" });
      await field.dragTo(page.getByRole("grid", { name: "Rows" }));
      await page.getByRole("button", { name: "Options of Lead source" }).waitFor();
      const expected = await run("admin", {
        ...byStage,
        rows: [{ name: "source", field: "leadSource" }],
        values: [{ name: "records", agg: "records" }],
      });
      await expect
        .poll(async () => (await readGrid(page)).rows.map(({ cells }) => cells.at(-1)), patient)
        .toEqual(totalsOf(expected));
    });
  });

  test("saves a report, which the list shows and opens again", async () => {
    await onPage("light", "Priya Kulkarni", async (page) => {
      await openBuilder(page);
      await useField(page, "Region", "Add to rows");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("textbox", { name: "Name" }).fill("Deals by region");
      await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
      await page.waitForURL(/\/reports\/[0-9a-f-]{36}$/);
      await page.getByRole("link", { name: "All reports" }).click();
      await page.getByRole("link", { name: /Deals by region/ }).click();
      await page.getByRole("heading", { name: "Deals by region" }).waitFor();
      const shown = (await readGrid(page)).rows.at(-1);
      expect(shown).toEqual({ label: "Grand total", cells: [240] });
    });
  });

  test("shows each person the records that are his to see", async () => {
    const { total } = await (
      await signedIn(portal.url, "rep")
    ).json<{ total: number }>("GET", "/api/records/opportunity?limit=1&total=true");
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(240);
    await onPage("light", "Daniel Okafor", async (page) => {
      await openBuilder(page);
      await page.getByText(`${total} Opportunities`, { exact: true }).waitFor();
    });
  });

  test("tells those who may not see deals so", async () => {
    expect.hasAssertions();
    await onPage("light", "Olivia Garrick", async (page) => {
      await page.getByRole("link", { name: /Won revenue by quarter/ }).click();
      await page
        .getByText(/not allowed|no access|may not/i)
        .first()
        .waitFor();
    });
  });

  test("speaks the language of the other company, in its currency", async () => {
    await onPage("light", "Henrik Lund", async (page) => {
      await page.getByRole("link", { name: /Open pipeline/ }).click();
      await page.getByRole("button", { name: "Speichern" }).waitFor();
      await expect.poll(() => page.getByRole("treegrid").textContent(), patient).toContain("€");
    });
  });

  test("goes from the chart to the table and back without a complaint", async () => {
    await onPage("light", "Mara Ellison", async (page) => {
      await page.getByRole("link", { name: /Won revenue by quarter/ }).click();
      const drawing = page.locator(".ennead-pivot svg text").first();
      await drawing.waitFor();
      await page.getByRole("button", { name: "Table", exact: true }).click();
      await page.getByRole("treegrid").waitFor();
      await page.getByRole("button", { name: "Bar chart" }).click();
      await drawing.waitFor();
      expect(await page.getByRole("treegrid").count()).toBe(0);
    });
  });
});

describe("every page of the portal", () => {
  const clean = { violations: [], incomplete: [] };
  const places = [
    ["/reports", "Reports"],
    ["/forecasts", "Forecasts"],
    ["/territories", "Territories"],
    ["/approvals", "Approvals"],
    ["/data-import", "Data import"],
    ["/audit", "Audit log"],
    ["/integrations", "Integrations"],
    ["/api-versions", "API versions"],
    ["/marketplace", "Marketplace"],
  ] as const;

  test.each(["light", "dark"] as const)("is clean for axe, in %s", async (scheme) => {
    const signIn = await openPage(browser, portal.url, scheme);
    await signIn.page.goto("/");
    await signIn.page.getByRole("button", { name: "Mara Ellison" }).waitFor();
    const { contrasts, ...first } = await examine(signIn.page);
    expect(first).toEqual(clean);
    expect(contrasts).toBeGreaterThan(10);
    await signIn.close();

    await onPage(scheme, "Mara Ellison", async (page) => {
      for (const [path, label] of places) {
        await page.getByRole("link", { name: label }).first().click();
        await page.waitForURL(`**${path}`);
        await page.getByRole("heading", { name: label, level: 1 }).waitFor();
        const { contrasts: measured, ...found } = await examine(page);
        expect({ path, ...found }).toEqual({ path, ...clean });
        expect(measured).toBeGreaterThan(10);
      }
    });
  });

  test.each(["light", "dark"] as const)("is clean for axe with a table, in %s", async (scheme) => {
    await onPage(scheme, "Mara Ellison", async (page) => {
      // All rows of this one are in sight: of a row half under the total axe could not tell the contrast.
      await page.getByRole("link", { name: /Where won deals/ }).click();
      await page.getByRole("treegrid").waitFor();
      await page.getByRole("group", { name: "Report builder" }).waitFor();
      const { contrasts, ...found } = await examine(page);
      expect(found).toEqual(clean);
      expect(contrasts).toBeGreaterThan(10);
    });
  });

  test.each(["light", "dark"] as const)("is clean for axe with a chart, in %s", async (scheme) => {
    await onPage(scheme, "Mara Ellison", async (page) => {
      await page.getByRole("link", { name: /Open pipeline/ }).click();
      await page.getByRole("treegrid").waitFor();
      await page.getByRole("button", { name: "Bar chart" }).click();
      const texts = ".ennead-pivot svg text";
      await page.locator(texts).first().waitFor();
      // axe cannot tell what lies behind text of a drawing: that is measured here, the rest by axe.
      const { contrasts, ...found } = await examine(page, texts);
      expect(found).toEqual(clean);
      expect(contrasts).toBeGreaterThan(10);
      const drawn = await drawnContrasts(page, texts);
      expect(drawn.length).toBeGreaterThan(5);
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(4.5);
    });
  });

  test("follows the switch of colours, and keeps it", async () => {
    await onPage("light", "Mara Ellison", async (page) => {
      const background = (): Promise<string> =>
        page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await background();
      await page.getByText("Dark", { exact: true }).click({ force: true });
      await expect.poll(background, patient).not.toBe(light);
      const dark = await background();
      await page.reload();
      await page.getByRole("navigation", { name: "Systems" }).waitFor();
      expect(await background()).toBe(dark);
    });
  });

  test("lets one go: nothing is left of who was signed in", async () => {
    await onPage("light", "Mara Ellison", async (page) => {
      await page.getByRole("button", { name: /Mara Ellison/ }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "Sign in as" }).waitFor();
      await page.reload();
      await page.getByRole("heading", { name: "Sign in as" }).waitFor();
      expect((await page.request.get("/api/access/me")).status()).toBe(401);
    });
  });
});

test("a plain HTML page shows the element with the numbers of the API", async () => {
  watched = await openPage(browser, portal.url);
  const { page, complaints } = watched;
  await page.goto("/host-html/");
  await page.getByRole("treegrid").waitFor();
  const expected = await run("analyst", {
    ...byStage,
    rows: [{ name: "region", field: "region" }],
  });
  await expect
    .poll(async () => (await readGrid(page)).rows.map(({ cells }) => cells.at(-1)), patient)
    .toEqual(totalsOf(expected));
  expect(complaints).toEqual([]);
  await watched.close();
});
