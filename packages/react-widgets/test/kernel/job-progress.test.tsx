import { expect, onTestFinished, test } from "vitest";
import { render } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

// oxlint-disable-next-line import/no-unassigned-import
import "../../src/styles.css";
import { EnneadProvider, type EnneadProviderProps } from "../../src/kernel/index.ts";
// oxlint-disable-next-line import/no-unassigned-import
import "../../src/kernel/progress/define.ts";
import { JobProgress, type Job, type JobProgressProps } from "../../src/kernel/progress/index.ts";
import { findings } from "../support/axe.ts";
import { said } from "../support/table.ts";
import { answer, fakeEdge, openLine, refusal, unreached } from "./fake-edge.ts";

const base: Job = {
  id: "7",
  kind: "import.run",
  state: "running",
  progress: { done: 1234, total: 5000, phase: "Reading rows" },
  result: null,
  fault: null,
  createdAt: "2026-01-05T09:00:00.000Z",
  endedAt: null,
};

const ended = "2026-01-05T09:05:00.000Z";

/** An edge with this job; `tell` changes it and sends the change over the open stream. */
const edgeWith = (first: Job) => {
  let job = first;
  const line = openLine();
  let onCancel: () => Response | Promise<Response> = () => answer(job);
  const edge = fakeEdge((sent) => {
    if (sent.url.endsWith("/events")) return line.response;
    return sent.method === "POST" ? onCancel() : answer(job);
  });
  return {
    ...edge,
    tell: (change: Partial<Job>): void => {
      job = { ...job, ...change };
      line.send(`event: progress\ndata: ${JSON.stringify(job)}\n\n`);
    },
    cancelWith: (respond: () => Response | Promise<Response>): void => {
      onCancel = respond;
    },
  };
};

const show = (
  send: typeof fetch,
  props: Partial<JobProgressProps> = {},
  provider: Partial<EnneadProviderProps> = {},
) =>
  render(
    <main style={{ inlineSize: 420 }}>
      <EnneadProvider baseUrl="" fetch={send} locale="en" theme="light" {...provider}>
        <JobProgress jobId="7" title="Import of leads.csv" {...props} />
      </EnneadProvider>
    </main>,
  );

const bar = () => page.getByRole("progressbar");

test("running work says how far it is, in its phase, and moves as events come", async () => {
  const edge = edgeWith(base);
  await show(edge.fetch);
  await expect.element(bar()).toHaveAccessibleName("Import of leads.csv");
  await expect.element(bar()).toHaveAttribute("aria-valuenow", "24");
  await expect.element(page.getByText("1,234 of 5,000")).toBeVisible();
  await expect.element(page.getByText("Reading rows")).toBeVisible();
  expect(bar().element().getAttribute("aria-valuetext")).toBe(
    "In progress, 24%, Reading rows, 1,234 of 5,000",
  );
  edge.tell({ progress: { done: 4999, total: 5000, phase: "Writing" } });
  // What is not done is never called so.
  await expect.element(bar()).toHaveAttribute("aria-valuenow", "99");
  await expect.element(page.getByText("Writing")).toBeVisible();
});

test("numbers are written as the reader's language has it, and German is complete", async () => {
  const edge = edgeWith(base);
  await show(edge.fetch, {}, { locale: "de" });
  await expect.element(page.getByText("1.234 von 5.000")).toBeVisible();
  await expect.element(page.getByText("24 %")).toBeVisible();
  await expect.element(page.getByRole("button", { name: "Abbrechen" })).toBeVisible();
});

test("while nobody knows how much there is, the bar has no value", async () => {
  const edge = edgeWith({ ...base, progress: { done: 42, total: null, phase: null } });
  await show(edge.fetch);
  await expect.element(page.getByText("42", { exact: true })).toBeVisible();
  expect(bar().element().hasAttribute("aria-valuenow")).toBe(false);
  expect(bar().element().hasAttribute("data-indeterminate")).toBe(true);
});

test("work that waits says so", async () => {
  const edge = edgeWith({ ...base, state: "waiting", progress: null });
  await show(edge.fetch);
  await expect.element(page.getByText("Waiting to start")).toBeVisible();
});

