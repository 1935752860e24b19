import { operations, type Api, type Operations } from "../api.gen.ts";
import { pathOf } from "../path-of.ts";
import type { CallOptions } from "./call.ts";
import { readJson } from "./read-json.ts";
import type { RequestOptions, SendRequest } from "./request.ts";

interface Input extends CallOptions {
  readonly params?: Operations[keyof Operations]["params"];
  readonly query?: RequestOptions["query"];
  readonly body?: unknown;
}

const camel = (name: string): string =>
  name.replaceAll(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase());

/** The operations as functions, by room: `pivot.run-spec` is `pivot.runSpec`. */
export const bindApi = (request: SendRequest): Api => {
  const rooms: Record<string, Record<string, unknown>> = {};
  for (const id of Object.keys(operations) as (keyof Operations)[]) {
    const { method, sends, gives } = operations[id];
    const at = id.indexOf(".");
    const room = (rooms[id.slice(0, at)] ??= {});
    room[camel(id.slice(at + 1))] = async ({ params, headers, ...input }: Input = {}) => {
      const response = await request(method, pathOf(id, params), {
        ...input,
        ...(sends === undefined ? {} : { contentType: sends }),
        headers:
          gives === undefined
            ? { ...headers }
            : { accept: `${gives}, application/problem+json`, ...headers },
      });
      return gives === undefined ? readJson(response, input.signal) : response;
    };
  }
  return rooms as unknown as Api;
};
