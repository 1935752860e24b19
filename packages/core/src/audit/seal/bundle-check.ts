import { err, ok, type Result } from "../../kernel/index.ts";
import type { BundleFault, SoundBundle } from "./bundle-verdict.ts";
import { LogCheck, type SoundLog } from "./check-log.ts";
import { verifyCheckpoint, type SignedCheckpoint } from "./checkpoint.ts";
import { saltBytes } from "./commitment.ts";
import { hashLeaf, isSameHash, type Sha256 } from "./hash.ts";
import { toHex } from "./hex.ts";
import type { NoteVerifier } from "./note-key.ts";
import { readLine, type ReadLine } from "./read-line.ts";
import { latin1Of } from "./utf8.ts";
import { verifyInclusion } from "./verify-proof.ts";

type Line<Part extends ReadLine["part"]> = ReadLine & { readonly part: Part };

/** What a bundle is checked against, once its first line was read. */
interface Begun {
  readonly header: Line<"header">;
  readonly checkpoint: SignedCheckpoint;
  readonly size: number;
  readonly log: LogCheck;
}

/** The event that values and a proof may still follow. */
interface Current {
  readonly seq: number;
  readonly event: Uint8Array;
  readonly leaf: Uint8Array;
  isProved: boolean;
  /** Of the event, without those that were opened; looked for only when a value follows. */
  commitments: Set<string> | undefined;
}

type Found = BundleFault | undefined;

// A quotation mark within a text is written with a backslash: this is found where an object is and nowhere else.
const commitment = /\{"\$commitment":"([0-9a-f]{64})"\}/g;

const commitmentsIn = (event: Uint8Array): Set<string> =>
  new Set(Array.from(latin1Of(event).matchAll(commitment), ([, hex]) => hex ?? ""));

/** One verification of a bundle: lines go in, the first fault comes out. */
export class BundleCheck {
  readonly #origin: string;
  readonly #keys: readonly NoteVerifier[];
  readonly #hash: Sha256;
  #begun: Begun | undefined;
  #line = 0;
  /** The last event of the segments so far. */
  #covered = 0;
  #hasSegments = false;
  #current: Current | undefined;
  #events = 0;
  #unsealed = 0;
  #values = 0;
  #isEnded = false;

  constructor(origin: string, keys: readonly NoteVerifier[], hash: Sha256) {
    this.#origin = origin;
    this.#keys = keys;
    this.#hash = hash;
  }

  /** Lines of events so far. */
  get events(): number {
    return this.#events;
  }

  /** Size of the log at the checkpoint, once it is known. */
  get size(): number | undefined {
    return this.#begun?.size;
  }

