import { describe, expect, test } from "vitest";

import { planOf } from "../../data/plan.ts";
import { replay, type ReplayOptions, type SendAs } from "../../data/replay.ts";
import { timelineOf } from "../../data/timeline.ts";

const steps = timelineOf(planOf("small", Date.UTC(2026, 5, 17)));

interface Sent {
  readonly actor: string;
  readonly at: number;
  readonly path: string;
  readonly key: string;
  readonly lines: readonly { externalId: string; fields: Record<string, unknown> }[];
}

/** A server that takes everything, gives ids, and lists them page by page. */
const agreeable = () => {
  const sent: Sent[] = [];
  const ids = new Map<string, string>();
  const send: SendAs = async (actor, at, path, { method, body = "", key = "" }) => {
    if (method === "GET") {
      const url = new URL(path, "http://server.example");
      const object = url.pathname.split("/")[3];
      const all = [...ids].filter(([, id]) => id.startsWith(`${object}:`));
      const from = Number(url.searchParams.get("cursor") ?? 0);
      const items = all.slice(from, from + 20).map(([externalId, id]) => ({ id, externalId }));
      const next = from + 20 < all.length ? String(from + 20) : null;
      return Response.json({ items, next });
    }
    const object = path.split("/")[3];
    const lines = body
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Sent["lines"][number]);
    sent.push({ actor, at, path, key, lines });
    return new Response(
      lines
        .map(({ externalId }, at0) => {
          const id = `${object}:${externalId}`;
          ids.set(externalId, id);
          return `${JSON.stringify({ line: at0 + 1, status: "created", id })}\n`;
        })
        .join(""),
    );
  };
  return { send, sent };
};

const options = (send: SendAs, more: Partial<ReplayOptions> = {}): ReplayOptions => ({
  steps,
  send,
  userId: (key) => `user:${key}`,
  done: 0,
  onStep: () => Promise.resolve(),
  signal: new AbortController().signal,
  ...more,
});

const refusing: SendAs = () =>
  Promise.resolve(
    new Response(
      `${JSON.stringify({ line: 1, status: "refused", fault: { code: "record/bad-value" } })}\n`,
    ),
  );

describe("the replay", () => {
  test("sends every step once, as its author and at its time", async () => {
    const { send, sent } = agreeable();
    await replay(options(send));
    expect(sent.map(({ actor, at }) => ({ actor, at }))).toEqual(
      steps.map(({ actor, at }) => ({ actor, at })),
    );
    expect(new Set(sent.map(({ key }) => key)).size).toBe(steps.length);
  });

  test("puts ids of records where the data names records", async () => {
    const { send, sent } = agreeable();
    await replay(options(send));
    const [first] = sent
      .filter(({ path }) => path.includes("/contact/"))
      .flatMap(({ lines }) => lines);
    expect(first?.fields["account"]).toMatch(/^account:tallgrass-A-/);
  });

  test("goes on after a crash with the same keys and the same lines", async () => {
    const whole = agreeable();
    await replay(options(whole.send));
    const broken = agreeable();
    const stop = new AbortController();
    const middle = Math.floor(steps.length / 2);
    const onStep = (done: number): Promise<void> => {
      if (done === middle) stop.abort();
      return Promise.resolve();
    };
    await replay(options(broken.send, { onStep, signal: stop.signal }));
    expect(broken.sent).toHaveLength(middle);
    await replay(options(broken.send, { done: middle }));
    expect(broken.sent).toEqual(whole.sent);
  });

  test("stops at a refused line and says which", async () => {
    await expect(replay(options(refusing))).rejects.toThrow("record/bad-value");
  });
});
