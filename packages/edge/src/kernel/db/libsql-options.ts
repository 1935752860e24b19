/** Which database, and how it is opened. */
export interface LibsqlOptions {
  /** `file:/path/to.db`, `file::memory:`, or the URL of a libSQL server. */
  readonly url: string;
  readonly authToken?: string;
  /**
   * Files only: a server has its own setting for each database. `strong` (default) survives a power cut; `relaxed`
   * survives a killed process and may lose the last commits in a power cut.
   */
  readonly durability?: "strong" | "relaxed";
  /** Servers only: how long one batch may take, in milliseconds (default 30,000). A lost connection can stay silent. */
  readonly timeout?: number;
}
