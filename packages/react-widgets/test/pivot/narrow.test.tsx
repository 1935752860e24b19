import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { page } from "vitest/browser";

import { EnneadProvider } from "../../src/kernel/index.ts";
import { PivotReport } from "../../src/pivot/index.ts";
import { testServer } from "../support/server.ts";
import { byRegion } from "../support/specs.ts";

const boxOf = (selector: string): DOMRect | undefined =>
  document.querySelector(selector)?.getBoundingClientRect();

test("on a narrow screen the parts of the builder stand one above the other", async () => {
  await page.viewport(420, 860);
  await render(
    <div style={{ inlineSize: 380, blockSize: 700 }}>
      <EnneadProvider baseUrl="" fetch={testServer().fetch} locale="en" currency="EUR">
        <PivotReport defaultValue={byRegion} />
      </EnneadProvider>
    </div>,
  );
  await expect.element(page.getByRole("grid", { name: "Rows" })).toBeVisible();
  const parts = [".ennead-pivot-formulas", ".ennead-pivot-build", ".ennead-pivot-stage"];
  const boxes = parts.map((selector) => boxOf(selector));
  for (const [at, box] of boxes.slice(1).entries()) {
    expect(box?.top).toBeGreaterThanOrEqual(Math.floor(boxes[at]?.bottom ?? Number.NaN));
  }
});