test("done is said once to the host and to listeners, and there is nothing left to cancel", async () => {
  const edge = edgeWith(base);
  const heard: string[] = [];
  await show(edge.fetch, { onEnd: (job) => heard.push(job.state) });
  await expect.element(bar()).toHaveAttribute("aria-valuenow", "24");
  await expect.poll(said).toBe("Import of leads.csv: In progress");
  edge.tell({ state: "done", progress: { done: 5000, total: 5000, phase: null }, endedAt: ended });
  await expect.element(page.getByText("Done", { exact: true })).toBeVisible();
  await expect.element(bar()).toHaveAttribute("aria-valuenow", "100");
  await expect.poll(said).toBe("Import of leads.csv: Done");
  expect(heard).toEqual(["done"]);
  expect(page.getByRole("button").query()).toBeNull();
});

test("a failure is told by its code in the words of the room, else in the server's", async () => {
  const fault = { code: "import/bad-header", message: "The header has two columns of one name." };
  const edge = edgeWith({ ...base, state: "failed", fault, endedAt: ended });
  const screen = await show(edge.fetch);
  await expect
    .element(page.getByText("The header has two columns of one name.", { exact: true }))
    .toBeVisible();
  await expect.element(page.getByText("import/bad-header")).toBeVisible();
  await screen.unmount();
  await show(edge.fetch, { faultText: () => "Two columns are called the same." });
  await expect
    .element(page.getByText("Two columns are called the same.", { exact: true }))
    .toBeVisible();
});

test("cancelling asks once more, by keyboard too, and says when it is over", async () => {
  const edge = edgeWith(base);
  await show(edge.fetch);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect.element(page.getByRole("button", { name: "Go on" })).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  await expect.element(page.getByRole("button", { name: "Cancel" })).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByRole("group")).toHaveAccessibleName(/^Stop this work\?/);
  expect(edge.seen.some(({ method }) => method === "POST")).toBe(false);
  await page.getByRole("button", { name: "Stop it" }).click();
  await expect.element(page.getByRole("button", { name: "Cancelling…" })).toHaveFocus();
  const sent = edge.seen.filter(({ method }) => method === "POST");
  expect(sent.map(({ url }) => url)).toEqual(["/api/jobs/7/cancel"]);
  expect(sent[0]?.headers.get("idempotency-key")).toMatch(/^[0-9a-f]{32}$/);
  edge.tell({ state: "cancelled", endedAt: ended });
  await expect.element(page.getByText("Cancelled", { exact: true })).toBeVisible();
  expect(page.getByRole("button").query()).toBeNull();
});

test("who may not cancel is told so and may go on reading", async () => {
  const edge = edgeWith(base);
  edge.cancelWith(() => refusal(403, "access/forbidden"));
  await show(edge.fetch);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Stop it" }).click();
  await expect
    .element(page.getByRole("alert"))
    .toHaveTextContent("It could not be stopped. access/forbidden");
  await expect.element(bar()).toHaveAttribute("aria-valuenow", "24");
});

test("a host that does not want it cancelled leaves the button out", async () => {
  const edge = edgeWith(base);
  await show(edge.fetch, { cancellable: false });
  await expect.element(bar()).toHaveAttribute("aria-valuenow", "24");
  expect(page.getByRole("button").query()).toBeNull();
});

test("a lost connection keeps what is known and says so", async () => {
  let reachable = true;
  const line = openLine();
  const edge = fakeEdge((sent) => {
    if (!reachable) return unreached();
    return sent.url.endsWith("/events") ? line.response : answer(base);
  });
  await show(edge.fetch);
  await expect.element(bar()).toHaveAttribute("aria-valuenow", "24");
  reachable = false;
  line.break();
  await expect.element(page.getByText(/^Connection lost/)).toBeVisible();
  await expect.element(bar()).toHaveAttribute("aria-valuenow", "24");
  await expect.poll(said).toContain("Connection lost");
});

test("a job of somebody else, or none at all, is not shown", async () => {
  const edge = fakeEdge(() => refusal(404, "kernel/not-found"));
  await show(edge.fetch);
  await expect.element(page.getByText("This work cannot be shown")).toBeVisible();
  expect(page.getByRole("progressbar").query()).toBeNull();
  expect(page.getByRole("button").query()).toBeNull();
});

