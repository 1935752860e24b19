import type { Row } from "../db/db.ts";
import { databaseOf, type TenantScope } from "../db/scope.ts";
import { sql } from "../db/sql.ts";
import { regroup } from "./regroup.ts";
import type { Storage } from "./storage.ts";

/** Bytes of a row: a server refuses rows of about 4 MiB, and takes them as text, which is a third more. */
const pieceLength = 1024 * 1024;

const bytesOf = (row: Row | undefined): Uint8Array | null => {
  const value = row?.["bytes"];
  if (value === undefined || value === null) return null;
  return value instanceof Uint8Array ? value : new Uint8Array(value as unknown as ArrayBuffer);
};

const pieceAt = async (
  { company, read }: TenantScope,
  id: string,
  no: number,
): Promise<Uint8Array | null> => {
  const [found] = await read(
    sql`select bytes from stored_piece where company_id = ${company} and file_id = ${id} and no = ${no}`,
  );
  return bytesOf(found?.rows[0]);
};

async function* from(
  scope: TenantScope,
  id: string,
  first: Uint8Array,
): AsyncGenerator<Uint8Array, void, void> {
  let piece: Uint8Array | null = first;
  for (let no = 1; piece !== null; no += 1) {
    yield piece;
    piece = piece.length < pieceLength ? null : await pieceAt(scope, id, no);
  }
}

const remove: Storage["remove"] = async (scope, id) => {
  await databaseOf(scope).write([
    sql`delete from stored_piece where company_id = ${scope.company} and file_id = ${id}`,
  ]);
};

/** Files as rows of the company's own database, a mebibyte each: the storage of an edge that is given none. */
export const databaseStorage = (): Storage => ({
  put: async (scope, id, pieces, signal) => {
    await remove(scope, id);
    let [no, length] = [0, 0];
    for await (const piece of regroup(pieces, pieceLength)) {
      signal.throwIfAborted();
      await databaseOf(scope).write([
        sql`insert into stored_piece(company_id, file_id, no, bytes)
          values (${scope.company}, ${id}, ${no}, ${piece})`,
      ]);
      no += 1;
      length += piece.length;
    }
    return length;
  },
  get: async (scope, id) => {
    const first = await pieceAt(scope, id, 0);
    return first === null ? null : from(scope, id, first);
  },
  remove,
});
