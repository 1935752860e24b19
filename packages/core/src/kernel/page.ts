/** One page of a list. `next` is the cursor of the following page, null on the last; `total` only where asked for. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly total?: number;
}
