import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openEdge, type Edge } from "../support/edge.ts";

type Content = { readonly "application/json"?: { readonly example: unknown } };
interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

let edge: Edge;
let operations: ReadonlyMap<string, Operation>;
beforeAll(async () => {
  edge = await openEdge();
  const { paths } = edge.ennead.openapi() as never as {
    paths: Record<string, Record<string, Operation>>;
  };
  operations = new Map(
    Object.values(paths).flatMap((methods) =>
      Object.values(methods).map((one) => [one.operationId, one] as const),
    ),
  );
});
afterAll(() => edge.close());

test("every JSON body and answer has an example that its own schema takes", () => {
  const wrong = edge.ennead.routes.flatMap((route) => {
    const operation = operations.get(route.id);
    const answer = operation?.responses[String(route.status ?? 200)]?.content?.["application/json"];
    const checks = [
      {
        schema: route.limits === "bulk" ? undefined : route.body,
        found: operation?.requestBody?.content["application/json"],
      },
      {
        schema: route.response === null || "media" in route.response ? undefined : route.response,
        found: answer,
      },
    ];
    return checks.flatMap(({ schema, found }) => {
      if (schema === undefined) return [];
      const result = v.safeParse(schema, found?.example);
      return result.success ? [] : [[route.id, found?.example, v.flatten(result.issues)]];
    });
  });
  expect(wrong).toEqual([]);
});
