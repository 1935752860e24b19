// Scripts that write no space between words: each character is a word of its own, and what is sought in them a phrase.
const unspaced =
  "\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}";

const word = new RegExp(
  `(?=[\\p{L}\\p{N}])[${unspaced}]\\p{M}*|(?:(?![${unspaced}])[\\p{L}\\p{M}\\p{N}])+`,
  "gu",
);

// Marks of these scripts are left out by people who type in a hurry; those of others are part of the letter.
const marked =
  /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}])\p{M}+/gu;

// Letters that no decomposition makes plain, as people without them on their keyboard write them.
const plain: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  ł: "l",
  þ: "th",
  ς: "σ",
};

const special = new RegExp(`[${Object.keys(plain).join("")}]`, "gu");

const longest = 64;

/**
 * The words of a text as they are compared: without case, accents and punctuation, full-width forms and letters like ß as plain ones. An
 * e-mail address or an amount is a row of words; Chinese, Japanese and Thai are words of one character each.
 */
export const wordsOf = (text: string): readonly string[] =>
  (
    text
      .normalize("NFKD")
      .replaceAll(marked, "$1")
      .normalize("NFKC")
      .toLowerCase()
      .replace(special, (letter) => plain[letter] ?? letter)
      .match(word) ?? []
  ).map((one) => (one.length > longest ? Array.from(one).slice(0, longest).join("") : one));
