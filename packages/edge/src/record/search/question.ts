import { wordsOf } from "./words.ts";

/** Words that must stand one after the other in one field; of the last one the beginning is enough where `open`. */
export interface Term {
  readonly words: readonly string[];
  readonly open: boolean;
}

/** What is sought: every term, each in any field. */
export type Question = readonly Term[];

/** Most characters of what may be sought. */
export const longestQuestion = 200;

const piece = /"([^"]*)"?|[^\s"]+/g;

// One letter begins too many words to be of use; in scripts without spaces one character is a word.
const isOpen = (words: readonly string[]): boolean =>
  words.length > 1 || (words[0]?.length ?? 0) > 1;

/**
 * What a person typed: words that must all occur, in any order; in quotes, one after the other. The last word is taken
 * for the beginning of one, unless it is in quotes. Nothing in it is an operator.
 */
export const questionOf = (text: string): Question => {
  const pieces = [...text.matchAll(piece)];
  return pieces.flatMap(([typed, quoted], at): Term[] => {
    const words = wordsOf(quoted ?? typed);
    if (words.length === 0) return [];
    const last = at === pieces.length - 1 && quoted === undefined;
    return [{ words, open: last && isOpen(words) }];
  });
};

/**
 * The question in the language of the index. Words are letters and digits, so none can be read as part of it; each has
 * the code before it. With `owners` only what one of them owns is found.
 */
export const matchOf = (
  question: Question,
  code: string,
  columns: readonly number[],
  owners: readonly string[] | null,
): string => {
  const terms = question.map(
    ({ words, open }) => `"${words.map((word) => code + word).join(" ")}"${open ? " *" : ""}`,
  );
  const sought = `{${columns.map((column) => `f${column}`).join(" ")}} : (${terms.join(" AND ")})`;
  if (owners === null) return sought;
  const words = owners.map((owner) => `"${ownerWord(code, owner)}"`);
  return `owner : (${words.join(" OR ")}) AND ${sought}`;
};

/** The word of an owner in the index. */
export const ownerWord = (code: string, owner: string): string =>
  code + owner.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

const holds = (words: readonly string[], { words: sought, open }: Term): boolean => {
  const last = sought.length - 1;
  return words.some((_, from) =>
    sought.every((word, at) => {
      const found = words[from + at];
      return open && at === last ? found?.startsWith(word) === true : found === word;
    }),
  );
};

/** The columns in which some term is found, or null where not every term is found in one of them. */
export const foundIn = (
  question: Question,
  words: readonly (readonly string[])[],
  columns: readonly number[],
): readonly number[] | null => {
  const found = new Set<number>();
  for (const term of question) {
    const at = columns.filter((column) => holds(words[column] ?? [], term));
    if (at.length === 0) return null;
    for (const column of at) found.add(column);
  }
  return [...found].toSorted((a, b) => a - b);
};
