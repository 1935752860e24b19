const lineFeed = 10;

/** A longer line is no line of a bundle: events and values have a limit far below. */
const longest = 64 * 1024 * 1024;

/** Cuts bytes that come in pieces into lines. A line may share the memory of its piece. */
export class LineCutter {
  #rest: Uint8Array[] = [];
  #held = 0;

  /** How many bytes came after the last line feed. */
  get held(): number {
    return this.#held;
  }

  /** The lines that end in the piece, without their line feeds; undefined once a line is too long. */
  *cut(piece: Uint8Array): Generator<Uint8Array | undefined, void, undefined> {
    let from = 0;
    for (let at = piece.indexOf(lineFeed); at >= 0; at = piece.indexOf(lineFeed, from)) {
      yield this.#joined(piece.subarray(from, at));
      from = at + 1;
    }
    if (from < piece.length) this.#rest.push(piece.subarray(from));
    this.#held += piece.length - from;
    if (this.#held > longest) yield undefined;
  }

  #joined(end: Uint8Array): Uint8Array {
    if (this.#held === 0) return end;
    const line = new Uint8Array(this.#held + end.length);
    let at = 0;
    for (const part of this.#rest) {
      line.set(part, at);
      at += part.length;
    }
    line.set(end, at);
    this.#rest = [];
    this.#held = 0;
    return line;
  }
}
