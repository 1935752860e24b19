/** The server's time, learnt from its answers: epoch milliseconds, to a second; undefined until an answer has told. */
export interface ServerClock {
  readonly learn: (response: Response) => void;
  readonly now: () => number | undefined;
}

/** Epoch milliseconds of the `Date` header. Answers across origins show it only when the server exposes it. */
export const sentAt = (response: Response): number | undefined => {
  const at = Date.parse(response.headers.get("date") ?? "");
  return Number.isNaN(at) ? undefined : at;
};

export const createServerClock = (): ServerClock => {
  let ahead: number | undefined;
  return {
    learn: (response) => {
      const at = sentAt(response);
      if (at !== undefined) ahead = at - Date.now();
    },
    now: () => (ahead === undefined ? undefined : Date.now() + ahead),
  };
};
