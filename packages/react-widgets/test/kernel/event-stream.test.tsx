import fc from "fast-check";
import { expect, test } from "vitest";

import { createEventStreamParser, type StreamEvent } from "../../src/kernel/client/event-stream.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const read = (...pieces: readonly Uint8Array[]): readonly StreamEvent[] => {
  const parser = createEventStreamParser();
  return pieces.flatMap((piece) => parser.push(piece));
};

const cut = (bytes: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length];
  const sorted = at.toSorted((a, b) => a - b);
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
};

const message = (data: string, id = ""): StreamEvent => ({ event: "message", data, id });

test("an event has a name, data and an id; without a name it is a message", () => {
  expect(read(bytesOf("id: 7\nevent: done\ndata: {}\n\ndata:x\n\n"))).toEqual([
    { event: "done", data: "{}", id: "7" },
    message("x", "7"),
  ]);
});

test("lines end with CRLF, CR or LF, also mixed", () => {
  expect(read(bytesOf("data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\r"))).toEqual([
    message("a\nb\nc"),
    message("d"),
  ]);
});

test("a CRLF that is cut in two ends one line, not two", () => {
  expect(
    read(bytesOf("data: a\r"), bytesOf("\ndata: b\r"), bytesOf("\n\r"), bytesOf("\n")),
  ).toEqual([message("a\nb")]);
});

test("a byte order mark is taken away at the beginning, and only there", () => {
  expect(read(bytesOf("\uFEFFdata: a\n\n\uFEFFdata: b\n\n"))).toEqual([message("a")]);
});

test("comments and unknown fields are nothing; one space after the colon is taken away", () => {
  expect(read(bytesOf(": beat\n\nother: x\ndata:  a\ndata\ndatax: y\n\n"))).toEqual([
    message(" a\n"),
  ]);
});

test("an event without data is none, but its id holds", () => {
  const parser = createEventStreamParser("3");
  expect(parser.push(bytesOf("event: x\n\n"))).toEqual([]);
  expect(parser.lastId()).toBe("3");
  expect(parser.push(bytesOf("id: 4\n\n"))).toEqual([]);
  expect(parser.lastId()).toBe("4");
});

test("an id with a NUL is ignored; an empty id takes the last one away", () => {
  expect(read(bytesOf("id: 1\ndata: a\n\nid: 2\0\ndata: b\n\nid\ndata: c\n\n"))).toEqual([
    message("a", "1"),
    message("b", "1"),
    message("c"),
  ]);
});

test("the id of an event that never ended is not sent on", () => {
  const parser = createEventStreamParser();
  parser.push(bytesOf("id: 1\ndata: a\n\nid: 2\ndata: b\n"));
  expect(parser.lastId()).toBe("1");
});

test("retry is a number of milliseconds or nothing", () => {
  const parser = createEventStreamParser();
  parser.push(bytesOf("retry: 2500\n\nretry: soon\n\nretry: -1\n\n"));
  expect(parser.retry()).toBe(2500);
});

/** The same, the obvious way: the whole text at once. */
const slow = (text: string): readonly StreamEvent[] => {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n")
    .split("\n");
  const events: StreamEvent[] = [];
  let [event, data, id] = ["", [] as string[], ""];
  for (const line of lines.slice(0, -1)) {
    const [, name = "", value = ""] = /^([^:]*)(?:: ?)?([^]*)$/.exec(line) ?? [];
    if (line === "") {
      if (data.length > 0) events.push({ event: event || "message", data: data.join("\n"), id });
      [event, data] = ["", []];
    } else if (name === "event") event = value;
    else if (name === "data") data.push(value);
    else if (name === "id" && !value.includes("\0")) id = value;
  }
  return events;
};

const fragment = fc.oneof(
  fc.constantFrom(
    "\r",
    "\n",
    "\r\n",
    "\n\n",
    "data:",
    "data: ",
    "event:",
    "id: ",
    "retry: 1",
    ":",
    "\uFEFF",
    "\0",
  ),
  fc.string({ unit: "binary", maxLength: 6 }).map((text) => text.toWellFormed()),
);
const streamText = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(""));

test("wherever a stream is cut, the events are those of the whole text", () => {
  fc.assert(
    fc.property(streamText, fc.array(fc.nat(), { maxLength: 12 }), (text, places) => {
      expect(read(...cut(bytesOf(text), places))).toEqual(slow(text));
    }),
    { numRuns: 500 },
  );
});

test("byte by byte gives the same as at once", () => {
  fc.assert(
    fc.property(streamText, (text) => {
      const bytes = bytesOf(text);
      const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
      expect(read(...single)).toEqual(read(bytes));
    }),
    { numRuns: 200 },
  );
});

test("what is written as events is read as those events", () => {
  const value = fc.string({ unit: "binary", maxLength: 20 }).map((text) => text.toWellFormed());
  const oneLine = value.map((text) => text.replaceAll(/[\r\n\0]/g, "").replace(/^ /, ""));
  const event = fc.record({
    event: oneLine,
    data: fc.array(oneLine, { minLength: 1 }),
    id: oneLine,
  });
  fc.assert(
    fc.property(fc.array(event), fc.constantFrom("\n", "\r", "\r\n"), (events, end) => {
      const text = events
        .map((one) =>
          [
            `id: ${one.id}`,
            `event: ${one.event}`,
            ...one.data.map((line) => `data: ${line}`),
            "",
            "",
          ].join(end),
        )
        .join("");
      expect(read(bytesOf(text))).toEqual(
        events.map((one) => ({
          event: one.event || "message",
          data: one.data.join("\n"),
          id: one.id,
        })),
      );
    }),
    { numRuns: 200 },
  );
});
