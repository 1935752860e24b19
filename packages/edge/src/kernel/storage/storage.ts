import type { TenantScope } from "../db/scope.ts";

/** Bytes in pieces of any size, read once. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Where files lie that are made to be fetched later: results of exports. What is known of a file (whose it is, when it
 * expires, whether it is whole) stands in the database; a storage holds its bytes and nothing else. Ids are UUIDs of the
 * kernel, told apart by company.
 */
export interface Storage {
  /**
   * Keeps the bytes under an id, in the place of what was there, and answers how many they are. Holds no more than a few
   * megabytes at a time. Rejects when the pieces do or the signal aborts; what was kept until then is removed by whoever
   * asked for it.
   */
  readonly put: (
    scope: TenantScope,
    id: string,
    pieces: Pieces,
    signal: AbortSignal,
  ) => Promise<number>;
  /** The bytes as they were put, in order; null when nothing is there. */
  readonly get: (scope: TenantScope, id: string) => Promise<AsyncIterable<Uint8Array> | null>;
  /** Removes whatever is there, whole or not; nothing is no error. */
  readonly remove: (scope: TenantScope, id: string) => Promise<void>;
}
