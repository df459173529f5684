/** Ways in which numbers of businesses carry their own check: what the forms of the countries are made of (vat-forms.ts). */

export const digitsOf = (text: string): number[] => [...text].map(Number);

/** The sum of each digit times its weight; what has no weight is left out. */
export const weigh = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * Number(text[at] ?? 0), 0);

/** The remainder of a whole number of any length. */
export const remainderOf = (text: string, divisor: number): number =>
  digitsOf(text).reduce((rest, digit) => (rest * 10 + digit) % divisor, 0);

const digitSum = (number: number) => digitsOf(String(number)).reduce((sum, digit) => sum + digit, 0);

/** ISO/IEC 7812-1, annex B: every second digit from the right counts twice, its own digits summed. */
export const luhnSum = (text: string): number =>
  digitsOf(text)
    .toReversed()
    .reduce((sum, digit, at) => sum + (at % 2 === 0 ? digit : digitSum(digit * 2)), 0);
export const isLuhn = (text: string): boolean => luhnSum(text) % 10 === 0;

/** ISO/IEC 7064, MOD 11,10. */
export function isMod11x10(text: string): boolean {
  const digits = digitsOf(text);
  const check = digits.slice(0, -1).reduce((rest, digit) => {
    const sum = (rest + digit) % 10 || 10;
    return (sum * 2) % 11;
  }, 10);
  return (check + (digits.at(-1) ?? 0)) % 10 === 1;
}

/** ISO/IEC 7064, MOD 97-10, letters counted from A = 10. */
export const isMod97x10 = (text: string): boolean =>
  remainderOf([...text].map((sign) => String(Number.parseInt(sign, 36))).join(""), 97) === 1;
