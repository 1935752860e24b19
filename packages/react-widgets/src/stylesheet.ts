/** The types of `styles.css`, which is imported for its effect alone. */
export type Stylesheet = undefined;
