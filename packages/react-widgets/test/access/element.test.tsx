import { expect, test } from "vitest";
import { page } from "vitest/browser";

import { defineEnneadAccessManager } from "../../src/access/define.ts";
import { accessServer } from "../support/access.ts";

test("the element opens the part it is asked for, styled inside its shadow root, and tells what is open", async () => {
  defineEnneadAccessManager();
  const element = document.createElement("ennead-access-manager");
  element.setAttribute("part", "groups");
  element.setAttribute("locale", "en");
  Object.assign(element, { fetch: accessServer().fetch });
  const told: unknown[] = [];
  element.addEventListener("ennead-change", (event) => told.push((event as CustomEvent).detail));
  document.body.append(element);
  await page.getByRole("button", { name: /Field/ }).click();
  await expect.element(page.getByText("Group Trainees")).toBeVisible();
  expect(told).toEqual([{ part: "groups", group: "g1" }]);
  const list = element.shadowRoot?.querySelector(".ennead-access-list");
  expect(getComputedStyle(list ?? document.body).display).toBe("flex");
  element.remove();
});
