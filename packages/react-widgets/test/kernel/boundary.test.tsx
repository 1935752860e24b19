import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";

import { ErrorBoundary } from "../../src/kernel/index.ts";
import { withProvider } from "../support/mount.tsx";
import { testServer } from "../support/server.ts";

test("a crash stays inside its widget and can be tried again", async () => {
  // React reports what a boundary caught.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  let broken = true;
  const Fragile = () => {
    if (broken) throw new Error("broken");
    return <p>works</p>;
  };
  const heard: unknown[] = [];
  const screen = await render(
    withProvider(
      testServer(),
      <ErrorBoundary onError={(error) => heard.push(error)}>
        <Fragile />
      </ErrorBoundary>,
    ),
  );
  await expect.element(screen.getByText("This part stopped working")).toBeVisible();
  expect(heard).toHaveLength(1);
  broken = false;
  await screen.getByRole("button", { name: "Try again" }).click();
  await expect.element(screen.getByText("works")).toBeVisible();
});
