import { ProblemError } from "./problem.ts";

/**
 * How every query of the widgets behaves, whatever cache the host shares with them: only what may pass is tried again;
 * without a network a request fails, and says so, instead of waiting in silence.
 */
export const queryDefaults: {
  readonly retry: (failures: number, error: Error) => boolean;
  readonly retryDelay: (attempt: number) => number;
  readonly networkMode: "always";
  readonly refetchOnWindowFocus: false;
  readonly refetchOnReconnect: true;
} = {
  // The client itself waits as long as the server asks; without a network only `online` helps.
  retry: (failures, error) =>
    failures < 2 &&
    error instanceof ProblemError &&
    error.transient &&
    error.retryAfter === undefined &&
    error.code !== "kernel/offline",
  retryDelay: (attempt) => 300 * 2 ** attempt,
  networkMode: "always",
  refetchOnWindowFocus: false,
  refetchOnReconnect: true,
};
