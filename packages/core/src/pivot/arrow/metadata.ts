/** Keys of an Arrow field's metadata by which a column keeps its type and scale across the wire. */
export const typeKey = "ennead:type";
export const scaleKey = "ennead:scale";
