import { defineRoom, type Room } from "../kernel/index.ts";
import { jobRoutes } from "./routes.ts";
import { jobsPermission } from "./store.ts";

export interface JobRoomOptions {
  /** The kinds of job that all rooms of this deployment have together; asked for at the first request. */
  readonly kinds: () => ReadonlySet<string>;
}

/** The room `job`: following, cancelling and administering background work. The queue itself is the kernel's. */
export const jobRoom = ({ kinds }: JobRoomOptions): Room =>
  defineRoom({
    name: "job",
    tables: [],
    permissions: [jobsPermission],
    routes: jobRoutes(kinds),
  });
