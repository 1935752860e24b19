/**
 * How far long work is: a component, and its state without markup.
 *
 * @example
 * ```tsx
 * import { EnneadProvider } from "@ennead/react-widgets/kernel";
 * import { JobProgress } from "@ennead/react-widgets/progress";
 * import "@ennead/react-widgets/styles.css";
 *
 * const Import = ({ id }: { id: string }) => (
 *   <EnneadProvider baseUrl="">
 *     <JobProgress jobId={id} title="Import of leads.csv" />
 *   </EnneadProvider>
 * );
 * ```
 */
export { JobProgress, type JobProgressProps } from "./JobProgress.tsx";
export {
  useJobProgress,
  type JobProgressOptions,
  type JobProgressState,
} from "./useJobProgress.ts";
export { watchJob, type JobLine, type JobWatch } from "./watch-job.ts";
export type { Job } from "./job.ts";
