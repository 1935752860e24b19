import type { Cursors } from "./cursor.ts";
import type { Datasets } from "./datasets.ts";
import type { Ports } from "./ports.ts";
import type { UnitOfWork } from "./unit-of-work.ts";

/** What the kernel and the rooms offer a handler. */
export interface KernelServices {
  /** The only way to change something. */
  readonly uow: UnitOfWork;
  readonly cursors: Cursors;
  readonly datasets: Datasets;
  /** What other rooms give; a room may use only what it names in `needs`. */
  readonly ports: Ports;
}
