/**
 * One accumulation of the scan: the rows it takes (`where`, `validity`) and the value it adds up. Its state is a run of
 * slots beginning at `at`: the count, then by what is asked for the sum, its compensation, the minimum, the maximum; or
 * the count, the mean and the sum of squared differences from it.
 */
export interface Lane {
  /** 1 for each row that counts here; all rows where absent. */
  readonly where: Uint8Array | undefined;
  readonly validity: Uint8Array | undefined;
  /** Nothing but counting where absent. */
  readonly values: Float64Array | Int32Array | undefined;
  readonly sum: "none" | "plain" | "compensated" | "moments";
  readonly range: boolean;
  readonly at: number;
}

/**
 * How two states of one slot become one. `pair` is a sum followed by its compensation, `moments` a count followed by mean
 * and squares; what follows is `carried` along.
 */
export type SlotKind = "add" | "pair" | "moments" | "carried" | "min" | "max";

/** The kinds of a lane's slots in their order. */
export const slotsOf = ({ sum, range }: Pick<Lane, "sum" | "range">): readonly SlotKind[] => [
  ...(sum === "moments" ? (["moments", "carried", "carried"] as const) : (["add"] as const)),
  ...(sum === "plain" ? (["add"] as const) : []),
  ...(sum === "compensated" ? (["pair", "carried"] as const) : []),
  ...(range ? (["min", "max"] as const) : []),
];

/** Where in the state a lane keeps what. -1 for what it does not keep. */
export const placesOf = ({
  at,
  sum,
  range,
}: Pick<Lane, "at" | "sum" | "range">): {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
} => {
  const sums = sum === "none" ? 0 : sum === "plain" ? 1 : 2;
  return {
    count: at,
    sum: sums === 0 ? -1 : at + 1,
    min: range ? at + 1 + sums : -1,
    max: range ? at + 2 + sums : -1,
  };
};
