import type { TenantScope } from "../db/scope.ts";
import { regroup } from "./regroup.ts";
import type { Storage } from "./storage.ts";

/** An open file of `node:fs/promises`. */
interface FileHandle {
  readonly read: (
    into: Uint8Array,
    offset: number,
    length: number,
    position: null,
  ) => Promise<{ readonly bytesRead: number }>;
  readonly write: (bytes: Uint8Array) => Promise<{ readonly bytesWritten: number }>;
  readonly close: () => Promise<void>;
}

/** The part of `node:fs/promises` that is used, which Node, Deno and Bun have. */
export interface FileSystem {
  readonly mkdir: (path: string, options: { readonly recursive: true }) => Promise<unknown>;
  readonly open: (path: string, flags: "r" | "w") => Promise<FileHandle>;
  readonly rm: (path: string, options: { readonly force: true }) => Promise<void>;
}

const pieceLength = 256 * 1024;

// Both are UUIDs; whatever else came here must not lead out of the folder.
const safe = /^[0-9A-Za-z-]{1,64}$/;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

async function* bytesOf(file: FileHandle): AsyncGenerator<Uint8Array, void, void> {
  try {
    for (;;) {
      const piece = new Uint8Array(pieceLength);
      const { bytesRead } = await file.read(piece, 0, pieceLength, null);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const writeAll = async (file: FileHandle, piece: Uint8Array): Promise<void> => {
  for (let at = 0; at < piece.length;) at += (await file.write(piece.subarray(at))).bytesWritten;
};

/**
 * Files in a folder, one below it for each company. The host gives the file system, so that this package asks for none:
 * `import fs from "node:fs/promises"`, on Deno too.
 *
 * @example
 * ```ts
 * import fs from "node:fs/promises";
 *
 * import { fileStorage } from "@ennead/edge";
 *
 * export const storage = fileStorage(fs, "./data/files");
 * ```
 */
export const fileStorage = (fs: FileSystem, folder: string): Storage => {
  const placeOf = ({ company }: TenantScope, id: string): { of: string; at: string } => {
    if (!safe.test(company) || !safe.test(id)) throw new Error("A file is named by UUIDs.");
    const of = `${folder.replace(/\/+$/, "")}/${company}`;
    return { of, at: `${of}/${id}` };
  };
  return {
    put: async (scope, id, pieces, signal) => {
      const { of, at } = placeOf(scope, id);
      await fs.mkdir(of, { recursive: true });
      const file = await fs.open(at, "w");
      let length = 0;
      try {
        for await (const piece of regroup(pieces, pieceLength)) {
          signal.throwIfAborted();
          await writeAll(file, piece);
          length += piece.length;
        }
      } finally {
        await file.close();
      }
      return length;
    },
    get: async (scope, id) => {
      try {
        return bytesOf(await fs.open(placeOf(scope, id).at, "r"));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    remove: (scope, id) => fs.rm(placeOf(scope, id).at, { force: true }),
  };
};
