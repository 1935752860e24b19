import type { Fault, Json } from "../../kernel/index.ts";
import type { BundleHeader } from "./bundle.ts";
import type { LogFault, SoundLog } from "./check-log.ts";

/** What is wrong with a bundle. */
export type BundleFault =
  | LogFault
  /** A line (counted from 1) cannot be read or stands where it must not; `seq` is the event that was due there. */
  | { readonly reason: "form"; readonly line: number; readonly seq?: number }
  /** A checkpoint is not signed by a trusted key, or is of another log: nothing can be believed. */
  | { readonly reason: "signature"; readonly line: number; readonly fault: Fault }
  /** A value is not the one that event `seq` committed to. */
  | { readonly reason: "value"; readonly seq: number }
  /** Event `seq` of a selection is not proved to be in the log. */
  | { readonly reason: "proof"; readonly seq: number }
  /** The file has no end, or its end tells of more or fewer than these lines of events. */
  | { readonly reason: "cut"; readonly events: number };

/** A bundle with nothing wrong. */
export interface SoundBundle {
  readonly kind: BundleHeader["kind"];
  readonly origin: string;
  /** Size of the log at the checkpoint. */
  readonly size: number;
  readonly signedBy: readonly string[];
  readonly extensions: readonly string[];
  /** Lines of events, and how many of those are later than the checkpoint, which says nothing of them. */
  readonly events: number;
  readonly unsealed: number;
  /** Events that retention dropped, as whoever wrote the bundle says. */
  readonly dropped: SoundLog["dropped"];
  /** Personal values that were there and true. */
  readonly values: number;
  readonly about?: Json;
}
