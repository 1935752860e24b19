import type { Json } from "@ennead/core/kernel";

/** What a handler answers. `body` undefined is an empty body; `stream` is sent as it comes. */
export interface Answer {
  readonly status: number;
  readonly body?: Json;
  readonly stream?: ReadableStream<Uint8Array>;
  /** Bytes of a media type of their own, made only where they are sent; give `content-type` in `headers`. */
  readonly bytes?: () => Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}
