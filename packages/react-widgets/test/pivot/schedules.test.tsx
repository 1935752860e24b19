import { expect, test } from "vitest";
import type { RenderResult } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import {
  draftOfRule,
  newRule,
  ruleOfDraft,
  runsOf,
} from "../../src/pivot/scheduling/rule-draft.ts";
import { findings } from "../support/axe.ts";
import { mountPivot } from "../support/mount.tsx";
import { reportPath, savedReport } from "../support/saved.ts";
import { json, problem, type TestServer } from "../support/server.ts";

const path = `${reportPath}/schedules`;

const people = [
  { id: "u1", name: "Ada Byron", email: "ada@crm.example", active: true },
  { id: "u2", name: "Ben Okri", email: "ben@crm.example", active: true },
  { id: "u3", name: "Cleo Gone", email: "cleo@crm.example", active: false },
];

const held = {
  id: "s1",
  version: 4,
  ownerId: "u1",
  rule: { every: "week", on: [1, 5], at: "08:00", timeZone: "Europe/Berlin" },
  recipients: ["u1", "u2"],
  unsubscribed: ["u2"],
  formats: ["pdf"],
  condition: { value: "amount.sum", op: "<", than: "10" },
  skipEmpty: true,
  paused: false,
  pausedBy: null,
  nextAt: "2025-02-03T07:00:00Z",
  createdAt: "2025-01-01T00:00:00Z",
  updatedAt: "2025-01-01T00:00:00Z",
};

type Held = typeof held;

/** Keeps schedules like the edge: a change based on another version is refused. */
const keeping = (
  first: readonly Held[] = [],
  permissions: readonly string[] = ["pivot.schedule"],
): TestServer => {
  const server = savedReport();
  let list = [...first];
  server.answer("/api/access/me", () =>
    json({ user: people[0], permissions: { system: permissions, objects: {} } }),
  );
  server.answer("/api/access/users", () => json({ items: people, next: null }));
  server.answer(`${reportPath}/deliveries`, () => json({ items: [], next: null }));
  const keep = (one: Held): void =>
    server.answer(`${path}/${one.id}`, ({ method, headers, body }) => {
      const present = list.find(({ id }) => id === one.id) ?? one;
      if (headers.get("if-match") !== `W/"${present.version}"`) {
        return problem(412, "kernel/precondition-failed", "Changed.");
      }
      list = list.filter(({ id }) => id !== one.id);
      if (method === "DELETE") return new Response(null, { status: 204 });
      const next = { ...present, ...(body as Partial<Held>), version: present.version + 1 };
      list = [...list, next];
      return json(next);
    });
  for (const one of list) keep(one);
  server.answer(path, ({ method, body }) => {
    if (method === "GET") return json({ items: list });
    const made = { ...held, unsubscribed: [], ...(body as Partial<Held>), id: "s2", version: 1 };
    list = [...list, made];
    keep(made);
    return json(made, 201);
  });
  return server;
};

const dialog = () => page.getByRole("dialog", { name: "Mails of Kept" });
const button = (name: string | RegExp) => dialog().getByRole("button", { name });
const choose = (label: string, option: string): Promise<void> =>
  userEvent.selectOptions(dialog().getByRole("combobox", { name: label, exact: true }), option);

const open = async (screen: RenderResult): Promise<void> => {
  await expect.element(screen.getByRole("heading", { name: "Kept" })).toBeVisible();
  await screen.getByRole("button", { name: "Share" }).click();
  await page.getByRole("menuitem", { name: "Send by mail…" }).click();
  await expect.element(dialog()).toBeVisible();
};

const sent = ({ seen }: TestServer, method: string) =>
  seen.findLast((one) => one.method === method && one.path.startsWith(path));

test("a report is mailed every month to chosen people, when a number is low", async () => {
  const server = keeping();
  const { screen } = await mountPivot({ reportId: "r1" }, { timeZone: "Europe/Berlin" }, server);
  await open(screen);
  await expect.element(dialog().getByText("This report is not mailed yet.")).toBeVisible();
  await button("New schedule").click();
  await expect.element(dialog().getByText("Ada Byron (you)")).toBeVisible();
  await choose("Repeats", "Every month");
  await choose("On", "A weekday");
  await choose("Which", "Last");
  await choose("Weekday", "Friday");
  await userEvent.fill(dialog().getByLabelText("At", { exact: true }), "17:30");
  await expect.element(dialog().getByText(/Next mails: Feb 28, 2025, 5:30 PM/)).toBeVisible();
  await userEvent.fill(dialog().getByRole("searchbox", { name: "Search people" }), "BEN@");
  await userEvent.keyboard("{Enter}");
  await button("Remove Ada Byron (you)").click();
  await dialog().getByRole("checkbox", { name: "CSV" }).click();
  await dialog().getByRole("checkbox", { name: "XLSX" }).click();
  await choose("Send only if the total of", "Sum of Amount");
  await button("Save the schedule").click();
  await expect.element(dialog().getByText("Enter a number for the condition.")).toBeVisible();
  await userEvent.fill(dialog().getByRole("textbox", { name: "Number" }), "1,000.50");
  await button("Save the schedule").click();
  await expect.element(dialog().getByText("Schedule saved")).toBeVisible();
  expect(sent(server, "POST")?.body).toEqual({
    rule: {
      every: "month",
      at: "17:30",
      timeZone: "Europe/Berlin",
      day: { weekday: 5, nth: -1 },
    },
    recipients: ["u2"],
    formats: ["pdf", "csv"],
    condition: { value: "amount.sum", op: "<", than: "1000.50" },
    skipEmpty: true,
  });
  await expect
    .element(dialog().getByText("Every month, on the last Friday, at 17:30 (Europe/Berlin)"))
    .toBeVisible();
});

