import { actions } from "@ennead/core/access";
import { unwrap } from "@ennead/core/kernel";
import {
  createEnnead,
  hs256Bearer,
  sharedDb,
  signHs256,
  type Database,
  type Ennead,
  type EnneadOptions,
} from "@ennead/edge";

import { ours, secret, theirs, visit } from "./edge.ts";
import { drillRoom } from "./faults-room.ts";
import { unlimited } from "./unlimited.ts";

/** The edge that both a worker and the controller of a drill open. */
export const drillEdge = (
  database: Database,
  crash: (point: string) => void,
  more: Partial<EnneadOptions>,
  deliver: (id: string) => void = () => {},
): Ennead =>
  createEnnead({
    db: sharedDb(database),
    auth: [hs256Bearer({ secret })],
    clock: Date.now,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    keys: [{ id: "drill", secret }],
    objectDefinitions: [visit],
    rooms: [drillRoom(deliver)],
    crash,
    limits: { rates: unlimited },
    ...more,
  });

/** One of two companies, with somebody who may do everything and somebody to be changed. */
export interface DrillCompany {
  readonly id: string;
  readonly admin: string;
  readonly mate: string;
  readonly sets: readonly string[];
  /** Good for hours on either side of now, because the drill moves clocks. */
  readonly token: string;
}

const hour = 3600;
const full = [...actions, "viewAll", "modifyAll"] as const;
const objects = Object.fromEntries(
  ["visit", "account", "user", "pivot.report"].map((name) => [name, full]),
);

/** Makes both companies. */
export const provisionDrill = async (ennead: Ennead): Promise<readonly DrillCompany[]> => {
  const made: DrillCompany[] = [];
  for (const id of [ours, theirs]) {
    const { sets, users } = unwrap(
      await ennead.provision(id, {
        name: `Company ${id.at(-1)}`,
        currency: "EUR",
        locale: "en",
        timeZone: "Europe/Berlin",
        sets: [
          { name: "All", role: true, objects, fields: {}, system: ["access.manage"] },
          { name: "Some", role: true, objects: { visit: ["read"] }, fields: {}, system: [] },
        ],
        users: [
          { name: "Admin", email: "admin@drill.example", sets: ["All"] },
          { name: "Mate", email: "mate@drill.example", sets: ["Some"] },
        ],
      }),
    );
    const admin = users["admin@drill.example"] ?? "";
    const now = Math.floor(Date.now() / 1000);
    const claims = { sub: admin, company: id, iat: now - 3 * hour, exp: now + 6 * hour };
    made.push({
      id,
      admin,
      mate: users["mate@drill.example"] ?? "",
      sets: Object.values(sets),
      token: await signHs256(secret, claims),
    });
  }
  return made;
};
