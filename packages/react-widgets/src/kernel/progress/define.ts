/** Importing this file registers `<ennead-job-progress>`: the way in for plain HTML pages. */
import { defineEnneadJobProgress } from "./element.tsx";

export { defineEnneadJobProgress };

defineEnneadJobProgress();
