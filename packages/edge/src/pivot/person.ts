import type { Principal } from "@ennead/core/access";
import type { UserId } from "@ennead/core/kernel";

/** Whose a thing is that is made by this request: where somebody acts as another, the other's. */
export const personOf = ({ actor, onBehalfOf }: Principal): UserId => onBehalfOf ?? actor;
