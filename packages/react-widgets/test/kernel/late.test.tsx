import { expect, test } from "vitest";
import { render } from "vitest-browser-react";

import { EnneadProvider } from "../../src/kernel/index.ts";
import { lateCode, useLateCode, type LateCode } from "../../src/kernel/late.ts";
import { NotLoaded } from "../../src/kernel/not-loaded.tsx";

const Part = ({ code, wanted = true }: { code: LateCode<string>; wanted?: boolean }) => {
  const { value, failures } = useLateCode(code, wanted);
  if (failures > 0) return <NotLoaded failures={failures} onRetry={code.load} />;
  return <p>{value ?? "on its way"}</p>;
};

test("code that could not be fetched can be fetched again, for all who wait for it", async () => {
  let broken = true;
  let asked = 0;
  const code = lateCode(() => {
    asked += 1;
    return broken
      ? Promise.reject(new TypeError("Failed to fetch dynamically imported module"))
      : Promise.resolve("loaded");
  });
  const screen = await render(
    <EnneadProvider baseUrl="" locale="de">
      <Part code={code} />
      <Part code={code} />
    </EnneadProvider>,
  );
  const retry = screen.getByRole("button", { name: "Erneut versuchen" });
  await expect.poll(() => retry.elements().length).toBe(2);
  expect(asked).toBe(1);
  broken = false;
  await retry.first().click();
  await expect.poll(() => screen.getByText("loaded").elements().length).toBe(2);
  expect(asked).toBe(2);
});

test("code that is not wanted is not fetched", async () => {
  let asked = 0;
  const code = lateCode(() => {
    asked += 1;
    return Promise.resolve("loaded");
  });
  const ui = (wanted: boolean) => (
    <EnneadProvider baseUrl="">
      <Part code={code} wanted={wanted} />
    </EnneadProvider>
  );
  const screen = await render(ui(false));
  expect(asked).toBe(0);
  await screen.rerender(ui(true));
  await expect.element(screen.getByText("loaded")).toBeVisible();
});

test("a second failure offers a new page: a browser may remember the first one", async () => {
  const code = lateCode<string>(() => Promise.reject(new TypeError("Failed to fetch")));
  const screen = await render(
    <EnneadProvider baseUrl="">
      <Part code={code} />
    </EnneadProvider>,
  );
  await screen.getByRole("button", { name: "Try again" }).click();
  await expect.element(screen.getByRole("button", { name: "Reload the page" })).toBeVisible();
});
