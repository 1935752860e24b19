/**
 * The HTTP API as a typed client, without React: one function for each operation, a token renewed when needed, keys that
 * let a change be sent again, and server-sent events over fetch.
 *
 * @example
 * ```ts
 * import { createClient, isFault } from "@ennead/react-widgets/client";
 *
 * const rename = async (token: () => Promise<string>, id: string, version: number) => {
 *   const client = createClient({ baseUrl: "https://crm.example", getToken: token });
 *   try {
 *     return await client.pivot.update({ params: { id }, body: { name: "Sales" }, ifMatch: version });
 *   } catch (error) {
 *     if (isFault("pivot.update", error, "kernel/precondition-failed")) return undefined;
 *     throw error;
 *   }
 * };
 * ```
 */
export { apiVersion, createClient, type Client, type ClientOptions } from "./create-client.ts";
export type { CallOptions } from "./call.ts";
export type { RequestOptions, SendRequest } from "./request.ts";
export type { GetToken } from "./token-source.ts";
export { createActionKeys, newKey, type ActionKeys } from "./action-key.ts";
export { events, type EventsOptions } from "./events.ts";
export type { StreamEvent } from "./event-stream.ts";
export { isFault } from "./is-fault.ts";
export { ProblemError, type ClientFault, type ProblemPart } from "../problem.ts";
export { pathOf } from "../path-of.ts";
export { operations } from "../api.gen.ts";
export type * from "../api.gen.ts";