test("a reader who is signed out can sign in and try again", async () => {
  let signedIn = false;
  const edge = fakeEdge((sent) => {
    if (!signedIn) return refusal(401, "kernel/unauthenticated");
    return sent.url.endsWith("/events") ? openLine().response : answer(base);
  });
  await show(edge.fetch);
  await expect.element(page.getByText("Sign in to see how far this is")).toBeVisible();
  signedIn = true;
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.element(bar()).toHaveAttribute("aria-valuenow", "24");
});

test("another id is another job", async () => {
  const edge = fakeEdge((sent) => {
    const id = sent.url.split("/")[3] ?? "";
    return sent.url.endsWith("/events")
      ? openLine().response
      : answer({ ...base, id, progress: { done: Number(id), total: 10, phase: null } });
  });
  const ui = (id: string) => (
    <EnneadProvider baseUrl="" fetch={edge.fetch}>
      <JobProgress jobId={id} />
    </EnneadProvider>
  );
  const screen = await render(ui("2"));
  await expect.element(bar()).toHaveAttribute("aria-valuenow", "20");
  await screen.rerender(ui("9"));
  await expect.element(bar()).toHaveAttribute("aria-valuenow", "90");
  expect(edge.seen.find(({ url }) => url === "/api/jobs/2/events")?.signal?.aborted).toBe(true);
});

test("the element shows the same in its shadow root, and tells the page when it is over", async () => {
  const edge = edgeWith(base);
  const element = document.createElement("ennead-job-progress");
  onTestFinished(() => element.remove());
  element.setAttribute("job", "7");
  element.setAttribute("heading", "Import");
  element.setAttribute("locale", "de");
  Object.assign(element, { fetch: edge.fetch });
  const heard: unknown[] = [];
  element.addEventListener("ennead-job-end", (event) => heard.push((event as CustomEvent).detail));
  document.body.append(element);
  const inside = () => element.shadowRoot?.querySelector("[role=progressbar]");
  await expect.poll(() => inside()?.getAttribute("aria-valuenow")).toBe("24");
  edge.tell({ state: "done", endedAt: ended });
  await expect.poll(() => heard).toMatchObject([{ id: "7", state: "done" }]);
  expect(element.shadowRoot?.textContent).toContain("Fertig");
  // No taller than what is in it, unlike the widgets that fill a page.
  expect(element.getBoundingClientRect().height).toBeLessThan(200);
});

const states: readonly (readonly [name: string, job: Partial<Job>])[] = [
  ["running", {}],
  ["without an end", { progress: { done: 12, total: null, phase: null } }],
  ["waiting", { state: "waiting", progress: null }],
  ["done", { state: "done", endedAt: ended }],
  [
    "failed",
    {
      state: "failed",
      endedAt: ended,
      fault: { code: "import/bad-header", message: "Bad header." },
    },
  ],
  ["cancelled", { state: "cancelled", endedAt: ended }],
];

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing in any state, ${theme}`, async () => {
    document.body.style.background = theme === "dark" ? "#141518" : "#ffffff";
    for (const [, change] of states) {
      const edge = edgeWith({ ...base, ...change });
      // One state after the other, each in an empty page.
      /* oxlint-disable no-await-in-loop */
      const screen = await show(edge.fetch, {}, { theme });
      await expect.element(bar()).toBeVisible();
      await expect.poll(() => document.querySelector("[data-state=connecting]")).toBeNull();
      const cancel = page.getByRole("button", { name: "Cancel" });
      if (cancel.query() !== null) await cancel.click();
      expect(await findings()).toEqual([]);
      await screen.unmount();
      /* oxlint-enable no-await-in-loop */
    }
    document.body.style.background = "";
  });
}

test("axe finds nothing in a job that is not shown", async () => {
  await show(fakeEdge(() => refusal(404, "kernel/not-found")).fetch);
  await expect.element(page.getByText("This work cannot be shown")).toBeVisible();
  expect(await findings()).toEqual([]);
});
