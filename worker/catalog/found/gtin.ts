/** Global trade item numbers: told from other codes by their length and check digit (GS1 General Specifications, 7.9). */

const GTIN = /^(\d{8}|\d{12,14})$/;

/** Whether a barcode is one: EAN-8, UPC-A, EAN-13 or GTIN-14. Numbers that a shop gives out itself (prefixes 02, 04, 2) are none. */
export function isGtin(code: string | null): code is string {
  if (code === null || !GTIN.test(code)) return false;
  const digits = Array.from(code.padStart(14, "0"), Number);
  const sum = digits.slice(0, 13).reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === digits[13] && !isOwn(code.padStart(14, "0"));
}

/** "Restricted circulation": the first digits of the number written with thirteen. */
const isOwn = (digits: string) => /^.(02|04|2)/.test(digits);
