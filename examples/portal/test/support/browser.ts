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

/** What axe finds on the whole page, or without what the selector names, each as `rule: targets`. */
export const examine = async (page: Page, without?: string): Promise<AxeFindings> => {
  // Text that a scrolled list hides by half has no contrast that axe could measure: show the whole page.
  await page.setViewportSize({ width: 1440, height: 1400 });
  const axe = new AxeBuilder({ page });
  const results = await (without === undefined ? axe : axe.exclude(without)).analyze();
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

/** Contrast ratios (WCAG 2.2, 1.4.3) of drawn texts against the first opaque background behind their drawing. */
export const drawnContrasts = (page: Page, selector: string): Promise<readonly number[]> =>
  page.locator(selector).evaluateAll((texts) => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    if (canvas === null) throw new Error("There is no canvas to read colours with.");
    const rgba = (color: string): readonly number[] => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- all of this runs in the page
    const luminance = (color: readonly number[]): number => {
      const [red = 0, green = 0, blue = 0] = color.map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (element: Element | null): readonly number[] => {
      if (element === null) return [255, 255, 255, 255];
      const color = rgba(getComputedStyle(element).backgroundColor);
      return color[3] === 255 ? color : behind(element.parentElement);
    };
    return texts.map((text) => {
      const [one, other] = [
        luminance(rgba(getComputedStyle(text).fill)),
        luminance(behind(text.parentElement)),
      ];
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    });
  });

/** Chooses a command of a field in the report builder. */
export const useField = async (page: Page, field: string, command: string): Promise<void> => {
  await page.getByRole("searchbox", { name: "Search fields" }).fill(field);
  await page.getByRole("button", { name: `Use ${field}`, exact: true }).click();
  await page.getByRole("menuitem", { name: command }).click();
};

/** Goes from the list of reports to a new one. */
export const openBuilder = async (page: Page): Promise<void> => {
  await page.getByRole("link", { name: "New report" }).click();
  await page.getByRole("group", { name: "Report builder" }).waitFor();
};
