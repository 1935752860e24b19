/** A stretch of a company's log, by `seq`: the events after `after`, up to and with `through`. */
export interface FeedPortion {
  readonly after: number;
  readonly through: number;
}

/** What a follower wants to be told of. */
export interface FollowRule {
  /** `<room>.<what>`: the name its cursor is kept under. It never changes; a new name is a new follower. */
  readonly name: string;
  /** Every change of an entity of these names. */
  readonly objects?: readonly string[];
  /** Every change by these actions; one that ends in `.` stands for all that begin so. */
  readonly actions?: readonly string[];
  /**
   * Where it begins in companies that are older than the follower itself: at the first event, or after the newest. In
   * companies made later it begins at the first event either way.
   */
  readonly from: "start" | "head";
}
