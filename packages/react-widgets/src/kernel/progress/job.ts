/** A piece of long work as `GET /api/jobs/{id}` answers it. Instants are RFC 3339. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: "waiting" | "running" | "done" | "failed" | "cancelled";
  /** How far it is, in units of its own; `total` is missing while nobody knows how much there is. */
  readonly progress: {
    readonly done: number;
    readonly total?: number | undefined;
    readonly phase?: string | undefined;
  } | null;
  readonly result: unknown;
  readonly fault: { readonly code: string; readonly message: string } | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

export const hasEnded = ({ state }: Job): boolean => state !== "waiting" && state !== "running";

/** Done parts of the whole, 0 to 1; undefined while the whole is not known. */
export const fractionOf = ({ state, progress }: Job): number | undefined => {
  if (state === "done") return 1;
  const { done = 0, total = 0 } = progress ?? {};
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : undefined;
};

/** The job that an event carries; undefined for anything else. */
export const jobOf = (text: string): Job | undefined => {
  try {
    const value = JSON.parse(text) as Partial<Job> | null;
    return typeof value?.id === "string" && typeof value.state === "string"
      ? (value as Job)
      : undefined;
  } catch {
    return undefined;
  }
};

export const jobPath = (id: string, part: "" | "/events" | "/cancel" = ""): `/${string}` =>
  `/api/jobs/${encodeURIComponent(id)}${part}`;
