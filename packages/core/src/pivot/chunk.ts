/** Rows that are worked on at a time: their keys and values stay in the nearest cache. */
export const chunkRows = 4096;
