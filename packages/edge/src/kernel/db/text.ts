import * as v from "valibot";

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Whether a text holds a NUL or half a character: databases and JSON do not carry these through unharmed. */
export const isUnstorable = (text: string): boolean =>
  text.includes("\u0000") || loneSurrogate.test(text);

/** A text that is stored: within the lengths (in UTF-16 units), without NUL and broken surrogates. */
export const storedText = (least: number, most: number): v.GenericSchema<string> =>
  v.pipe(
    v.string(),
    v.minLength(least, `A text of at least ${least} characters.`),
    v.maxLength(most, `A text of at most ${most} characters.`),
    v.check((text) => !isUnstorable(text), "A text without NUL and broken surrogates."),
  );
