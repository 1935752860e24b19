import { currencyDigits } from "@ennead/core/kernel";

const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

/** The currencies whose minor unit is not a hundredth, with the digits that their amounts have. */
export const unusualCurrencies: readonly (readonly [code: string, digits: number])[] =
  letters.flatMap((a) =>
    letters.flatMap((b) =>
      letters.flatMap((c): (readonly [string, number])[] => {
        const digits = currencyDigits(a + b + c);
        return digits === 2 ? [] : [[a + b + c, digits]];
      }),
    ),
  );
