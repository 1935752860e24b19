import { expect, test } from "vitest";

import { readBytes, type Progress } from "../../src/kernel/read-bytes.ts";

const pieces = (...sizes: readonly number[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      for (const size of sizes) controller.enqueue(new Uint8Array(size).fill(size));
      controller.close();
    },
  });

const signal = new AbortController().signal;

test("a body is read whole and tells how far it is", async () => {
  const told: Progress[] = [];
  const answer = new Response(pieces(3, 2), { headers: { "content-length": "5" } });
  const bytes = await readBytes(answer, (progress) => told.push(progress), signal);
  expect([...bytes]).toEqual([3, 3, 3, 2, 2]);
  expect(told.at(-1)).toEqual({ loaded: 5, total: 5 });
});

test("of an encoded body the length is not known: it counts other bytes", async () => {
  const told: Progress[] = [];
  const headers = { "content-length": "2", "content-encoding": "gzip" };
  await readBytes(new Response(pieces(5), { headers }), (at) => told.push(at), signal);
  expect(told).toEqual([{ loaded: 5, total: undefined }]);
});

test("a connection that breaks off is a problem that may pass", async () => {
  const broken = new ReadableStream({
    pull: (controller) => controller.error(new TypeError("network error")),
  });
  await expect(readBytes(new Response(broken), () => undefined, signal)).rejects.toMatchObject({
    status: 0,
    code: "kernel/unreachable",
    transient: true,
  });
});
