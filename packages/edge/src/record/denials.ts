import { isObject, type Fault } from "@ennead/core/kernel";

import { noteDenial, type RequestContext, type Route } from "../kernel/index.ts";

/** What is refused because of who asks. */
const denials: ReadonlySet<string> = new Set([
  "access/forbidden",
  "access/field-forbidden",
  "access/unknown-principal",
]);

const textOf = (value: unknown, name: string): string | null => {
  const found = isObject(value) ? value[name] : undefined;
  return typeof found === "string" ? found : null;
};

/** Notes what of these faults is a denial. Who was refused to make a record is named himself: there is none. */
export const noteRefused = async (
  context: RequestContext,
  object: string,
  id: string | null,
  faults: readonly Pick<Fault, "code">[],
): Promise<void> => {
  const codes = [...new Set(faults.map(({ code }) => code))].filter((code) => denials.has(code));
  if (codes.length === 0) return;
  await noteDenial(context, {
    action: `record.${object}.deny`,
    entity: id === null ? "access.user" : object,
    entityId: id ?? context.principal.actor,
    codes,
  });
};

/** The route, whose refusals of what somebody may not write stand in the audit log with the outcome `denied`. */
export const noted = (route: Route): Route =>
  route.method === "GET"
    ? route
    : {
        ...route,
        handler: async (context, input) => {
          const answer = await route.handler(context, input);
          const object = textOf(input.params, "object");
          if (!answer.ok && object !== null) {
            await noteRefused(context, object, textOf(input.params, "id"), [answer.error].flat());
          }
          return answer;
        },
      };
