import type { Edge } from "./edge.ts";

/** A request as it is sent; a body is given only where the method takes one. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: BodyInit | undefined;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** What a stream of events says at first. It may go on for as long as somebody listens. */
const beginning = async (response: Response): Promise<string> => {
  const reader = response.body?.getReader();
  const first = await Promise.race([
    reader?.read(),
    new Promise<undefined>((resolve) => {
      setTimeout(resolve, 20);
    }),
  ]);
  await reader?.cancel();
  return first?.value === undefined ? "" : new TextDecoder().decode(first.value as Uint8Array);
};

/** Sends a request to the edge as it is, with no credential but those in its headers. */
export const ask = async (
  { ennead }: Pick<Edge, "ennead">,
  { method, path, headers, body }: Asked,
): Promise<Answered> => {
  const response = await ennead.fetch(
    new Request(`http://ennead.example${path}`, {
      method,
      headers,
      ...(body === undefined || method === "GET" || method === "HEAD"
        ? {}
        : { body, duplex: "half" }),
    } as RequestInit),
  );
  const type = response.headers.get("content-type") ?? "";
  const text = type.startsWith("text/event-stream")
    ? await beginning(response)
    : await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: type.endsWith("json") && !type.includes("ndjson") ? jsonOf(text) : undefined,
  };
};
