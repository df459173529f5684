/** Trade item numbers as they are compared: an EAN and the UPC it stands for are one number. */

const DIGITS = /^\d{8}$|^\d{12,14}$/;
const EAN_LENGTH = 13;

/** As written, without the apostrophe spreadsheets keep digits with; 12 digits (UPC) are written as 13 (EAN). */
export function barcodeOf(text: string): string {
  const bare = text.trim().replace(/^'/, "").trim();
  const digits = bare.replace(/[\s-]/g, "");
  if (!DIGITS.test(digits)) return bare;
  const whole = digits.length === 14 && digits.startsWith("0") ? digits.slice(1) : digits;
  return whole.length === 12 ? whole.padStart(EAN_LENGTH, "0") : whole;
}
