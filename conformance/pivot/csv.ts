/** Reads RFC 4180 text with its separator: an empty field is null, a quoted empty field the empty text. */
export const readCsv = (text: string, separator = ","): (string | null)[][] => {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      let field = "";
      at += 1;
      for (;;) {
        const end = text.indexOf('"', at);
        if (end < 0) throw new Error("A quoted field does not end.");
        field += text.slice(at, end);
        if (text[end + 1] !== '"') {
          at = end + 1;
          break;
        }
        field += '"';
        at = end + 2;
      }
      row.push(field);
    } else {
      let end = at;
      while (
        end < text.length &&
        text[end] !== separator &&
        text[end] !== "\n" &&
        text[end] !== "\r"
      ) {
        end += 1;
      }
      row.push(end === at ? null : text.slice(at, end));
      at = end;
    }
    if (text[at] === separator) {
      at += 1;
      // A separator at the very end opens one more, empty field.
      if (at === text.length) row.push(null);
      else if (text[at] === "\n" || text[at] === "\r") row.push(null);
      else continue;
    }
    if (text[at] === "\r") at += 1;
    if (text[at] === "\n") at += 1;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
};
