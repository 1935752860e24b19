import chromium from "@sparticuz/chromium";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: ["packages/{core,edge}/test/**/*.test.ts", "examples/portal/test/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "browser",
          include: ["packages/react-widgets/test/**/*.test.tsx"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: await chromium.executablePath(),
                args: ["--no-sandbox", "--headless=shell"],
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
