import {
  compile,
  type AccessFacts,
  type AccessModel,
  type Principal,
  type RecordFacts,
} from "@ennead/core/access";
import type { CompanyId, UserId } from "@ennead/core/kernel";

export const acme = "acme" as CompanyId;
export const user = (id: string): UserId => id as UserId;
export const noon: number = 1_700_000_000_000;

const set = { company: acme, fields: {}, system: [] };

/** Ada manages Bob, who manages Cy. Europe holds France holds Paris. Cy works in Paris, Dan in Europe. */
export const facts: AccessFacts = {
  company: acme,
  objects: {
    deal: {
      default: "none",
      fields: ["name", "amount", "phone", "margin"],
      computed: { margin: ["amount"] },
    },
  },
  sets: [
    {
      ...set,
      id: "rep",
      name: "Sales rep",
      role: true,
      objects: { deal: ["create", "read", "update", "delete", "share", "approve", "export"] },
      fields: { deal: { phone: "mask", amount: "read" } },
    },
    { ...set, id: "reader", name: "Reader", objects: { deal: ["read"] } },
    {
      ...set,
      id: "admin",
      name: "Admin",
      objects: { deal: ["modifyAll"] },
      system: ["access.manage"],
    },
    {
      ...set,
      id: "help",
      name: "Help desk",
      objects: {},
      system: ["access.impersonate", "audit.read"],
    },
    { ...set, id: "audit", name: "Audit", objects: {}, system: ["audit.read", "access.manage"] },
  ],
  users: [
    { id: user("ada"), company: acme, active: true, manager: null, sets: ["rep"] },
    { id: user("bob"), company: acme, active: false, manager: user("ada"), sets: ["rep"] },
    {
      id: user("cy"),
      company: acme,
      active: true,
      manager: user("bob"),
      sets: ["rep", "audit"],
      territories: [{ id: "paris", access: "edit", down: false, up: false }],
    },
    {
      id: user("dan"),
      company: acme,
      active: true,
      sets: ["reader"],
      territories: [{ id: "europe", access: "read", down: true, up: false }],
    },
    { id: user("eve"), company: acme, active: true, sets: ["reader"] },
    { id: user("max"), company: acme, active: true, sets: ["admin"] },
    { id: user("hal"), company: acme, active: true, sets: ["help"] },
  ],
  territories: [
    { id: "europe", company: acme, parent: null },
    { id: "france", company: acme, parent: "europe" },
    { id: "paris", company: acme, parent: "france" },
  ],
  groups: [
    { id: "inner", company: acme, members: ["user:eve"] },
    { id: "outer", company: acme, members: ["group:inner", "group:outer"] },
  ],
};

export const model: AccessModel = compile(facts);

export const as = (actor: string, more: Partial<Principal> = {}): Principal => ({
  company: acme,
  actor: user(actor),
  kind: "user",
  stamp: 1,
  now: noon,
  ...more,
});

/** A deal of Cy in Paris, unless told otherwise. */
export const deal = (more: Partial<RecordFacts> = {}): { object: string; record: RecordFacts } => ({
  object: "deal",
  record: { company: acme, id: "d1", owner: user("cy"), territory: "paris", ...more },
});
