import {
  impersonatePermission,
  managePermission,
  type AccessFacts,
  type Action,
  type Deny,
  type FieldLevel,
  type Impersonation,
  type ObjectRight,
  type Principal,
  type Share,
  type ShareLevel,
  type ShareTarget,
  type TerritoryReach,
} from "@ennead/core/access";
import type { CompanyId, Instant, UserId } from "@ennead/core/kernel";

/** One case file, as its format names things. */
export interface World {
  readonly id: string;
  readonly now: string;
  readonly objects: AccessFacts["objects"];
  readonly permissionSets: readonly {
    readonly id: string;
    readonly company: CompanyId;
    readonly objects: Readonly<Record<string, readonly ObjectRight[]>>;
    readonly fields: Readonly<Record<string, Readonly<Record<string, FieldLevel>>>>;
    readonly system: readonly string[];
  }[];
  readonly users: readonly {
    readonly id: UserId;
    readonly company: CompanyId;
    readonly active: boolean;
    readonly manager: UserId | null;
    readonly sets: readonly string[];
    readonly territories: readonly TerritoryReach[];
  }[];
  readonly territories: NonNullable<AccessFacts["territories"]>;
  readonly groups: NonNullable<AccessFacts["groups"]>;
  readonly records: readonly WorldRecord[];
  readonly shares: readonly {
    readonly record: string;
    readonly to: ShareTarget;
    readonly access: ShareLevel;
    readonly expiresAt: string | null;
  }[];
  readonly denies: readonly Deny[];
  readonly checks: readonly {
    readonly actor: UserId;
    readonly action: Exclude<Action, "create">;
    readonly record: string;
    readonly fields?: readonly string[];
    readonly as?: WorldAs;
    readonly expect: { readonly allow: boolean; readonly reason: string };
  }[];
  readonly masks: readonly {
    readonly actor: UserId;
    readonly record: string;
    readonly expect: Readonly<Record<string, FieldLevel>>;
  }[];
  readonly queries: readonly {
    readonly actor: UserId;
    readonly object: string;
    readonly action: Exclude<Action, "create">;
    readonly as?: WorldAs;
    readonly expect: readonly string[];
  }[];
}

export interface WorldRecord {
  readonly id: string;
  readonly company: CompanyId;
  readonly object: string;
  readonly owner: UserId | null;
  readonly territory: string | null;
  readonly hold?: boolean;
  readonly frozen?: boolean;
  readonly requester?: UserId;
}

export interface WorldAs {
  readonly user: UserId;
  readonly reason: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly allow: readonly Action[];
}

/** The format's short names of two system permissions, as ours. */
const ours: Readonly<Record<string, string>> = {
  impersonate: impersonatePermission,
  manage: managePermission,
};

/** Shares are of the company of their records. */
export const sharesOf = ({ records, shares }: World): Share[] => {
  const byId = new Map(records.map((record) => [record.id, record]));
  return shares.flatMap(({ record, to, access, expiresAt }) => {
    const shared = byId.get(record);
    if (shared === undefined) return [];
    const { company, object } = shared;
    const ends = expiresAt === null ? null : Date.parse(expiresAt);
    return { company, object, record, to, access, expiresAt: ends };
  });
};

/** The world as facts of one company. What is of others stays in it: to leave it out is the model's part. */
export const factsOf = (world: World, company: CompanyId): AccessFacts => ({
  company,
  objects: world.objects,
  sets: world.permissionSets.map((set) => ({
    ...set,
    name: set.id,
    system: set.system.map((name) => (Object.hasOwn(ours, name) ? (ours[name] ?? name) : name)),
  })),
  users: world.users,
  territories: world.territories,
  groups: world.groups,
  shares: sharesOf(world),
  denies: world.denies,
});

const impersonationOf = ({ reason, startsAt, endsAt, allow }: WorldAs): Impersonation => ({
  reason,
  startsAt: Date.parse(startsAt),
  endsAt: Date.parse(endsAt),
  allow,
});

/** Whoever asks in a case. An unknown actor has no company of his own. */
export const principalOf = (world: World, actor: UserId, as?: WorldAs): Principal => {
  const now: Instant = Date.parse(world.now);
  const company = world.users.find(({ id }) => id === actor)?.company ?? ("" as CompanyId);
  return {
    company,
    actor,
    kind: "user",
    stamp: 0,
    now,
    ...(as === undefined ? {} : { onBehalfOf: as.user, impersonation: impersonationOf(as) }),
  };
};
