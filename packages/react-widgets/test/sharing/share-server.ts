import { savedReport } from "../support/saved.ts";
import { json, problem, type TestServer } from "../support/server.ts";

export interface KeptShare {
  readonly to: string;
  readonly access: "read" | "edit" | "full";
  readonly expiresAt: string | null;
  readonly note: string | null;
}

export const ada = "user:0190a0c4-7b1e-7c3a-9f52-000000000001";
export const bob = "user:0190a0c4-7b1e-7c3a-9f52-000000000002";
export const field = "group:0190a0c4-7b1e-7c3a-9f52-000000000003";
export const rep = "role:0190a0c4-7b1e-7c3a-9f52-000000000004";

const names: Readonly<Record<string, string>> = {
  [ada]: "Ada Bach",
  [bob]: "Bob Curie",
  [field]: "Field sales",
  [rep]: "Sales rep",
};
const idOf = (to: string): string => to.split(":")[1] ?? to;

export interface ShareServer {
  readonly server: TestServer;
  /** What is stored, as somebody else would see it. */
  readonly shares: () => readonly KeptShare[];
  /** Somebody else sets what is stored. */
  readonly set: (shares: readonly KeptShare[]) => void;
  /** Bodies of the writes. */
  readonly written: () => readonly unknown[];
}

const viewers = {
  items: [
    {
      userId: idOf(ada),
      name: "Ada Bach",
      access: "full",
      reason: "owner",
      text: "Visible because Ada Bach is the owner.",
    },
    {
      userId: idOf(bob),
      name: "Bob Curie",
      access: "read",
      reason: "manager",
      text: "Visible because Bob Curie manages the owner Ada Bach.",
    },
  ],
  total: 2,
};

const user = (to: string, active = true) => ({
  id: idOf(to),
  version: 1,
  name: names[to],
  email: `${names[to]?.split(" ")[0]?.toLowerCase()}@acme.test`,
  active,
});

/** Keeps the shares of a record like the edge. */
export const sharing = (
  first: readonly KeptShare[] = [],
  { object = "pivot.report", id = "r1", manages = true } = {},
): ShareServer => {
  const server = savedReport();
  let shares = [...first];
  const path = `/api/access/shares/${object}/${id}`;
  const answer = () =>
    json({
      items: shares.map((share, at) => ({
        id: `s${at}`,
        version: 1,
        object,
        recordId: id,
        name: names[share.to] ?? null,
        expired: false,
        grantedBy: idOf(ada),
        createdAt: "2025-01-01T00:00:00Z",
        updatedAt: "2025-01-01T00:00:00Z",
        ...share,
      })),
    });
  server.answer(path, ({ method, body }) => {
    if (method === "PUT") shares = [...(body as { shares: KeptShare[] }).shares];
    return answer();
  });
  server.answer(`/api/access/who-can-see/${object}/${id}`, () => json(viewers));
  server.answer("/api/access/me", () =>
    json({
      user: { id: idOf(ada), name: "Ada Bach", email: "ada@acme.test", roles: [] },
      company: { id: "c1", name: "Acme", currency: "EUR", locale: "en", timeZone: "UTC" },
      permissions: { system: manages ? ["access.manage"] : [], objects: {} },
      impersonation: null,
    }),
  );
  server.answer("/api/access/users", () =>
    json({ items: [user(ada), user(bob), { ...user(bob, false), id: "gone" }], next: null }),
  );
  server.answer("/api/access/groups", () =>
    manages
      ? json({
          items: [{ id: idOf(field), name: "Field sales", description: null, members: [] }],
          next: null,
        })
      : problem(403, "access/forbidden", "No."),
  );
  server.answer("/api/access/permission-sets", () =>
    json({
      items: [
        { id: idOf(rep), name: "Sales rep", role: true },
        { id: "x", name: "No role", role: false },
      ],
      next: null,
    }),
  );
  return {
    server,
    shares: () => shares,
    set: (next) => {
      shares = [...next];
    },
    written: () =>
      server.seen
        .filter(({ method, path: at }) => method === "PUT" && at === path)
        .map((r) => r.body),
  };
};
