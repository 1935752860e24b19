/** Importing this file registers `<ennead-pivot>`: the way in for plain HTML pages. */
import { defineEnneadPivot } from "./element.tsx";

export { defineEnneadPivot };

defineEnneadPivot();
