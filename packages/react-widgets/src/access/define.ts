/** Importing this file registers `<ennead-access-manager>`: the way in for plain HTML pages. */
import { defineEnneadAccessManager } from "./element.tsx";

export { defineEnneadAccessManager };

defineEnneadAccessManager();