test("a schedule is told in words, paused, resumed, tested and deleted", async () => {
  const server = keeping([held]);
  server.answer(`${path}/s1/test`, () => json({ id: "d1" }, 202));
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await open(screen);
  const title = "Every Monday and Friday at 08:00 (Europe/Berlin)";
  await expect.element(dialog().getByText(title)).toBeVisible();
  await expect
    .element(
      dialog().getByText(
        "to Ada Byron and Ben Okri · with PDF · only if Sum of Amount less than 10 · not when empty · unsubscribed: Ben Okri",
      ),
    )
    .toBeVisible();
  await expect.element(dialog().getByText(/^next on Feb 3, 2025/)).toBeVisible();
  await button(`Pause: ${title}`).click();
  await expect.element(dialog().getByText("paused", { exact: true })).toBeVisible();
  expect(sent(server, "PATCH")?.body).toEqual({ paused: true });
  await button(`Resume: ${title}`).click();
  await expect.element(button(`Pause: ${title}`)).toBeVisible();
  await button(`Send me a test: ${title}`).click();
  await expect.element(dialog().getByText("A test is on its way to you.")).toBeVisible();
  await button(`Delete: ${title}`).click();
  await button("Delete").click();
  await expect.element(dialog().getByText("Schedule deleted")).toBeVisible();
  await expect.element(dialog().getByText("This report is not mailed yet.")).toBeVisible();
});

test("a schedule that somebody else has changed is not written over", async () => {
  const server = keeping([held]);
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await open(screen);
  await expect.element(button(/^Edit:/)).toBeVisible();
  server.answer(`${path}/s1`, () => problem(412, "kernel/precondition-failed", "Changed."));
  await button(/^Edit:/).click();
  await button("Save the schedule").click();
  await expect.element(dialog().getByText(/Someone else changed this/)).toBeVisible();
});

test("a cron line stays as it is when its recipients are edited", async () => {
  const cron = { ...held, rule: { cron: "0 18 LW * *", timeZone: "Europe/Berlin" } };
  const server = keeping([cron as unknown as Held]);
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await open(screen);
  await button(/^Edit:/).click();
  await expect.element(dialog().getByText(/stays as it is: By the line 0 18 LW/)).toBeVisible();
  await button("Remove Ben Okri").click();
  await button("Save the schedule").click();
  await expect.element(dialog().getByText("Schedule saved")).toBeVisible();
  expect(sent(server, "PATCH")?.body).toMatchObject({ rule: cron.rule, recipients: ["u1"] });
});

/** A mail as the edge tells of it. */
const one = (id: string, state: string, more: object = {}) => ({
  id,
  scheduleId: "s1",
  period: "2025-01-27T07:00:00Z",
  recipient: "u2",
  test: false,
  state,
  reason: null,
  missed: 0,
  createdAt: "2025-01-27T07:00:00Z",
  endedAt: null,
  ...more,
});

test("what became of each mail is told with its reason, page by page", async () => {
  const server = keeping([held]);
  const pages = [
    {
      items: [
        one("d1", "sent", { test: true }),
        one("d2", "skipped", { reason: "condition" }),
        one("d3", "failed", { reason: "pivot/field-forbidden" }),
      ],
      next: "c2",
    },
    {
      items: [
        one("d4", "uncertain"),
        one("d5", "refused", { reason: "access" }),
        one("d6", "sent", { missed: 3, recipient: "u9" }),
      ],
      next: null,
    },
  ];
  let asked = 0;
  server.answer(`${reportPath}/deliveries`, () => json(pages[asked++ % 2]));
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await open(screen);
  const history = dialog().getByRole("region", { name: "What was sent" });
  await expect.element(history.getByText(/ · the condition was not met/)).toBeVisible();
  await button("Show more").click();
  await expect
    .element(history.getByText(/it may have arrived, and is not sent again/))
    .toBeVisible();
  await expect.element(history.getByText(/the person may not read the report/)).toBeVisible();
  await expect.element(history.getByText(/3 earlier runs were missed/)).toBeVisible();
  await expect.element(history.getByText(/pivot\/field-forbidden/)).toBeVisible();
  await expect.element(history.getByText("Somebody you may not see")).toBeVisible();
});

