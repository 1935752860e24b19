import { err, fault, ok, type Fault, type Result } from "@ennead/core/kernel";

import { shapeFault, type ShapeFault } from "./json-shape.ts";
import { checkMedia } from "./media.ts";
import { readBytes, tooLarge } from "./read-bytes.ts";

/** How large a JSON body may be. */
export const bodyLimits = { bytes: 1024 * 1024, depth: 64, keys: 10_000 } as const;

const tooDeep = fault(
  "kernel/too-deep",
  `A body is at most ${bodyLimits.depth} levels deep and has at most ${bodyLimits.keys} members.`,
);

const shapeFaults: Readonly<Record<ShapeFault, Fault>> = {
  "too-deep": tooDeep,
  "too-many": tooDeep,
  "repeated-key": fault("kernel/bad-json", "An object of the body has a key twice."),
};

export interface JsonBody {
  readonly bytes: Uint8Array;
  readonly value: unknown;
}

export const readByHost = err(
  fault("kernel/bad-request", "The host has read the body before passing it on."),
);

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * The JSON body of a request, within the limits. An empty body is the value undefined. Faults: `kernel/too-large`,
 * `kernel/unsupported-media`, `kernel/bad-json`, `kernel/too-deep`, `kernel/bad-request` for one that the host has read
 * already; `overdue` bounds the time.
 */
export const readJson = async (
  request: Request,
  overdue: () => AbortSignal,
): Promise<Result<JsonBody>> => {
  if (Number(request.headers.get("content-length") ?? 0) > bodyLimits.bytes) {
    return tooLarge(bodyLimits.bytes);
  }
  const { body } = request;
  if (body === null) return ok({ bytes: new Uint8Array(), value: undefined });
  if (request.bodyUsed || body.locked) return readByHost;
  const bytes = await readBytes(body, bodyLimits.bytes, overdue());
  if (!bytes.ok) return bytes;
  if (bytes.value.length === 0) return ok({ bytes: bytes.value, value: undefined });
  const media = checkMedia(request.headers, ["application/json", "application/merge-patch+json"]);
  if (!media.ok) return media;
  let text: string;
  let value: unknown;
  try {
    text = decoder.decode(bytes.value);
    value = JSON.parse(text);
  } catch {
    return err(fault("kernel/bad-json", "The body is no JSON in UTF-8."));
  }
  const wrong = shapeFault(text, value, bodyLimits);
  return wrong === undefined ? ok({ bytes: bytes.value, value }) : err(shapeFaults[wrong]);
};
