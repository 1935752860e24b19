/** What `/elements/ennead-pivot.js` is built from: the widget as an element, for pages without a build. */
export { defineEnneadPivot } from "@ennead/react-widgets/pivot/element";
