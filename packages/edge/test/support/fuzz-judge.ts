import * as v from "valibot";

import type { Route } from "../../src/kernel/index.ts";
import type { Answered } from "./fuzz-ask.ts";
import type { Fuzzed } from "./fuzz-requests.ts";

const problemSchema = v.looseObject({
  type: v.pipe(v.string(), v.startsWith("urn:ennead:fault:")),
  title: v.pipe(v.string(), v.minLength(1)),
  status: v.number(),
  code: v.pipe(v.string(), v.regex(/^[a-z]+\/[a-z-]+$/)),
  detail: v.pipe(v.string(), v.minLength(1)),
  instance: v.string(),
  errors: v.array(v.strictObject({ pointer: v.string(), code: v.string(), message: v.string() })),
  requestId: v.string(),
});

/** Codes that any route may answer, before its handler is asked. */
const ofEveryRoute: ReadonlySet<string> = new Set([
  "access/forbidden",
  "access/token-malformed",
  "access/token-revoked",
  "access/token-signature",
  "access/bad-key",
  "access/session-ended",
  "kernel/bad-json",
  "kernel/bad-request",
  "kernel/forbidden",
  "kernel/idempotency-in-flight",
  "kernel/idempotency-mismatch",
  "kernel/idempotency-required",
  "kernel/invalid-value",
  "kernel/method-not-allowed",
  "kernel/not-acceptable",
  "kernel/not-found",
  "kernel/too-deep",
  "kernel/too-large",
  "kernel/unauthenticated",
  "kernel/unknown-field",
  "kernel/unsupported-media",
  "kernel/version-conflict",
  "versioning/unknown-version",
]);

const everyAnswerHas = [
  "api-version",
  "cache-control",
  "content-security-policy",
  "referrer-policy",
  "vary",
  "x-content-type-options",
  "x-request-id",
] as const;

const leaks = /SQLITE|libsql|\bat \S+ \(|node_modules|\/packages\/|select .* from|insert into/i;

const isSchema = (response: Route["response"]): response is v.GenericSchema<unknown, unknown> =>
  response !== null && !("media" in response);

const goodAnswer = ({ route }: Fuzzed, { status, headers, text, json }: Answered): string[] => {
  const { response } = route;
  const wrong: string[] = [];
  if (status !== (route.status ?? 200)) wrong.push(`a status that is not declared`);
  const type = headers.get("content-type") ?? "";
  if (response === null) {
    if (text !== "") wrong.push("a body where none is declared");
  } else if (isSchema(response)) {
    const read = v.safeParse(response, json);
    if (!read.success) {
      const [issue] = read.issues;
      wrong.push(`no answer of the route: ${issue.message} at ${v.getDotPath(issue)}`);
    }
    if (!type.startsWith("application/json")) wrong.push("another media type");
  } else if (!type.startsWith(response.media)) wrong.push("another media type");
  return wrong;
};

const badAnswer = (
  { route, asked }: Fuzzed,
  { status, headers, json, text }: Answered,
): string[] => {
  const wrong: string[] = [];
  if (headers.get("content-type") !== "application/problem+json") {
    // A refusal of HEAD has no body, but the head of one.
    wrong.push("a refusal that is no problem");
  }
  if (asked.method === "HEAD") return wrong;
  const read = v.safeParse(problemSchema, json);
  if (!read.success) return [...wrong, "no whole problem"];
  if (read.output.status !== status) wrong.push("a problem of another status");
  if (read.output.requestId !== headers.get("x-request-id")) wrong.push("another request id");
  const isOurs = asked.method === route.method;
  for (const { code } of isOurs ? [read.output, ...read.output.errors] : []) {
    if (!ofEveryRoute.has(code) && !route.faults.includes(code as never)) {
      wrong.push(`the fault ${code}, which it does not declare`);
    }
  }
  if (status === 401 && !headers.has("www-authenticate")) wrong.push("401 without a challenge");
  if (status === 405 && !headers.has("allow")) wrong.push("405 without Allow");
  if (leaks.test(text.replaceAll(asked.path, ""))) wrong.push("words of the inside");
  return wrong;
};

/** What an answer must not be, of all that it is. `changed` is whether a row of an entity or part was written. */
export const wrongs = (
  fuzzed: Fuzzed,
  answer: Answered,
  changed: boolean,
  hidden: readonly string[],
): readonly string[] => {
  const { route, asked } = fuzzed;
  const { status, headers, text } = answer;
  const wrong: string[] = [];
  if (status >= 500) wrong.push("an error of ours");
  if (status >= 400 && changed) wrong.push("a change by a refusal");
  if (asked.method === "GET" && changed) wrong.push("a change by a reading");
  for (const word of hidden) {
    if (text.includes(word)) wrong.push(`what this asker may not see: ${word}`);
  }
  if (asked.method === "OPTIONS") return wrong;
  for (const name of everyAnswerHas) {
    if (!headers.has(name)) wrong.push(`no header ${name}`);
  }
  if (status >= 400) return [...wrong, ...badAnswer(fuzzed, answer)];
  if (asked.method === route.method && status !== 304) wrong.push(...goodAnswer(fuzzed, answer));
  return wrong;
};
