import type { AccessUpdateUserBody } from "../../kernel/api.gen.ts";
import { ProblemError } from "../../kernel/problem.ts";

export type PersonField = keyof AccessUpdateUserBody;

const fieldOf = (code: string, patch: AccessUpdateUserBody): PersonField | undefined => {
  switch (code) {
    case "access/cycle":
      return "managerId";
    case "access/self-grant":
      return "sets";
    case "access/duplicate-email":
      return "email";
    case "access/last-admin":
      return patch.active === false ? "active" : "sets";
    default:
      return undefined;
  }
};

const isField = (name: string | undefined): name is PersonField =>
  name !== undefined && ["name", "email", "active", "managerId", "sets"].includes(name);

/** The field of a person that each refusal is about: where the server points, else where the rule belongs. */
export const personFaults = (
  error: Error | null,
  patch: AccessUpdateUserBody,
  say: (code: string, message: string) => string,
): ReadonlyMap<PersonField, string> => {
  if (!(error instanceof ProblemError)) return new Map();
  const parts = error.errors.length === 0 ? [error] : error.errors;
  return new Map(
    parts.flatMap((part) => {
      const named = "pointer" in part ? part.pointer?.split("/")[1] : undefined;
      const field = isField(named) ? named : fieldOf(part.code, patch);
      return field === undefined ? [] : [[field, say(part.code, part.message)] as const];
    }),
  );
};
