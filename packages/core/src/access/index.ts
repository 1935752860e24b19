/**
 * Who may do what: facts of a company compiled into a model, and one question with the same answer for a single record
 * (`can`), for a whole object (`scopeOf`) and for fields (`fieldLevels`, `checkInput`).
 *
 * @example
 * ```ts
 * import type { CompanyId, UserId } from "@ennead/core/kernel";
 * import { can, compile, scopeOf, type Principal } from "@ennead/core/access";
 *
 * const company = "acme" as CompanyId;
 * const ada = "ada" as UserId;
 * const rep = { id: "rep", company, name: "Sales rep", fields: {}, system: [] };
 * const model = compile({
 *   company,
 *   objects: { opportunity: { default: "none", fields: ["name", "amount"] } },
 *   sets: [{ ...rep, objects: { opportunity: ["read", "update"] } }],
 *   users: [{ id: ada, company, active: true, sets: ["rep"] }],
 * });
 * const principal: Principal = { company, actor: ada, kind: "user", stamp: 1 };
 * const record = { company, owner: ada };
 *
 * can(model, principal, "update", { object: "opportunity", record }).reason; // "owner"
 * can(model, principal, "delete", { object: "opportunity", record }).reason; // "object"
 * scopeOf(model, principal, "opportunity", "delete"); // "none"
 * ```
 */
export { actions, type Action, type FieldLevel, type ObjectRight } from "./actions.ts";
export { hashApiKey, mintApiKey, parseApiKey, type ApiKeyText } from "./api-key.ts";
export { can, exportObligations, permits } from "./can.ts";
export { closesLoop, hasAdministrator, managePermission } from "./administration.ts";
export { applyMask, maskText, type MaskedRow } from "./apply-mask.ts";
export { canMove, recordLevel } from "./can-move.ts";
export { checkClaims, type ClaimRules } from "./check-claims.ts";
export { checkFilterable, type UsedField } from "./check-filterable.ts";
export { checkKeyGrant } from "./check-key-grant.ts";
export { checkSet } from "./check-set.ts";
export {
  type Decision,
  type GrantName,
  type Permission,
  type RecordFacts,
  type Resource,
  type Rule,
} from "./decision.ts";
export {
  compareUsers,
  type ActionDifference,
  type FieldDifference,
  type RightsDifference,
} from "./differences.ts";
export { explain, type Explanation, type TriedRule } from "./explain.ts";
export type {
  AccessFacts,
  AccessGroup,
  AccessObject,
  AccessTerritory,
  AccessUser,
  Deny,
  FieldInput,
  PermissionSet,
  SetDefinition,
  TerritoryReach,
} from "./facts.ts";
export { checkInput, fieldLevels, readableFields } from "./fields.ts";
export { inScope, scopeMatcher } from "./in-scope.ts";
export type { JwtAlgorithm } from "./jwt-algorithm.ts";
export { checkScopes, coversScope, credentialsScope, type KeyScopes } from "./key-scope.ts";
export { matrix, type MatrixRow, type Reach } from "./matrix.ts";
export { impersonatePermission, longestImpersonation } from "./impersonation.ts";
export { compile, targetsOf, type AccessModel } from "./model.ts";
export type { NamedKind, NameOf } from "./names.ts";
export {
  emptyKeyCache,
  nextKeys,
  type KeyCache,
  type KeyCacheLimits,
  type KeyEvent,
  type KeyStep,
} from "./next-keys.ts";
export {
  checkObligations,
  type Honoured,
  type Obligations,
  type SetObligations,
} from "./obligations.ts";
export type { Impersonation, Principal } from "./principal.ts";
export { keyIdOf, type HeaderRules } from "./read-token.ts";
export {
  reviewReport,
  type AccessUsage,
  type ReviewFinding,
  type ReviewReport,
} from "./review-report.ts";
export { rightsOf, type Rights } from "./rights.ts";
export { setSchema } from "./schema.ts";
export { scopeKey } from "./scope-key.ts";
export { scopeRows, type ScopeTable, type SharedIds } from "./scope-rows.ts";
export {
  scopeSources,
  scopeWhere,
  type IdsIn,
  type ScopeColumns,
  type ScopeSource,
  type ShareColumns,
  type SqlPart,
} from "./scope-where.ts";
export { scopeOf, type RecordScope, type Scope, type ScopeExceptions } from "./scope.ts";
export {
  isCurrent as isCurrentShare,
  shareRank,
  type RecordShare,
  type Share,
  type ShareLevel,
  type ShareTarget,
} from "./share.ts";
export type { Claims } from "./strict-json.ts";
export {
  importKeySet,
  importSecret,
  type HeldKey,
  type KeySet,
  type SecretKeys,
  type TokenCrypto,
  type VerificationKey,
} from "./token-keys.ts";
export { verifyJwt, verifySignature, type JwtConfig, type TokenKeys } from "./verify-jwt.ts";
export {
  changedFacts,
  whatIf,
  type AccessChange,
  type AccessDelta,
  type RecordDelta,
  type SampleRecord,
} from "./what-if.ts";
export { whoCanSee, type Viewer } from "./who-can-see.ts";
export { withinScopes } from "./within-scopes.ts";
