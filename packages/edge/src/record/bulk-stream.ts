import { fault, type Fault, type JsonObject } from "@ennead/core/kernel";
import type { Catalogue, ObjectDefinition } from "@ennead/core/record";

import { ascendingIds, DatabaseError, type RequestContext } from "../kernel/index.ts";
import { runSlice } from "./bulk.ts";
import { BrokenLoad, readLines, type Line } from "./lines.ts";
import { presentRights } from "./present-rights.ts";

/** How many bytes of lines a slice holds at most, so that no bound value of a batch grows past 4 MB. */
const mostBytes = 1024 * 1024;

const written = (outcomes: readonly JsonObject[]): Uint8Array =>
  new TextEncoder().encode(outcomes.map((one) => `${JSON.stringify(one)}\n`).join(""));

async function* slicesOf(
  stream: ReadableStream<Uint8Array>,
  rows: number,
): AsyncGenerator<readonly Line[]> {
  let slice: Line[] = [];
  let bytes = 0;
  for await (const line of readLines(stream)) {
    if (slice.length > 0 && bytes + line.bytes > mostBytes) {
      yield slice;
      [slice, bytes] = [[], 0];
    }
    slice.push(line);
    bytes += line.bytes;
    if (slice.length === rows) {
      yield slice;
      [slice, bytes] = [[], 0];
    }
  }
  if (slice.length > 0) yield slice;
}

/**
 * Other requests run between two slices: the file driver answers no one while a batch runs. A message takes its turn in
 * the event loop like any other, without the millisecond that a timer waits.
 */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });

const interruption = ({ services, requestId }: RequestContext, error: unknown): Fault => {
  const again = "Send the load again with its key: what is done stays done.";
  const isAway = error instanceof DatabaseError && error.kind !== "too-large";
  const isForeseen = error instanceof BrokenLoad || isAway;
  services.logger(isForeseen ? "warn" : "error", "bulk-interrupted", {
    requestId,
    error: isForeseen || !(error instanceof Error) ? String(error) : (error.stack ?? error.message),
  });
  if (error instanceof BrokenLoad)
    return fault("kernel/bad-request", `The load broke off. ${again}`);
  return isAway
    ? fault("kernel/unavailable", `The database cannot go on at present. ${again}`)
    : fault("kernel/internal", `The load was interrupted. ${again}`);
};

/** Reads NDJSON lines and answers an outcome for each, slice by slice, as fast as they are taken. */
export const bulkStream = (
  context: RequestContext,
  objects: Catalogue,
  definition: ObjectDefinition,
  body: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> => {
  const slices = slicesOf(body, context.scope.slice);
  const newId = ascendingIds(context.now, context.random);
  const begun = performance.now();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const next = await slices.next();
        if (next.done === true) {
          controller.close();
          return;
        }
        const present = await presentRights(context, performance.now() - begun);
        if (!present.ok) {
          controller.enqueue(
            written([{ line: 0, status: "refused", fault: { ...present.error } }]),
          );
          controller.close();
          await slices.return(undefined);
          return;
        }
        const outcomes = await runSlice(present.value, objects, definition, next.value, newId);
        controller.enqueue(written(outcomes));
        await breathe();
      } catch (error) {
        // The answer has begun, so the failure is told in its own place and the stream ends.
        const told = interruption(context, error);
        controller.enqueue(written([{ line: 0, status: "refused", fault: { ...told } }]));
        controller.close();
        await slices.return(undefined);
      }
    },
    cancel: async () => {
      await slices.return(undefined);
    },
  });
};
