import type { Json, JsonObject, RandomBytes } from "@ennead/core/kernel";

import { html, type Html } from "../http/html.ts";
import { shapeOf, typeLine } from "./reference-shape.ts";
import { referenceStyle } from "./reference-style.ts";

type Content = Readonly<
  Record<string, { readonly schema?: JsonObject; readonly example?: Json } | undefined>
>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonObject;
}

/** What the page reads of an operation of our own document. */
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly "x-since": string;
  readonly "x-permission":
    | string
    | { readonly system: string }
    | { readonly object: string; readonly action: string };
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Content }>
  >;
}

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const json = "application/json";

const permissionOf = (permission: Operation["x-permission"]): Html => {
  if (permission === "public") return html`Public`;
  if (typeof permission === "string") return html`Signed in`;
  if ("system" in permission) return html`Permission <code>${permission.system}</code>`;
  const { object, action } = permission;
  const named = object.startsWith(":") ? `{${object.slice(1)}}` : object;
  return html`May <b>${action}</b> <code>${named}</code>`;
};

const parametersOf = (parameters: readonly Parameter[]): Html =>
  html`<details>
    <summary>Parameters</summary>
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">In</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        ${parameters.map(
          (one) =>
            html`<tr>
              <td>
                <code>${one.name}</code
                >${one.required ? "" : html` <span class="optional">optional</span>`}
              </td>
              <td>${one.in}</td>
              <td>
                ${typeLine(one.schema)}${one.description === undefined ? "" : html`<br />${one.description}`}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;

const contentOf = (content: Content): readonly Html[] =>
  Object.entries(content).map(([media, one]) =>
    one?.schema === undefined
      ? html`<p><code>${media}</code></p>`
      : html`${shapeOf(one.schema)}${
          one.example === undefined
            ? ""
            : html`<h4>Example</h4>
                <pre>${JSON.stringify(one.example, null, 2)}</pre>`
        }`,
  );

const isSuccess = (status: string): boolean => status.startsWith("2");

const answerOf = (operation: Operation): readonly Html[] =>
  Object.entries(operation.responses)
    .filter(([status]) => isSuccess(status))
    .map(
      ([status, { content }]) =>
        html`<details>
          <summary>Answer ${status}</summary>
          ${content === undefined ? html`<p>Nothing but the status.</p>` : contentOf(content)}
        </details>`,
    );

const refusalsOf = (operation: Operation): Html =>
  html`<details>
    <summary>Refusals</summary>
    <table>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Codes</th>
        </tr>
      </thead>
      <tbody>
        ${Object.entries(operation.responses)
          .filter(([status]) => !isSuccess(status))
          .map(
            ([status, { description }]) =>
              html`<tr>
                <td>${status}</td>
                <td><code>${description}</code></td>
              </tr>`,
          )}
      </tbody>
    </table>
  </details>`;

/** A text as one word of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const curlOf = ({ method, path, operation }: Entry): string => {
  const { requestBody, parameters } = operation;
  const isPublic = operation["x-permission"] === "public";
  const key = parameters.some(({ name, required }) => name === "Idempotency-Key" && required);
  const [media, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const data =
    media === json ? `-d ${quoted(JSON.stringify(content?.example))}` : "--data-binary @body";
  return [
    `curl -X ${method} "$ENNEAD${path}"`,
    ...(isPublic ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...(key ? ['-H "Idempotency-Key: $KEY"'] : []),
    ...(media === undefined ? [] : [`-H 'Content-Type: ${media}'`, data]),
  ].join(" \\\n  ");
};

const routeOf = (entry: Entry): Html => {
  const { method, path, operation } = entry;
  const { operationId: id, requestBody } = operation;
  return html`<article id="${id}">
    <h3><span class="method">${method}</span> <code>${path}</code></h3>
    <p>${operation.summary}.</p>
    <p class="facts">
      ${permissionOf(operation["x-permission"])} · <code>${id}</code> · since
      ${operation["x-since"]}
    </p>
    ${parametersOf(operation.parameters)}
    ${
      requestBody === undefined
        ? ""
        : html`<details>
            <summary>Body</summary>
            ${contentOf(requestBody.content)}
          </details>`
    }
    ${answerOf(operation)} ${refusalsOf(operation)}
    <details>
      <summary>With curl</summary>
      <pre>${curlOf(entry)}</pre>
    </details>
  </article> `;
};

const roomsOf = (document: JsonObject): ReadonlyMap<string, readonly Entry[]> => {
  const paths = document["paths"] as unknown as Readonly<
    Record<string, Readonly<Record<string, Operation>>>
  >;
  const rooms = new Map<string, Entry[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const room = operation.tags[0] ?? "";
      const entries = rooms.get(room) ?? [];
      rooms.set(room, entries);
      entries.push({ method: method.toUpperCase(), path, operation });
    }
  }
  return rooms;
};

/** The reference page of an OpenAPI document of ours. `server` is where the API is mounted, "" for the root. */
export const referencePage = (document: JsonObject, server: string, nonce: string): string => {
  const { version } = document["info"] as { readonly version: string };
  const rooms = [...roomsOf(document)];
  const links = rooms.map(
    ([room, entries]) =>
      html`<h2>${room}</h2>
        <ul>
          ${entries.map(
            ({ operation }) =>
              html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`,
          )}
        </ul>`,
  );
  const sections = rooms.map(
    ([room, entries]) =>
      html`<section aria-labelledby="room-${room}">
        <h2 id="room-${room}">${room}</h2>
        ${entries.map(routeOf)}
      </section> `,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Ennead API ${version}</title>
        <style nonce="${nonce}">
          ${{ html: referenceStyle }}
        </style>
      </head>
      <body>
        <a class="skip" href="#routes">To the routes</a>
        <header>
          <h1>Ennead API <code>${version}</code></h1>
          <p>
            Paths begin at <code>${server === "" ? "/" : server}</code>; in the examples
            <code>$ENNEAD</code> is the address up to there and <code>$TOKEN</code> a bearer token.
            The same as data: <a href="openapi.json">openapi.json</a>.
          </p>
        </header>
        <div class="page">
          <nav aria-label="Routes">${links}</nav>
          <main id="routes" tabindex="-1">${sections}</main>
        </div>
      </body>
    </html> `.html;
};

/** Where the page is, beneath the place where the API is mounted. */
export const referencePath = "/api/reference";

/** The page as an answer to a request for it, under a policy that lets it load nothing. */
export const answerReference = (
  url: string,
  document: JsonObject,
  random: RandomBytes,
): Response => {
  const server = new URL(url).pathname.slice(0, -referencePath.length);
  const nonce = btoa(String.fromCharCode(...random(16)));
  return new Response(referencePage(document, server, nonce), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      // A page kept anywhere would carry a nonce that is no longer fresh.
      "cache-control": "no-store",
    },
  });
};
