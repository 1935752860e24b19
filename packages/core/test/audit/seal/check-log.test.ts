import {
  checkLog,
  firstBadEvent,
  hashLeaf,
  LogCheck,
  treeRoot,
  type Segment,
  type StoredEvent,
} from "@ennead/core/audit/seal";
import { describe, expect, test } from "vitest";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const eventOf = (seq: number, text = `event ${seq}`): StoredEvent => ({
  seq,
  payload: bytes(text),
  leaf: hashLeaf(bytes(text)),
});

const events = Array.from({ length: 20 }, (_, at) => eventOf(at + 1));
const rootOf = (from: number, to: number, of = events): Uint8Array =>
  treeRoot(of.slice(from - 1, to).map(({ leaf }) => leaf));
const segmentOf = (from: number, to: number, of = events): Segment => ({
  from,
  to,
  root: rootOf(from, to, of),
});
const segments = [segmentOf(1, 7), segmentOf(8, 8), segmentOf(9, 20)];
const last = { size: 20, root: rootOf(1, 20) };
const forged = events.with(9, eventOf(10, "forged"));

describe("a log", () => {
  test("is sound up to its checkpoint; what follows is not covered", () => {
    const found = checkLog([...events, eventOf(30)], segments, last);
    expect(found).toEqual({ ok: true, value: { size: 20, unsealed: 1, dropped: [] } });
  });

  test("of no events is sound by the hash of nothing", () => {
    expect(checkLog([], [], { size: 0, root: treeRoot([]) }).ok).toBe(true);
    expect(checkLog([], [], { size: 0, root: new Uint8Array(32) })).toEqual({
      ok: false,
      error: { reason: "checkpoint", from: 1, to: 0 },
    });
  });
});

const faultOf = (...given: Parameters<typeof checkLog>): unknown => {
  const found = checkLog(...given);
  return found.ok ? "sound" : found.error;
};

describe("what is wrong with a log", () => {
  test("is a segment, where an event was replaced with its leaf", () => {
    expect(faultOf(forged, segments, last)).toEqual({
      reason: "root",
      segment: 2,
      from: 9,
      to: 20,
    });
  });

  test("is the checkpoint, where the segment was made again too", () => {
    const again = segments.with(2, segmentOf(9, 20, forged));
    expect(faultOf(forged, again, last)).toEqual({ reason: "checkpoint", from: 1, to: 20 });
  });

  test("is after the last checkpoint that holds", () => {
    const check = new LogCheck(last);
    for (const event of forged) {
      check.event(event);
      if (event.seq === 8) check.checkpoint({ size: 8, root: rootOf(1, 8) });
      if (event.seq === 15) check.checkpoint({ size: 15, root: rootOf(1, 15) });
    }
    expect(check.finish()).toEqual({ ok: false, error: { reason: "checkpoint", from: 9, to: 15 } });
  });

  test("is the first bad event rather than a segment before it", () => {
    const wrong = segments.with(0, segmentOf(1, 7, forged.toReversed()));
    expect(faultOf(events, wrong, last)).toMatchObject({ reason: "root", segment: 0 });
    expect(faultOf(events.toSpliced(14, 1), wrong, last)).toEqual({ reason: "gap", seq: 15 });
  });

  test("is a segment that cannot be one of this log", () => {
    const root = new Uint8Array(32);
    for (const [from, to] of [
      [21, 22] as const,
      [5, 4] as const,
      [0, 3] as const,
      [9, 21] as const,
    ]) {
      expect(faultOf(events, [{ from, to, root }], last)).toEqual({
        reason: "root",
        segment: 0,
        from,
        to,
      });
    }
  });

  test("is an event whose leaf is no hash", () => {
    const wrong = events.with(3, { ...eventOf(4), leaf: new Uint8Array() });
    expect(faultOf(wrong, segments, last)).toEqual({ reason: "leaf", seq: 4 });
  });
});

test("without stored nodes, an event that was changed is among all; damaged nodes alone are no bad event", () => {
  const suspicion = { ...last, nodes: () => undefined };
  const changed = { ...suspicion, leaf: (at: number) => forged[at]?.leaf };
  expect(firstBadEvent(changed)).toEqual({ from: 1, to: 20 });
  expect(firstBadEvent({ ...suspicion, leaf: (at) => events[at]?.leaf })).toBeUndefined();
});
