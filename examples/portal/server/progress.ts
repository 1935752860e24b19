/** How far the sample data has come. `GET /demo/progress` answers it as JSON. */
export interface Progress {
  readonly state: "running" | "done" | "failed";
  /** Lines written and lines in all. */
  readonly done: number;
  readonly total: number;
  /** What is being written, for people: the simulated day. */
  readonly note: string;
}
