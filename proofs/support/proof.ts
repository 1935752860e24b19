/** What a proof found: figures by what they count, and what failed. */
export interface Proven {
  readonly figures: Record<string, string | number>;
  readonly failures: readonly string[];
}

/** A proof at length: `n` of whatever it counts, from a seed. Its file gives it as `prove`. */
export type Proof = (options: {
  readonly n?: number;
  readonly seed?: number;
  readonly log: (line: string) => void;
}) => Promise<Proven>;
