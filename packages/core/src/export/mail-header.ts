/** What a mail program or server may take for the end of a header line. */
const breaking =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u001F\u007F\u0085\u2028\u2029]+/g;

/** Any text as the value of one mail header: each run of control and line characters becomes a space, ends are trimmed. */
export const mailHeader = (text: string): string =>
  text
    .replace(breaking, " ")
    .replace(/^ +/, "")
    .replace(/(?<! ) +$/, "");
