import { useQuery } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";

import { EnneadProvider, useEnnead, useStrings } from "../../src/kernel/index.ts";
import { queryDefaults } from "../../src/kernel/queries.ts";
import { sentenceOf } from "../../src/kernel/say-error.ts";
import { kernelStrings } from "../../src/kernel/strings.ts";
import { answer, unreached } from "./fake-edge.ts";

const Reports = () => {
  const { client } = useEnnead();
  const strings = useStrings(kernelStrings);
  const { data, error } = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", "reports"],
    queryFn: ({ signal }) => client.pivot.list({ signal }),
  });
  if (error !== null) return <p role="alert">{sentenceOf(error, strings)}</p>;
  return <p>{data === undefined ? "loading" : `${data.items.length} reports`}</p>;
};

test("without a network a widget says so at once, and goes on when it is back", async () => {
  const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  globalThis.dispatchEvent(new Event("offline"));
  let sent = 0;
  const send = (): Promise<Response> => {
    sent += 1;
    return navigator.onLine ? Promise.resolve(answer({ items: [], next: null })) : unreached();
  };
  const screen = await render(
    <EnneadProvider baseUrl="" fetch={send} locale="en">
      <Reports />
    </EnneadProvider>,
  );
  await expect
    .element(screen.getByRole("alert"))
    .toHaveTextContent("You are offline. This goes on once you are connected.");
  expect(sent).toBe(1);
  online.mockReturnValue(true);
  globalThis.dispatchEvent(new Event("online"));
  await expect.element(screen.getByText("0 reports")).toBeVisible();
  online.mockRestore();
});
