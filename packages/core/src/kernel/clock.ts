/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Answers the present instant. Core never calls one; edge and hosts pass the value on. */
export type Clock = () => Instant;

/** Answers `count` random bytes, of cryptographic quality where ids or secrets come of them. */
export type RandomBytes = (count: number) => Uint8Array;
