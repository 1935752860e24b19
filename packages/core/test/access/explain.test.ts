import { compile, explain, whoCanSee, type NameOf } from "@ennead/core/access";
import type { CompanyId } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

import { as, deal, facts, model, noon, user } from "./company.ts";

const people: Readonly<Record<string, string>> = { ada: "Ada", bob: "Bob", cy: "Cy", eve: "Eve" };
const name: NameOf = (_kind, id) => (Object.hasOwn(people, id) ? (people[id] ?? id) : id);
const why = (who: string, resource: ReturnType<typeof deal>): string =>
  explain(model, as(who), "read", resource, name).text;

const text = (...asked: Parameters<typeof explain>): string => explain(...asked).text;

describe("an explanation says", () => {
  test("who manages whom", () => {
    expect(why("ada", deal())).toBe("Visible because Ada manages the owner's manager Bob.");
    expect(why("ada", deal({ owner: user("bob") }))).toBe(
      "Visible because Ada manages the owner Bob.",
    );
  });

  test("which territory reaches where, and through which group something is shared", () => {
    expect(why("dan", deal())).toBe(
      "Visible because dan works in europe, from where paris is reached.",
    );
    const shares = [{ to: "group:outer", access: "read", expiresAt: null } as const];
    expect(why("eve", deal({ territory: null, shares }))).toBe(
      "Visible because it is shared with the group outer, which holds Eve through inner.",
    );
  });

  test("which permission set opens everything", () => {
    expect(why("max", deal())).toBe("Visible because admin gives max modifyAll on deal.");
  });

  test("every grant that was tried, and what would have to change", () => {
    const {
      tried,
      changes,
      decision,
      text: told,
    } = explain(model, as("eve"), "read", deal(), name);
    expect(decision).toMatchObject({ allow: false, rule: "scope" });
    expect(told).toBe("Not visible: Nothing gives Eve the record to read.");
    expect(tried.filter(({ outcome }) => outcome === "missing").map(({ grant }) => grant)).toEqual([
      "modify-all",
      "view-all",
      "owner",
      "manager",
      "territory",
      "share",
      "default",
    ]);
    expect(changes).toContain("Assign Eve to paris to read.");
    expect(changes).toContain("Share the record with Eve, access read.");
  });

  test("what a right, a field, a hold, an ended impersonation and another company refuse", () => {
    expect(text(model, as("eve"), "export", deal())).toBe(
      "Export is refused: No permission set of eve gives export on deal.",
    );
    expect(text(model, as("cy"), "update", { ...deal(), fields: ["name", "phone"] })).toBe(
      "Update is refused: cy may not edit phone.",
    );
    const held = explain(model, as("cy"), "delete", deal({ hold: true }));
    expect(held.changes).toEqual(["Lift the legal hold."]);
    const over = { reason: "x", startsAt: noon - 2, endsAt: noon, allow: ["read"] as const };
    const late = as("hal", { onBehalfOf: user("cy"), impersonation: over });
    expect(text(model, late, "read", deal())).toBe("Not visible: It has not begun, or is over.");
    const foreign = deal({ company: "globex" as CompanyId });
    expect(explain(model, as("cy"), "read", foreign)).toMatchObject({
      decision: { rule: "tenant" },
      changes: [],
    });
  });

  test("of two who must both be allowed, where the second fails", () => {
    const both = as("cy", { onBehalfOf: user("eve") });
    const { text: told, tried } = explain(model, both, "read", deal(), name);
    expect(told).toBe("Not visible: Nothing gives Eve the record to read.");
    expect(tried.some(({ grant, outcome }) => grant === "owner" && outcome === "decided")).toBe(
      true,
    );
  });
});

test("who can see a record is told with level and ground, the strongest first", () => {
  const shares = [{ to: "company", access: "read", expiresAt: noon } as const];
  const viewers = whoCanSee(model, "deal", deal({ shares }).record, noon, name);
  expect(viewers.map(({ user: id, level, reason }) => [id, level, reason])).toEqual([
    ["max", 3, "modify-all"],
    ["cy", 3, "owner"],
    ["ada", 3, "manager"],
    ["dan", 1, "territory"],
  ]);
  expect(viewers[2]?.text).toBe("Visible because Ada manages the owner's manager Bob.");
});

test("an explanation ends in managers that run in a circle", () => {
  const circle = compile({
    ...facts,
    users: facts.users.map((one) => (one.id === "ada" ? { ...one, manager: user("cy") } : one)),
  });
  expect(explain(circle, as("ada"), "read", deal(), name).text).toBe(
    "Visible because Ada manages the owner's manager Bob.",
  );
  expect(
    explain(circle, as("cy"), "read", deal({ owner: user("ada"), territory: null })).text,
  ).toBe("Visible because cy manages the owner ada.");
});
