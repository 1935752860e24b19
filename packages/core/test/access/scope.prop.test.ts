import {
  can,
  compile,
  fieldLevels,
  inScope,
  scopeOf,
  withinScopes,
  type AccessFacts,
  type ObjectRight,
  type Principal,
} from "@ennead/core/access";
import type { CompanyId, UserId } from "@ennead/core/kernel";
import fc from "fast-check";
import { test } from "vitest";

const companies = ["c1", "c2"] as CompanyId[];
const users = ["u1", "u2", "u3", "u4"] as UserId[];
const objects = ["deal", "account"];
const touching = ["read", "update", "delete", "share", "export", "approve"] as const;
const rights: ObjectRight[] = ["create", ...touching, "viewAll", "modifyAll"];
const company = fc.constantFrom(...companies);

const facts: fc.Arbitrary<AccessFacts> = fc.record({
  company,
  objects: fc.record({
    deal: fc.record({
      default: fc.constantFrom("none", "read", "edit"),
      fields: fc.constant(["a", "b"]),
    }),
    account: fc.record({
      default: fc.constantFrom("none", "read", "edit"),
      fields: fc.constant(["a"]),
    }),
  }),
  sets: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom("s1", "s2", "s3"),
      company,
      name: fc.constant("Set"),
      objects: fc.dictionary(fc.constantFrom(...objects), fc.subarray(rights)),
      fields: fc.dictionary(
        fc.constantFrom(...objects),
        fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom("none", "read", "edit")),
      ),
      system: fc.constant([]),
    }),
    { selector: ({ id }) => id },
  ),
  users: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom(...users),
      company,
      active: fc.boolean(),
      sets: fc.subarray(["s1", "s2", "s3"]),
    }),
    { selector: ({ id }) => id },
  ),
  denies: fc.array(
    fc.record(
      {
        company,
        who: fc.constantFrom("all", "user:u1", "user:u2"),
        action: fc.constantFrom("*", ...touching),
        object: fc.constantFrom(...objects),
        reason: fc.constant("quarantine"),
      },
      { requiredKeys: ["company", "who", "action", "reason"] },
    ),
    { maxLength: 2 },
  ),
});

const record = fc.record({ company, owner: fc.constantFrom(null, ...users) });
const principal: fc.Arbitrary<Principal> = fc.record({
  company,
  actor: fc.constantFrom(...users),
  kind: fc.constant("user"),
  stamp: fc.constant(1),
});

test("the scope of an object holds exactly the records for which can allows", () => {
  fc.assert(
    fc.property(facts, principal, fc.array(record), (world, who, records) => {
      const model = compile(world);
      return objects.every((object) =>
        touching.every((action) => {
          const scope = scopeOf(model, who, object, action);
          return records.every((one) => {
            const inside = one.company === who.company && inScope(scope, one);
            return inside === can(model, who, action, { object, record: one }).allow;
          });
        }),
      );
    }),
    { numRuns: 2000 },
  );
});

test("a field is visible only on records that may be read and writable only on those that may be updated", () => {
  fc.assert(
    fc.property(facts, principal, record, (world, who, one) => {
      const model = compile(world);
      return objects.every((object) => {
        const levels = [...fieldLevels(model, who, object, one)];
        return levels.every(([field, level]) => {
          const write = can(model, who, "update", { object, record: one, fields: [field] }).allow;
          const read = can(model, who, "read", { object, record: one }).allow;
          return (
            (level === "none" || read) &&
            (level !== "edit" || write) &&
            (!write || !read || level === "edit")
          );
        });
      });
    }),
    { numRuns: 1000 },
  );
});

test("another set never takes a right away", () => {
  fc.assert(
    fc.property(facts, principal, record, (world, who, one) => {
      const fewer = compile({
        ...world,
        users: world.users.map((user) => ({ ...user, sets: user.sets.slice(1) })),
      });
      const model = compile(world);
      return objects.every((object) =>
        touching.every(
          (action) =>
            !can(fewer, who, action, { object, record: one }).allow ||
            can(model, who, action, { object, record: one }).allow,
        ),
      );
    }),
    { numRuns: 500 },
  );
});

const covered = (scopes: readonly string[], object: string, action: string): boolean =>
  scopes.includes(`${object}:${action}`) ||
  (scopes.includes("read") && action === "read") ||
  (scopes.includes("write") && ["create", "read", "update", "delete"].includes(action));

test("within scopes exactly that is allowed which the rights and the scopes allow, in all evaluators", () => {
  const words = [
    "read",
    "write",
    ...objects.flatMap((name) => touching.map((one) => `${name}:${one}`)),
  ];
  fc.assert(
    fc.property(facts, principal, record, fc.subarray(words), (world, who, one, scopes) => {
      const model = compile(world);
      const within = withinScopes(model, who.actor, scopes);
      return objects.every((object) =>
        touching.every((action) => {
          const may = covered(scopes, object, action);
          const resource = { object, record: one };
          const before = can(model, who, action, resource).allow;
          const scope = scopeOf(within, who, object, action);
          const levels = [...fieldLevels(within, who, object).values()];
          return (
            can(within, who, action, resource).allow === (before && may) &&
            JSON.stringify(scope) ===
              JSON.stringify(may ? scopeOf(model, who, object, action) : "none") &&
            (covered(scopes, object, "read") || levels.every((level) => level === "none"))
          );
        }),
      );
    }),
    { numRuns: 1000 },
  );
});
