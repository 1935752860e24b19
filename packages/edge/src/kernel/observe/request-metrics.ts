import type { Registry } from "./registry.ts";

/** What is counted of requests. */
export interface RequestMetrics {
  /** `ms` until the answer began. */
  readonly answered: (route: string, status: number, ms: number) => void;
  readonly limited: (policy: string) => void;
}

/** Seconds. An indexed read takes about a millisecond, a report over a million rows some hundred. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const classes = ["1xx", "2xx", "3xx", "4xx", "5xx"] as const;

export const requestMetrics = (metrics: Registry, inFlight: () => number): RequestMetrics => {
  const requests = metrics.counter({
    name: "ennead_http_requests_total",
    help: "Requests answered, by route and class of status.",
    labels: ["route", "status"],
  });
  const durations = metrics.histogram(
    {
      name: "ennead_http_request_duration_seconds",
      help: "Time until the answer began, by route.",
      labels: ["route"],
    },
    bounds,
  );
  const limited = metrics.counter({
    name: "ennead_http_rate_limited_total",
    help: "Requests refused by a rate limit, by policy.",
    labels: ["policy"],
  });
  metrics.gauge(
    { name: "ennead_http_requests_in_flight", help: "What is being answered at present." },
    () => Promise.resolve([{ labels: [], value: inFlight() }]),
  );
  return {
    answered: (route, status, ms) => {
      requests.add([route, classes[Math.floor(status / 100) - 1] ?? "5xx"]);
      durations.observe([route], ms / 1000);
    },
    limited: (policy) => limited.add([policy]),
  };
};
