import { json, problem, testServer, type TestServer } from "./server.ts";

export const adminMe = {
  user: { id: "u1", name: "Mara Ellison", email: "mara@acme.example", roles: ["Administrator"] },
  company: {
    id: "c1",
    name: "Acme",
    currency: "EUR",
    locale: "en",
    timeZone: "UTC",
  },
  permissions: { system: ["access.manage"], objects: {} },
  impersonation: null,
};

interface StoredSet {
  id: string;
  version: number;
  name: string;
  role: boolean;
  objects: Record<string, readonly string[]>;
  fields: Record<string, Record<string, string>>;
  system: readonly string[];
  obligations: object;
}

interface StoredUser {
  readonly id: string;
  version: number;
  readonly name: string;
  readonly email: string;
  active: boolean;
  managerId: string | null;
  sets: readonly string[];
}

export interface AccessServer extends TestServer {
  readonly sets: StoredSet[];
  readonly users: StoredUser[];
}

const people = "/api/access/users";
const stamps = { createdAt: "2025-01-01T00:00:00Z", updatedAt: "2025-01-01T00:00:00Z" };

const page = (items: readonly unknown[]) => () => json({ items, next: null });

/** Keeps sets and users like the edge, versions checked; refuses what holders may not change. */
export const accessServer = (): AccessServer => {
  const server = testServer();
  const sets: StoredSet[] = [
    {
      id: "s1",
      version: 1,
      name: "Administrator",
      role: true,
      objects: { deal: ["read"] },
      fields: {},
      system: ["access.manage"],
      obligations: {},
    },
    {
      id: "s2",
      version: 3,
      name: "Sales",
      role: true,
      objects: { deal: ["read", "update"], account: ["read"] },
      fields: { deal: { margin: "mask" } },
      system: [],
      obligations: { deal: { maxExportRows: 100 } },
    },
  ];
  const users: StoredUser[] = [
    {
      id: "u1",
      version: 1,
      name: "Mara Ellison",
      email: "mara@acme.example",
      active: true,
      managerId: null,
      sets: ["s1"],
    },
    {
      id: "u2",
      version: 1,
      name: "Priya Kulkarni",
      email: "priya@acme.example",
      active: true,
      managerId: "u1",
      sets: ["s2"],
    },
    {
      id: "u3",
      version: 1,
      name: "Daniel Okafor",
      email: "daniel@acme.example",
      active: false,
      managerId: "u2",
      sets: [],
    },
  ];
  const groups = [
    {
      id: "g1",
      version: 1,
      name: "Field",
      description: null,
      members: ["user:u2", "group:g2"],
      ...stamps,
    },
    { id: "g2", version: 1, name: "Trainees", description: null, members: ["user:u3"], ...stamps },
  ];
  server.answer("/api/access/me", () => json(adminMe));
  server.answer("/api/access/vocabulary", () =>
    json({
      objects: [
        { name: "account", label: "Account", fields: [{ name: "name", label: "Name" }] },
        {
          name: "deal",
          label: "Deal",
          fields: [
            { name: "amount", label: "Amount" },
            { name: "margin", label: "Margin" },
          ],
        },
      ],
      rights: [
        "create",
        "read",
        "update",
        "delete",
        "share",
        "export",
        "approve",
        "viewAll",
        "modifyAll",
      ],
      system: ["access.manage", "pivot.export"],
    }),
  );
  server.answer("/api/access/permission-sets", ({ method, body }) => {
    if (method === "GET") return json({ items: sets, next: null });
    const made = { id: "s9", version: 1, ...(body as Omit<StoredSet, "id" | "version">) };
    sets.push(made);
    return json(made, 201);
  });
  for (const set of sets) {
    server.answer(`/api/access/permission-sets/${set.id}`, ({ method, headers, body }) => {
      if (method === "GET") return json(set);
      if (headers.get("if-match") !== `W/"${set.version}"`) {
        return problem(412, "kernel/precondition-failed", "Changed.");
      }
      if (users[0]?.sets.includes(set.id) === true) {
        return problem(
          422,
          "access/self-grant",
          "Somebody else has to change a set that you hold.",
        );
      }
      Object.assign(set, body, { version: set.version + 1 });
      return json(set);
    });
  }
  server.answer(people, page(users.map((user) => ({ ...user, ...stamps }))));
  for (const user of users) {
    server.answer(`${people}/${user.id}`, ({ body }) => {
      const { managerId } = body as { readonly managerId?: string };
      if (managerId === "u3" && user.id === "u2") {
        return json(
          {
            type: "about:blank",
            title: "Refused",
            status: 422,
            code: "access/cycle",
            detail: "No.",
            errors: [
              {
                code: "access/cycle",
                message: "The manager would be led by this user himself.",
                pointer: "/managerId",
              },
            ],
          },
          422,
        );
      }
      Object.assign(user, body, { version: user.version + 1 });
      server.answer(people, page(users.map((one) => ({ ...one, ...stamps }))));
      return json({ ...user, ...stamps });
    });
    server.answer(`${people}/${user.id}/rights`, () =>
      json({
        system: [],
        objects: [
          {
            object: "deal",
            actions: { read: "all", update: "some", delete: "none" },
            fields: { margin: "mask" },
          },
        ],
        groups: ["g1"],
      }),
    );
    server.answer(`${people}/${user.id}/compare`, () =>
      json({
        left: { userId: "u2", name: "Priya Kulkarni", sets: ["Sales"] },
        right: { userId: "u3", name: "Daniel Okafor", sets: [] },
        systemGained: [],
        systemLost: ["pivot.export"],
        actions: [{ object: "deal", action: "read", before: "all", after: "none" }],
        fields: [],
      }),
    );
  }
  server.answer("/api/access/groups", page(groups));
  server.answer("/api/access/groups/g1", ({ body }) =>
    json({ ...groups[0], ...(body as object), version: 2 }),
  );
  server.answer("/api/access/denies", page([]));
  server.answer("/api/access/defaults", () =>
    json({ items: [{ object: "deal", label: "Deal", access: "none", own: null }] }),
  );
  server.answer("/api/access/what-if", () =>
    json({
      users: [
        {
          user: "u2",
          systemGained: [],
          systemLost: [],
          actions: [{ object: "deal", action: "delete", before: "none", after: "some" }],
          fields: [],
        },
      ],
      records: [{ user: "u2", object: "deal", record: "r1", gained: ["delete"], lost: [] }],
      sample: { users: 1, ofUsers: 1, records: [{ object: "deal", records: 14, more: true }] },
    }),
  );
  server.answer("/api/access/review", () =>
    json({
      at: "2025-02-01T00:00:00Z",
      users: [
        { userId: "u1", name: "=Mara", active: true, sets: ["Administrator"], lastSeen: null },
      ],
      findings: [
        {
          kind: "user-without-sets",
          subject: "user:u3",
          text: "Daniel Okafor holds no permission set.",
        },
      ],
      endingShares: [],
      bounds: { events: 50_000, shares: 1000 },
    }),
  );
  return { ...server, sets, users };
};
