import fc from "fast-check";

const dangerous = [
  ..."<>&\"'`=+-@\t\r\n_x|;,/\\:*?[]{}()% ",
  "\u0000",
  "\u0001",
  "\u001f",
  "\u007f",
  "\u0085",
  "\u00a0",
  "\u200b",
  "\u200f",
  "\u202e",
  "\u2028",
  "\u2029",
  "\u2060",
  "\ufeff",
  "\ufffd",
  "\ufffe",
  "\uffff",
  "\ud800",
  "\udc00",
  "\uff1d",
  "😀",
  "e\u0301",
  "שלום",
  "_x0041_",
  "_x005F_",
  "_x00",
  "&lt;",
  "&#60;",
  "]]>",
  "<script>",
  "</script>",
  "<!--",
  "javascript:",
  "#N/A",
  "__proto__",
];

/** Any text, but mostly such as writers get wrong: markup, controls, escapes of escapes, half characters. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...dangerous), fc.string({ maxLength: 3 })), { maxLength: 12 })
    .map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);
