import { unanswered } from "./problem.ts";

/** How much of an answer has come: bytes, and all there are when the server says so. */
export interface Progress {
  readonly loaded: number;
  readonly total: number | undefined;
}

const lengthOf = (headers: Headers): number | undefined => {
  // The length of an encoded answer counts other bytes than those that arrive here.
  if (headers.has("content-encoding")) return undefined;
  const length = Number(headers.get("content-length") ?? Number.NaN);
  return Number.isSafeInteger(length) && length > 0 ? length : undefined;
};

/** The whole body of an answer, telling after each piece how far it is. Throws ProblemError when it breaks off. */
export const readBytes = async (
  response: Response,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> => {
  const total = lengthOf(response.headers);
  const pieces: Uint8Array[] = [];
  let loaded = 0;
  try {
    if (response.body === null) return new Uint8Array(await response.arrayBuffer());
    const reader = response.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      pieces.push(piece.value);
      loaded += piece.value.length;
      onProgress({ loaded, total });
    }
  } catch (error) {
    throw signal.aborted ? error : unanswered(error);
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
};
