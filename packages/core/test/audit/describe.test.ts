import { describe as sentenceOf, type Change } from "@ennead/core/audit";
import { expect, test } from "vitest";

import { noDiff, sampleEvent } from "./sample-event.ts";

const wording = {
  fields: { stage: "Stage", lines: "Lines" },
  choices: { stage: { won: "Won" } },
};

const textOf = (...changes: readonly Change[]): string =>
  sentenceOf(sampleEvent({ diff: { changes, dropped: [], reversible: true } }), wording).text;

const set = (
  before: Change["before"],
  after: Change["after"],
  more: Partial<Change> = {},
): Change => ({ path: ["stage"], op: "set", before, after, ...more }) as Change;

test.each<[string, Change]>([
  ["Ada changed Stage from Proposal to Won.", set("Proposal", "won")],
  ["Ada set Stage to Won.", set(null, "won")],
  ["Ada cleared Stage, which was Won.", set("won", null)],
  ["Ada changed Stage.", set({ $redacted: "mask" }, { $redacted: "mask" })],
  [
    "Ada changed owner from Bob to u2.",
    set("u1", "u2", { path: ["owner"], beforeLabel: "Bob", afterLabel: null }),
  ],
  ["Ada added Lines › #1.", { path: ["lines", "#1"], op: "add", after: { id: 1 } }],
  [
    "Ada changed price from 1.00 EUR to 2.00 EUR.",
    set(
      { amount: "1.00", currency: "EUR" },
      { amount: "2.00", currency: "EUR" },
      { path: ["price"] },
    ),
  ],
])("%s", (text, change) => {
  expect(textOf(change)).toBe(text);
});

test("creations, refusals and what was dropped have words", () => {
  expect(sentenceOf(sampleEvent({ op: "create" })).text).toBe("Ada created Big deal.");
  expect(sentenceOf(sampleEvent({ op: null, outcome: "denied", diff: noDiff })).text).toBe(
    "Ada did record.record.update on Big deal (denied).",
  );
  const diff = { ...sampleEvent().diff, dropped: ["salary"] };
  expect(sentenceOf(sampleEvent({ diff })).text).toBe(
    "Ada changed stage from Proposal to Won; 1 more changed that are not kept.",
  );
});
