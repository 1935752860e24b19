import { formatInstant } from "../../calendar/index.ts";
import type { Json } from "../../kernel/index.ts";
import type { AuditEvent } from "../event.ts";
import { present } from "./present.ts";
import type { Product } from "./product.ts";
import { kindOf, type Verb } from "./verb.ts";

type Fields = { readonly [name: string]: Json };

const ecsVersion = "8.11.0";

/** Allowed values of `event.type`. */
const types: Readonly<Record<Verb, string>> = {
  create: "creation",
  update: "change",
  delete: "deletion",
  login: "start",
  logout: "end",
  read: "access",
  search: "access",
  import: "creation",
  export: "access",
  share: "change",
};

/** The event in the Elastic Common Schema, as nested fields. ECS knows a denial as a failure of type `denied`. */
export const toEcs = (event: AuditEvent, product: Product): Fields => {
  const kind = kindOf(event);
  const isSession = kind === "login" || kind === "logout";
  const changed = [...new Set(event.diff.changes.map(({ path }) => path[0] ?? ""))];
  return {
    "@timestamp": formatInstant(event.at),
    ecs: { version: ecsVersion },
    message: `${event.actorLabel}: ${event.action} ${event.entity}/${event.entityId}`,
    event: {
      kind: "event",
      category: [isSession ? "authentication" : event.entity === "user" ? "iam" : "database"],
      type: [
        kind === undefined ? "info" : types[kind],
        ...(event.outcome === "denied" ? ["denied"] : []),
      ],
      action: event.action,
      outcome: event.outcome === "success" ? "success" : "failure",
      id: event.id,
      sequence: event.seq,
      provider: product.name,
      dataset: "ennead.audit",
      ...present({ reason: event.reason }),
    },
    organization: { id: event.company },
    observer: { vendor: product.vendor, product: product.name, version: product.version },
    user: {
      id: event.actor,
      name: event.actorLabel,
      ...(event.onBehalfOf === null ? {} : { effective: { id: event.onBehalfOf } }),
    },
    related: {
      user: [event.actor, ...(event.onBehalfOf === null ? [] : [event.onBehalfOf])],
      ...(event.ip ? { ip: [event.ip] } : {}),
    },
    ...(event.ip ? { source: { ip: event.ip } } : {}),
    ...(event.userAgent ? { user_agent: { original: event.userAgent } } : {}),
    http: { request: present({ id: event.requestId, method: event.method }) },
    ...(event.correlationId ? { trace: { id: event.correlationId } } : {}),
    ...(event.flags === undefined || event.flags.length === 0 ? {} : { tags: event.flags }),
    ennead: present({
      entity: event.entity,
      entity_id: event.entityId,
      entity_label: event.entityLabel,
      version: event.version,
      route: event.route,
      cause: event.causeId,
      changed: changed.length === 0 ? null : changed,
    }),
  };
};
