import { AxeBuilder } from "@axe-core/playwright";
import chromium from "@sparticuz/chromium";
import { chromium as playwright, type Browser, type Page } from "playwright-core";

/** The browser that the workspace brings along. */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ["--no-sandbox", "--headless=shell"],
  });

export interface WatchedPage {
  readonly page: Page;
  /** Violations of the content security policy and errors of scripts, as they were reported. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/** A page of its own session that notes down what the browser complains of. */
export const openPage = async (
  browser: Browser,
  url: string,
  colorScheme: "light" | "dark" = "light",
): Promise<WatchedPage> => {
  const context = await browser.newContext({
    baseURL: url,
    colorScheme,
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  await page.exposeFunction("noteViolation", (text: string) => {
    complaints.push(text);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const note = (globalThis as unknown as { noteViolation: (text: string) => void })
        .noteViolation;
      note(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on("pageerror", (error) => {
    complaints.push(error.message);
  });
  page.on("console", (message) => {
    if (/Content.Security.Policy|Trusted ?Type/i.test(message.text())) {
      complaints.push(message.text());
    }
  });
  return { page, complaints, close: () => context.close() };
};

/** Signs in on the page, by choosing the person. */
export const signInOnPage = async (page: Page, name: string): Promise<void> => {
  await page.goto("/");
  await page.getByRole("button", { name }).click();
  await page.getByRole("navigation", { name: "Systems" }).waitFor();
};

export interface AxeFindings {
  readonly violations: readonly string[];
  readonly incomplete: readonly string[];
  /** Places whose contrast was measured and found good. */
  readonly contrasts: number;
}

/** What axe finds on the whole page, each as `rule: targets`. */
export const examine = async (page: Page): Promise<AxeFindings> => {
  const results = await new AxeBuilder({ page }).analyze();
  const told = (found: typeof results.violations): readonly string[] =>
    found.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
    );
  return {
    violations: told(results.violations),
    incomplete: told(results.incomplete),
    contrasts: results.passes.find(({ id }) => id === "color-contrast")?.nodes.length ?? 0,
  };
};
