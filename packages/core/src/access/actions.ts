/** What can be done to a record or another access object; the same seven words in every room. */
export type Action = "create" | "read" | "update" | "delete" | "share" | "export" | "approve";

/** All actions, in the order people expect to see them. */
export const actions: readonly Action[] = [
  "create",
  "read",
  "update",
  "delete",
  "share",
  "export",
  "approve",
];

/**
 * What a permission set gives on an object: actions; all of its records to read (`viewAll`), or to read, change and
 * delete (`modifyAll`); new records for others (`assign`); records handed out of one's own reach (`transfer`).
 */
export type ObjectRight = Action | "viewAll" | "modifyAll" | "assign" | "transfer";

/** What one may do with a field: `mask` shows a shortened form, `read` shows it, `edit` also writes it. */
export type FieldLevel = "none" | "mask" | "read" | "edit";

/** Field levels from the weakest to the strongest. */
export const fieldRank: Readonly<Record<FieldLevel, number>> = {
  none: 0,
  mask: 1,
  read: 2,
  edit: 3,
};

/** The weaker of two field levels. */
export const lowestLevel = (left: FieldLevel, right: FieldLevel): FieldLevel =>
  fieldRank[left] <= fieldRank[right] ? left : right;

/** How much of a record one has: 1 to see it, 2 to change it, 3 to own it. */
export type Level = 1 | 2 | 3;

/** How much of a record an action needs. */
export const neededLevel: Readonly<Record<Exclude<Action, "create">, Level>> = {
  read: 1,
  export: 1,
  approve: 1,
  update: 2,
  delete: 3,
  share: 3,
};

/** The rights of which one is enough to do the action at all. */
export const rightsFor: Readonly<Record<Action, readonly ObjectRight[]>> = {
  create: ["create"],
  read: ["read", "viewAll", "modifyAll"],
  update: ["update", "modifyAll"],
  delete: ["delete", "modifyAll"],
  share: ["share"],
  export: ["export"],
  approve: ["approve"],
};

/** One bit for each action, so that a check of rights is one operation. */
export const actionBit: Readonly<Record<Action, number>> = {
  create: 1,
  read: 2,
  update: 4,
  delete: 8,
  share: 16,
  export: 32,
  approve: 64,
};

/** What a check needs of an action: its bit, and the level of a record it takes; 0 where no record is there yet. */
export interface ActionPlan {
  readonly bit: number;
  readonly level: Level | 0;
}

const planOf = (action: Action): ActionPlan => ({
  bit: actionBit[action],
  level: action === "create" ? 0 : neededLevel[action],
});

const [create, read, update, remove, share, exported, approve] = actions.map(planOf) as [
  ActionPlan,
  ActionPlan,
  ActionPlan,
  ActionPlan,
  ActionPlan,
  ActionPlan,
  ActionPlan,
];
const noAction: ActionPlan = { bit: 0, level: 0 };

/** The plan of an action; one without a bit for a word that is none. A switch, because a look-up by name costs more. */
export const actionPlan = (action: Action): ActionPlan => {
  switch (action) {
    case "read":
      return read;
    case "update":
      return update;
    case "create":
      return create;
    case "delete":
      return remove;
    case "share":
      return share;
    case "export":
      return exported;
    case "approve":
      return approve;
    default:
      return noAction;
  }
};

/** The bits of all actions. */
export const everyAction = 127;
