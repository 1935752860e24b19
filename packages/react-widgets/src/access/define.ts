/** Importing this file registers `<ennead-access-manager>` and `<ennead-impersonation-banner>`: the way in for plain HTML pages. */
import { defineEnneadAccessManager } from "./element.tsx";
import { defineEnneadImpersonationBanner } from "./impersonation/element.tsx";

export { defineEnneadAccessManager, defineEnneadImpersonationBanner };

defineEnneadAccessManager();
defineEnneadImpersonationBanner();
