import { enableShadowDOM } from "react-stately/private/flags/flags";

/**
 * Tells React Aria that it runs inside shadow roots. Must be called before the first render of an element; without it a
 * menu makes the whole page inert and closes on neither Escape nor a click outside. A private path of react-stately,
 * hence pinned and wrapped here alone.
 */
export const prepareShadowDom = (): void => enableShadowDOM();
