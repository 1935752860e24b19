/** The last step of an action, `<room>.<noun>.<verb>`. */
export const verbOf = (action: string): string => action.slice(action.lastIndexOf(".") + 1);

const verbs = {
  create: ["create", "add", "insert", "restore", "provision"],
  read: ["read", "view", "get", "list", "open"],
  update: ["update", "change", "set", "edit", "move", "merge", "approve", "reject"],
  delete: ["delete", "remove", "erase", "revoke", "purge"],
  search: ["search", "query"],
  import: ["import"],
  export: ["export", "download"],
  share: ["share", "unshare", "grant"],
  login: ["login", "logon", "sign-in", "signin"],
  logout: ["logout", "logoff", "sign-out", "signout"],
} as const;

export type Verb = keyof typeof verbs;

const byWord: ReadonlyMap<string, Verb> = new Map(
  (Object.keys(verbs) as Verb[]).flatMap((verb) => verbs[verb].map((word) => [word, verb])),
);

/** What kind of act an event is: by what it did to the entity, else by the verb of its action. */
export const kindOf = ({
  op,
  action,
}: {
  readonly op: "create" | "update" | "delete" | null;
  readonly action: string;
}): Verb | undefined => {
  const verb = byWord.get(verbOf(action).toLowerCase());
  // Who signed in is more than that a session was created.
  return verb === "login" || verb === "logout" ? verb : (op ?? verb);
};
