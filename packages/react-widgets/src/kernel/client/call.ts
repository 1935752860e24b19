/** What a call takes besides the input of its operation. */
export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Version the change is based on; refused with 412 when the stored one is another. */
  readonly ifMatch?: number;
  /** Key of what the person does, to be given again when it is tried again; a fresh one for each call unless given. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** Statuses besides 2xx that the caller wants to see, e.g. 304. */
  readonly accept?: readonly number[];
}
