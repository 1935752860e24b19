import { err, ok, type Result } from "../../kernel/index.ts";
import { Frontier } from "./frontier.ts";
import { hashLeaf, isSameHash, sha256, type Sha256 } from "./hash.ts";
import type { Segment } from "./seal-segment.ts";

/** What is wrong with a log. `seq` is the first event that is; `from` and `to` are events among which it is. */
export type LogFault =
  /** Event `seq` is not there, and none after it. */
  | { readonly reason: "truncated"; readonly seq: number }
  /** Another event stands in the place of event `seq`. */
  | { readonly reason: "gap"; readonly seq: number }
  /** Event `seq` is not what its leaf was made of. */
  | { readonly reason: "leaf"; readonly seq: number }
  /** Events and leaves of a segment (counted from 0) agree, and differ from what was sealed. */
  | {
      readonly reason: "root";
      readonly segment: number;
      readonly from: number;
      readonly to: number;
    }
  /** Even the segments agree, and differ from what was signed; before `from` is a checkpoint that holds. */
  | { readonly reason: "checkpoint"; readonly from: number; readonly to: number };

/** A log with nothing wrong up to its checkpoint. */
export interface SoundLog {
  readonly size: number;
  /** Events that came after the checkpoint, which says nothing of them. */
  readonly unsealed: number;
  /** Events that are not there: nothing but their roots is known, and whether they may be gone is not proved. */
  readonly dropped: readonly { readonly from: number; readonly to: number }[];
}

/** An event as it is stored: `payload` is its canonical text in UTF-8. */
export interface StoredEvent {
  readonly seq: number;
  readonly payload: Uint8Array;
  readonly leaf: Uint8Array;
}

/** The number of events that a checkpoint signed, and their root. */
export interface SealedSize {
  readonly size: number;
  readonly root: Uint8Array;
}

interface OpenSegment {
  readonly index: number;
  readonly segment: Segment;
  readonly frontier: Frontier;
}

/**
 * Checks a log event by event, in memory that does not grow with it, against its last checkpoint. Faults are ranked: the
 * first event that is not in its place or not what was sealed, then the first segment, then checkpoints.
 */
export class LogCheck {
  readonly #hash: Sha256;
  readonly #log: Frontier;
  readonly #last: SealedSize;
  /** Segments by their first event, and those that have begun: a log has thousands, of which one is open at a time. */
  readonly #coming = new Map<number, OpenSegment[]>();
  #open: OpenSegment[] = [];
  #announced = 0;
  /** Roots that were signed, by size. */
  readonly #signed = new Map<number, Uint8Array[]>();
  /** Size of the greatest checkpoint that was found to hold. */
  #held = 0;
  #unsealed = 0;
  readonly #dropped: { readonly from: number; readonly to: number }[] = [];
  #event: LogFault | undefined;
  #segment: (LogFault & { readonly reason: "root" }) | undefined;
  #checkpoint: LogFault | undefined;

  constructor(last: SealedSize, hash: Sha256 = sha256) {
    this.#hash = hash;
    this.#last = last;
    this.#log = new Frontier(hash);
    this.checkpoint(last);
  }

  /** How many events were found in their place, dropped ones among them. */
  get position(): number {
    return this.#log.size;
  }

  /** The first bad event, as soon as it is known: nothing that comes later outranks it. */
  get fault(): LogFault | undefined {
    return this.#event;
  }

