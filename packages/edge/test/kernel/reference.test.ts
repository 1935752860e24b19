import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { referencePage } from "../../src/kernel/openapi/reference.ts";
import { openEdge, type Edge } from "../support/edge.ts";

let edge: Edge;
let response: Response;
let page: string;
beforeAll(async () => {
  edge = await openEdge();
  response = await edge.ennead.fetch(new Request("http://x/api/reference"));
  page = await response.text();
});
afterAll(() => edge.close());

describe("the reference page", () => {
  test("is there without a sign-in and holds every route once", () => {
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const articles = [...page.matchAll(/<article id="([^"]+)"/g)].map(([, id]) => id);
    expect(articles.toSorted()).toEqual(edge.ennead.routes.map(({ id }) => id).toSorted());
    for (const { id } of edge.ennead.routes) {
      expect(page.split(`href="#${id}"`)).toHaveLength(2);
    }
  });

  test("may load nothing, and its one style carries the nonce of its answer", async () => {
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    const [, nonce = ""] = /style-src 'nonce-([^']+)'/.exec(policy) ?? [];
    expect(nonce.length).toBeGreaterThanOrEqual(22);
    expect(page).toContain(`<style nonce="${nonce}">`);
    expect(page).not.toMatch(/<script|<link|<img| style="| on[a-z]+="|="https?:|@import|url\(/);
    const again = await edge.ennead.fetch(new Request("http://x/api/reference"));
    expect(again.headers.get("content-security-policy")).not.toBe(policy);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("tells of a route its permission, parameters, body, answer, refusals and a call", () => {
    const [, text = ""] = /<article id="record\.update">([\s\S]*?)<\/article>/.exec(page) ?? [];
    for (const part of [
      "PATCH",
      "/api/records/{object}/{id}",
      "<b>update</b>",
      "If-Match",
      "externalId",
      "Answer 200",
      "kernel/precondition-failed",
      "curl -X PATCH",
    ]) {
      expect(text).toContain(part);
    }
  });

  test("shows texts as texts, whatever is in them", () => {
    const evil = `"><script>alert(1)</script>'&`;
    const document = {
      info: { version: evil },
      paths: {
        [`/api/${evil}`]: {
          post: {
            operationId: evil,
            summary: evil,
            tags: [evil],
            "x-since": evil,
            "x-permission": { object: evil, action: evil },
            parameters: [
              { name: evil, in: evil, required: false, description: evil, schema: { title: evil } },
            ],
            requestBody: {
              content: {
                "application/json": {
                  schema: {
                    type: "object",
                    properties: { [evil]: { const: evil }, b: { enum: [evil], pattern: evil } },
                  },
                  example: { [evil]: evil },
                },
              },
            },
            responses: {
              [evil]: { description: evil },
              200: { description: evil, content: { [evil]: {} } },
            },
          },
        },
      },
    };
    const told = referencePage(document, evil, evil);
    expect(told).not.toContain("<script");
    expect(told).not.toContain('"">');
    expect(told).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  test("works beneath a prefix, of ours and of a host's app", async () => {
    const prefixed = await openEdge({ basePath: "/crm" });
    const own = await prefixed.ennead.fetch(new Request("http://x/crm/api/reference"));
    const none = await prefixed.ennead.fetch(new Request("http://x/api/reference"));
    await prefixed.close();
    expect([own.status, none.status]).toEqual([200, 404]);
    expect(await own.text()).toContain("<code>/crm</code>");
    const app = new Hono().route("/host", edge.ennead.hono);
    const mounted = await app.request("http://x/host/api/reference");
    expect(await mounted.text()).toContain("<code>/host</code>");
  });

  test("has one heading of each room, in order of levels, and no id twice", () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    expect(levels.every((level, at) => at === 0 || level - (levels[at - 1] ?? 0) <= 1)).toBe(true);
  });
});
