import type { Json } from "../../kernel/index.ts";
import type { AuditEvent } from "../event.ts";
import { present } from "./present.ts";
import type { Product } from "./product.ts";
import { kindOf, type Verb } from "./verb.ts";

/** The version of the schema that events are mapped to. */
export const ocsfVersion = "1.3.0";

type Fields = { readonly [name: string]: Json };

const other = 99;

/** Entity Management [3004] knows what happens to things, Web Resources Activity [6001] all else that is done with them. */
const activities: Readonly<Record<Verb, readonly [classUid: number, activity: number]>> = {
  create: [3004, 1],
  update: [3004, 3],
  delete: [3004, 4],
  login: [3002, 1],
  logout: [3002, 2],
  read: [6001, 2],
  search: [6001, 5],
  import: [6001, 6],
  export: [6001, 7],
  share: [6001, 8],
};

const classNames: Readonly<Record<number, string>> = {
  3002: "Authentication",
  3004: "Entity Management",
  6001: "Web Resources Activity",
};

const severities = {
  success: [1, "Informational"],
  failure: [2, "Low"],
  denied: [3, "Medium"],
} as const;

/** Account types of OCSF users. */
const userTypes: Readonly<Record<string, number>> = {
  user: 1,
  system: 3,
  apiKey: 4,
  job: 4,
  plugin: 4,
};

const userOf = (event: AuditEvent): Fields => {
  const known = Object.hasOwn(userTypes, event.actorKind) ? userTypes[event.actorKind] : undefined;
  return {
    uid: event.actor,
    name: event.actorLabel,
    type: event.actorKind,
    type_id: known ?? other,
  };
};

/** What the event is about, in the words of its class. */
const subjectOf = (event: AuditEvent, classUid: number): Fields => {
  const { entity, entityId, entityLabel, version, diff } = event;
  if (classUid === 3002) return { user: userOf(event), service: { name: event.company } };
  if (classUid === 6001) {
    return { web_resources: [present({ uid: entityId, name: entityLabel, type: entity })] };
  }
  const about = present({
    uid: entityId,
    name: entityLabel,
    type: entity,
    version: version === null ? null : String(version),
  });
  const changes = diff.changes as unknown as Json;
  const data = diff.changes.length === 0 ? {} : { data: { changes } };
  return { entity: { ...about, ...data }, ...present({ comment: event.reason }) };
};

/**
 * The event as an object of the Open Cybersecurity Schema Framework: changes as Entity Management [3004], sign-ins as
 * Authentication [3002], all else as Web Resources Activity [6001]. Times are epoch milliseconds. Who acted is the actor,
 * also when he acted for somebody; what has no place in the schema stands in `unmapped`.
 */
export const toOcsf = (event: AuditEvent, product: Product): Fields => {
  const kind = kindOf(event);
  const [classUid, activity] = kind === undefined ? [6001, other] : activities[kind];
  const [severity, severityName] = severities[event.outcome];
  const isSuccess = event.outcome === "success";
  const geo = event.geo ?? null;
  const source = present({
    ip: event.ip,
    location: geo === null ? null : { lat: geo.lat, long: geo.lon },
  });
  const request = present({
    uid: event.requestId,
    http_method: event.method,
    user_agent: event.userAgent,
  });
  return {
    activity_id: activity,
    activity_name: kind ?? "Other",
    category_uid: Math.floor(classUid / 1000),
    class_uid: classUid,
    class_name: classNames[classUid] ?? "",
    type_uid: classUid * 100 + activity,
    time: event.at,
    severity_id: severity,
    severity: severityName,
    status_id: isSuccess ? 1 : 2,
    status: isSuccess ? "Success" : "Failure",
    ...(isSuccess ? {} : { status_detail: event.outcome }),
    metadata: {
      version: ocsfVersion,
      uid: event.id,
      sequence: event.seq,
      event_code: event.action,
      tenant_uid: event.company,
      product: { name: product.name, vendor_name: product.vendor, version: product.version },
      ...present({ correlation_uid: event.correlationId }),
    },
    actor: { user: userOf(event), ...(event.session ? { session: { uid: event.session } } : {}) },
    ...subjectOf(event, classUid),
    ...(Object.keys(source).length === 0 ? {} : { src_endpoint: source }),
    http_request: request,
    unmapped: present({
      route: event.route,
      on_behalf_of: event.onBehalfOf,
      cause_uid: event.causeId,
      api_version: event.apiVersion,
      flags: event.flags === undefined || event.flags.length === 0 ? null : event.flags,
    }),
  };
};
