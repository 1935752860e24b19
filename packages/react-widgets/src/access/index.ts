/**
 * Access as a widget: permission sets as a matrix with the effect of a change shown before it is saved, people, groups,
 * defaults and denies, and the review; and its state without markup.
 *
 * @example
 * ```tsx
 * import { AccessManager } from "@ennead/react-widgets/access";
 * import { EnneadProvider } from "@ennead/react-widgets/kernel";
 * import "@ennead/react-widgets/styles.css";
 *
 * const Page = () => (
 *   <EnneadProvider baseUrl="" locale="en">
 *     <AccessManager defaultValue={{ part: "people" }} />
 *   </EnneadProvider>
 * );
 * ```
 */
export { AccessManager, type AccessManagerProps } from "./AccessManager.tsx";
export {
  useAccessManager,
  type AccessManagerOptions,
  type AccessManagerState,
  type AccessStatus,
} from "./useAccessManager.ts";
export type { SetEdits } from "./matrix/use-set-edits.ts";
export type { SetEdit } from "./matrix/set-edit.ts";
export type { Cell, CellValue, SetDraft } from "./matrix/draft.ts";
export type { AccessManagerValue, AccessPart } from "./value.ts";
export { ApiKeys } from "./keys/ApiKeys.tsx";
export { AccessExplanation, type AccessExplanationProps } from "./explain/AccessExplanation.tsx";
export {
  ImpersonationBanner,
  type ImpersonationBannerProps,
} from "./impersonation/ImpersonationBanner.tsx";
export {
  ImpersonationForm,
  type ImpersonationFormProps,
} from "./impersonation/ImpersonationForm.tsx";
export { ShareDialog, type ShareDialogProps } from "../kernel/sharing/ShareDialog.tsx";