  /** Takes the next line (undefined for one that is too long); answers what is wrong with it. */
  take(bytes: Uint8Array | undefined): Found | Promise<Found> {
    this.#line += 1;
    const line = bytes === undefined ? undefined : readLine(bytes);
    if (line === undefined || this.#isEnded) return this.#form();
    if (line.part === "header") return this.#begun ? this.#form() : this.#begin(line);
    return this.#begun ? this.#next(this.#begun, line) : this.#form();
  }

  /** What is wrong with the bundle, now that there is no further line. `held` bytes follow the last line feed. */
  finish(held: number): Result<SoundBundle, BundleFault> {
    if (this.#begun === undefined) return err({ reason: "form", line: this.#line + 1 });
    const { header, checkpoint, size, log } = this.#begun;
    const isLog = header.kind === "log";
    const found: Result<SoundLog, BundleFault> = isLog
      ? log.finish()
      : ok({ size, unsealed: this.#unsealed, dropped: [] });
    if (!found.ok) return found;
    if (!this.#isEnded || held > 0) return err({ reason: "cut", events: this.#events });
    const { origin, signedBy, extensions } = checkpoint;
    return ok({
      kind: header.kind,
      origin,
      signedBy,
      extensions,
      ...found.value,
      events: this.#events,
      values: this.#values,
      ...(header.about === undefined ? {} : { about: header.about }),
    });
  }

  #next(
    begun: Begun,
    line: Exclude<ReadLine, { readonly part: "header" }>,
  ): Found | Promise<Found> {
    switch (line.part) {
      case "event":
        return this.#unproved() ?? this.#event(begun, line);
      case "value":
        return this.#value(line);
      case "proof":
        return this.#proof(begun, line);
      case "segment":
        return this.#segment(begun, line);
      case "dropped":
        return this.#dropped(begun, line);
      case "checkpoint":
        return this.#earlier(begun, line);
      case "end":
        this.#isEnded = true;
        return this.#unproved() ?? this.#end(line);
      default:
        return line satisfies never;
    }
  }

  #form(): BundleFault {
    const { header, log, size = 0 } = this.#begun ?? {};
    const due = (log?.position ?? 0) + 1;
    const isNamed = header?.kind === "log" && due <= size;
    return { reason: "form", line: this.#line, ...(isNamed ? { seq: due } : {}) };
  }

  async #begin(header: Line<"header">): Promise<Found> {
    const line = this.#line;
    const read = await verifyCheckpoint(header.checkpoint, this.#origin, this.#keys);
    if (!read.ok) return { reason: "signature", line, fault: read.error };
    const [checkpoint, size] = [read.value, Number(read.value.size)];
    if (header.origin !== this.#origin || !Number.isSafeInteger(size)) return this.#form();
    const log = new LogCheck({ size, root: checkpoint.root }, this.#hash);
    this.#begun = { header, checkpoint, size, log };
    return undefined;
  }

  async #earlier({ header, size, log }: Begun, { checkpoint }: Line<"checkpoint">): Promise<Found> {
    const line = this.#line;
    const read = await verifyCheckpoint(checkpoint, this.#origin, this.#keys);
    if (!read.ok) return { reason: "signature", line, fault: read.error };
    if (header.kind !== "log" || read.value.size > BigInt(size)) return this.#form();
    const earlier = { size: Number(read.value.size), root: read.value.root };
    return log.checkpoint(earlier) ? undefined : this.#form();
  }

  #event({ header, size, log }: Begun, { seq, leaf, event }: Line<"event">): Found {
    const last = this.#current?.seq ?? 0;
    this.#events += 1;
    const isSelection = header.kind === "selection";
    const isSealed = isSelection ? seq <= size : log.position < size;
    this.#current = {
      seq,
      event,
      leaf,
      isProved: !isSelection || !isSealed,
      commitments: undefined,
    };
    if (!isSealed) this.#unsealed += 1;
    if (isSelection) {
      if (seq <= last) return { reason: "gap", seq };
      const isOwn = !isSealed || isSameHash(hashLeaf(event, this.#hash), leaf);
      return isOwn ? undefined : { reason: "leaf", seq };
    }
    log.event({ seq, payload: event, leaf });
    if (log.fault !== undefined) return log.fault;
    // Once there are segments, each event up to the checkpoint is in one.
    return isSealed && this.#hasSegments && seq > this.#covered ? this.#form() : undefined;
  }

  #value({ seq, commitment: hex, salt, value }: Line<"value">): Found {
    const current = this.#current;
    if (current?.seq !== seq) return this.#form();
    current.commitments ??= commitmentsIn(current.event);
    const bytes = new Uint8Array(saltBytes + value.length);
    bytes.set(salt);
    bytes.set(value, saltBytes);
    const isTrue = current.commitments.delete(hex) && toHex(this.#hash(bytes)) === hex;
    if (!isTrue) return { reason: "value", seq };
    this.#values += 1;
    return undefined;
  }

  #proof({ size, checkpoint }: Begun, { seq, proof }: Line<"proof">): Found {
    const current = this.#current;
    if (current?.seq !== seq || current.isProved) return this.#form();
    const { leaf } = current;
    const [index, end] = [BigInt(seq - 1), BigInt(size)];
    const { root } = checkpoint;
    if (!verifyInclusion({ index, end, leaf, proof, root }, this.#hash)) {
      return { reason: "proof", seq };
    }
    current.isProved = true;
    return undefined;
  }

  /** A proof that is still owed. */
  #unproved(): Found {
    const { seq, isProved } = this.#current ?? { seq: 0, isProved: true };
    return isProved ? undefined : { reason: "proof", seq };
  }

  #segment({ header, log }: Begun, { from, to, root }: Line<"segment">): Found {
    const follows = log.position === this.#covered && from === log.position + 1;
    if (header.kind !== "log" || !follows) return this.#form();
    this.#hasSegments = true;
    this.#covered = to;
    log.segment({ from, to, root });
    return undefined;
  }

  #dropped({ header, log }: Begun, { nodes }: Line<"dropped">): Found {
    const isBetween = !this.#hasSegments || log.position === this.#covered;
    if (header.kind !== "log" || !isBetween || !log.dropped(nodes)) return this.#form();
    this.#covered = log.position;
    return undefined;
  }

  #end({ events }: Line<"end">): Found {
    if (events === this.#events) return undefined;
    // What is missing in a log has a number.
    const found = this.#begun?.header.kind === "log" ? this.#begun.log.finish() : undefined;
    return found?.ok === false ? found.error : { reason: "cut", events: this.#events };
  }
}