  /** Announces a segment before its first event. One that goes beyond the last checkpoint cannot hold. */
  segment(segment: Segment): void {
    const index = this.#announced;
    this.#announced += 1;
    const { from, to } = segment;
    const isPossible = from > this.position && to >= from && to <= this.#last.size;
    if (!isPossible) {
      this.#refuse(index, segment);
      return;
    }
    const opened = { index, segment, frontier: new Frontier(this.#hash) };
    this.#coming.set(from, [...(this.#coming.get(from) ?? []), opened]);
  }

  /** Announces an earlier checkpoint. False where more events were taken already than it covers: it cannot be compared. */
  checkpoint({ size, root }: SealedSize): boolean {
    if (size < this.position) return false;
    this.#signed.set(size, [...(this.#signed.get(size) ?? []), root]);
    this.#compare();
    return true;
  }

  /** Takes the next event in the order of the file. */
  event({ seq, payload, leaf }: StoredEvent): void {
    const place = this.position + 1;
    if (this.#event !== undefined) return;
    if (place > this.#last.size) this.#unsealed += 1;
    else if (seq !== place) this.#event = { reason: "gap", seq: place };
    else if (isSameHash(hashLeaf(payload, this.#hash), leaf)) this.#append(leaf);
    else this.#event = { reason: "leaf", seq: place };
  }

  /**
   * Takes events that are no longer there by the roots of the complete subtrees they were, in order. False where they do
   * not follow, are within a segment, or go beyond the last checkpoint.
   */
  dropped(nodes: readonly { readonly level: number; readonly hash: Uint8Array }[]): boolean {
    if (this.#event !== undefined) return true;
    const from = this.position + 1;
    if (this.#open.length > 0 || this.#coming.has(from)) return false;
    for (const { level, hash } of nodes) {
      const isLeft = this.position + 2 ** level <= this.#last.size;
      if (!isLeft || !this.#log.appendSubtree(level, hash)) return false;
      this.#compare();
    }
    if (this.position >= from) this.#dropped.push({ from, to: this.position });
    return true;
  }

  /** What is wrong with the log, now that all of it was taken. */
  finish(): Result<SoundLog, LogFault> {
    const place = this.position + 1;
    if (this.#event !== undefined) return err(this.#event);
    if (place <= this.#last.size) return err({ reason: "truncated", seq: place });
    for (const { index, segment } of [...this.#coming.values()].flat()) {
      this.#refuse(index, segment);
    }
    const fault = this.#segment ?? this.#checkpoint;
    return fault === undefined
      ? ok({ size: this.position, unsealed: this.#unsealed, dropped: this.#dropped })
      : err(fault);
  }

  #append(leaf: Uint8Array): void {
    this.#log.append(leaf);
    const at = this.position;
    const begun = this.#coming.get(at);
    if (begun !== undefined) {
      this.#coming.delete(at);
      this.#open.push(...begun);
    }
    let isClosing = false;
    for (const { index, segment, frontier } of this.#open) {
      frontier.append(leaf);
      if (segment.to !== at) continue;
      isClosing = true;
      if (!isSameHash(frontier.root(), segment.root)) this.#refuse(index, segment);
    }
    if (isClosing) this.#open = this.#open.filter(({ segment }) => segment.to !== at);
    this.#compare();
  }

  #refuse(index: number, { from, to }: Segment): void {
    if (this.#segment === undefined || index < this.#segment.segment) {
      this.#segment = { reason: "root", segment: index, from, to };
    }
  }

  /** Compares what was signed of the events so far. */
  #compare(): void {
    const { position: size } = this;
    const roots = this.#signed.get(size);
    if (roots === undefined) return;
    this.#signed.delete(size);
    const found = this.#log.root();
    if (!roots.every((root) => isSameHash(root, found))) {
      this.#checkpoint ??= { reason: "checkpoint", from: this.#held + 1, to: size };
    } else if (this.#checkpoint === undefined) {
      this.#held = size;
    }
  }
}

/** Checks a log that is at hand as a whole; `LogCheck` says how. */
export const checkLog = (
  events: Iterable<StoredEvent>,
  segments: readonly Segment[],
  last: SealedSize,
  hash: Sha256 = sha256,
): Result<SoundLog, LogFault> => {
  const check = new LogCheck(last, hash);
  for (const segment of segments) check.segment(segment);
  for (const event of events) check.event(event);
  return check.finish();
};
