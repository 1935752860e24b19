import type { Edge } from "./edge.ts";

/** Works until every follower was given everything and no job of these kinds waits. */
export const settle = async (
  edge: Edge,
  kinds: readonly string[] = ["record.index", "record.refill"],
): Promise<void> => {
  for (;;) {
    // A file answers without leaving the turn of the event loop, and the edge works beside this.
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    await edge.ennead.tick(edge.time.now);
    const [awake, waiting] = await edge.db.batch(
      [
        "select 1 from feed_wake",
        {
          sql: "select 1 from job where state = 0 and kind in (select value from json_each(?))",
          args: [JSON.stringify(kinds)],
        },
      ],
      "read",
    );
    if (awake?.rows.length === 0 && waiting?.rows.length === 0) return;
  }
};
