import { fileName } from "@ennead/core/export";

import type { Answer, Pieces } from "../kernel/index.ts";

const iteratorOf = (
  pieces: Pieces,
): Iterator<Uint8Array, unknown> | AsyncIterator<Uint8Array, unknown> =>
  Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();

/** What is made piece by piece, read as it is asked for. */
export const pieceStream = (pieces: Pieces): ReadableStream<Uint8Array> => {
  const iterator = iteratorOf(pieces);
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => {
      await iterator.return?.();
    },
  });
};

/** The header by which a browser keeps the answer under a name (RFC 6266): in ASCII for old ones, in full for others. */
const disposition = (name: string): string => {
  const plain = name.replaceAll(/[^\x20-\x7E]|["\\%]/g, "_");
  const full = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
};

/** An answer that is kept as a file, sent piece by piece as it is made. */
export const asAttachment = (
  name: string,
  media: string,
  pieces: Pieces,
  bytes?: number,
): Answer => ({
  status: 200,
  stream: pieceStream(pieces),
  headers: {
    "content-type": media.startsWith("text/") ? `${media}; charset=utf-8` : media,
    "content-disposition": disposition(name),
    ...(bytes === undefined ? {} : { "content-length": String(bytes) }),
  },
});

/** The same under a name that is made of a title. */
export const download = (title: string, extension: string, media: string, pieces: Pieces): Answer =>
  asAttachment(fileName(title, extension), media, pieces);
