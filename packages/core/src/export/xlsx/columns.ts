/** The letters of a column, 0 for `A`. */
export const columnLetters = (column: number): string => {
  let letters = "";
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return letters;
};

/** The column of letters, the inverse of `columnLetters`. */
export const columnNumber = (letters: string): number => {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
};