test("of an uncertain mail a person says whether it arrived, or has it sent again", async () => {
  const server = keeping([held]);
  let first = one("d1", "uncertain");
  const second = one("d2", "failed", { recipient: "u9" });
  server.answer(`${reportPath}/deliveries`, () => json({ items: [first, second], next: null }));
  server.answer(`${reportPath}/deliveries/d1/settle`, () => {
    first = one("d1", "sent");
    return json(first);
  });
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await open(screen);
  await button(/^The mail to .* arrived$/).click();
  await expect.element(dialog().getByText(/^Noted for/)).toBeVisible();
  expect(server.seen.findLast((request) => request.path.endsWith("/settle"))?.body).toEqual({
    arrived: true,
  });
  await expect.element(button(/^The mail to .* arrived$/)).not.toBeInTheDocument();
  server.answer(`${reportPath}/deliveries/d2/resend`, () =>
    problem(409, "pivot/not-settleable", "No."),
  );
  await button(/^Send the mail to .* again$/).click();
  await expect.element(dialog().getByText("Somebody has settled this already.")).toBeVisible();
});

test("who may not schedule sees what there is, and may not change it", async () => {
  const { screen } = await mountPivot({ reportId: "r1" }, {}, keeping([held], []));
  await open(screen);
  await expect.element(dialog().getByText(/Ask your administrator/)).toBeVisible();
  await expect.element(button("New schedule")).not.toBeInTheDocument();
  await expect.element(button(/^Pause/)).not.toBeInTheDocument();
});

test("who may not see the directory can mail the report to himself", async () => {
  const server = keeping();
  server.answer("/api/access/users", () => problem(403, "kernel/forbidden", "No."));
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await open(screen);
  await button("New schedule").click();
  await expect.element(dialog().getByText(/mails go to you/)).toBeVisible();
  await button("Save the schedule").click();
  await expect.element(dialog().getByText("Schedule saved")).toBeVisible();
  expect(sent(server, "POST")?.body).toMatchObject({ recipients: ["u1"] });
});

test.each([
  ["light", "en"],
  ["dark", "de"],
] as const)("axe finds nothing in schedules and their form (%s, %s)", async (theme, locale) => {
  const { screen } = await mountPivot({ reportId: "r1" }, { theme, locale }, keeping([held]));
  await expect.element(screen.getByRole("heading", { name: "Kept" })).toBeVisible();
  await screen.getByRole("button", { name: /^(Share|Teilen)$/ }).click();
  await page.getByRole("menuitem", { name: /mail/i }).click();
  await expect.element(page.getByRole("button", { name: /^(Edit:|Bearbeiten:)/ })).toBeVisible();
  expect(await findings()).toEqual([]);
  await page.getByRole("button", { name: /^(Edit:|Bearbeiten:)/ }).click();
  await expect.element(page.getByRole("searchbox", { name: /people|Personen/ })).toBeVisible();
  expect(await findings()).toEqual([]);
});

test("a rule that a form has read is the same rule when nothing is changed", () => {
  const base = { at: "08:30", timeZone: "Europe/Berlin" };
  const rules = [
    { every: "day", ...base },
    { every: "weekday", ...base, from: "2025-01-01", until: "2025-12-31" },
    { every: "week", ...base, on: [2, 4] },
    { every: "month", ...base, day: 31, short: "skip" },
    { every: "quarter", ...base, day: "last" },
    { every: "year", ...base, day: { weekday: 1, nth: 2 }, month: 5 },
  ];
  for (const rule of rules) {
    const draft = draftOfRule(rule);
    expect(draft && ruleOfDraft(draft)).toEqual(rule);
  }
  expect(ruleOfDraft({ ...newRule("Europe/Berlin"), on: [] })).toBeUndefined();
  expect(ruleOfDraft({ ...newRule("Europe/Nowhere") })).toBeUndefined();
});

test("the next runs of a rule and of a cron line", () => {
  const after = Date.UTC(2024, 2, 9);
  const runs = (rule: Record<string, unknown>): string[] =>
    runsOf(rule, after, 1).map((at) => new Date(at).toISOString());
  expect(runs({ every: "day", at: "02:30", timeZone: "America/New_York" })).toEqual([
    "2024-03-09T07:30:00.000Z",
  ]);
  expect(runs({ cron: "0 18 LW * *", timeZone: "Europe/Berlin" })).toEqual([
    "2024-03-29T17:00:00.000Z",
  ]);
  expect(runs({ cron: "nonsense", timeZone: "Europe/Berlin" })).toEqual([]);
});
