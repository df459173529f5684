/**
 * Numbers of businesses outside the Union and its neighbours: read as people write them, held to their country's form, kept as
 * it writes them. They are printed and change no tax; no register is asked. Sources: India, rule 10 of the CGST Rules; Emirates,
 * Federal Tax Authority (fifteen digits; no check is published); Brazil, Receita Federal, IN 2.229/2024 (CNPJ with letters from
 * July 2026) and the CPF's rule; Korea, National Tax Service; Japan, National Tax Agency (T and thirteen digits; a sole trader's
 * carry no check that is published); Australian Business Register; Canada Revenue Agency (nine digits by Luhn, then RT).
 */
import { isLuhn, weigh } from "./checksum.ts";

export const NUMBER_COUNTRIES = ["IN", "AE", "BR", "KR", "JP", "AU", "CA"] as const;
export type NumberCountry = (typeof NUMBER_COUNTRIES)[number];
/** `isPerson`: names no company, as a Brazilian's CPF. */
export type BusinessNumber = { country: NumberCountry; text: string; isPerson: boolean };

export const hasNumberForm = (country: string): country is NumberCountry =>
  (NUMBER_COUNTRIES as readonly string[]).includes(country);

const LENGTH_MAX = 30;
/** What people put around and into numbers. */
const BETWEEN = /[\s.\-/·–_\p{Cf}]/gu;

/** `write` is how the country writes it; `holds` looks at what `pattern` let through. */
type NumberForm = {
  pattern: RegExp;
  holds: (number: string) => boolean;
  write: (number: string) => string;
  isPerson?: true;
};
const asIs = (number: string) => number;

const BASE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** Every second of the first fourteen counts twice, and each product's two signs to the base of 36 are summed. */
function isGstin(number: string): boolean {
  const sum = [...number.slice(0, 14)].reduce((total, sign, at) => {
    const product = BASE_36.indexOf(sign) * (at % 2 === 0 ? 1 : 2);
    return total + Math.floor(product / 36) + (product % 36);
  }, 0);
  return BASE_36[(36 - (sum % 36)) % 36] === number[14];
}

/** Signs count from 0 on as ASCII has them, so that A is 17. */
function isCnpj(number: string): boolean {
  const signs = [...number].map((sign) => sign.charCodeAt(0) - 48);
  const checkOf = (length: number): number => {
    const sum = signs.slice(0, length).reduce((total, sign, at) => total + sign * (2 + ((length - 1 - at) % 8)), 0);
    return sum % 11 < 2 ? 0 : 11 - (sum % 11);
  };
  return !/^0+$/.test(number) && checkOf(12) === signs[12] && checkOf(13) === signs[13];
}

function isCpf(number: string): boolean {
  const checkOf = (weights: readonly number[]) => ((weigh(number, weights) * 10) % 11) % 10;
  return (
    !/^(\d)\1+$/.test(number) &&
    checkOf([10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(number[9]) &&
    checkOf([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(number[10])
  );
}

function isKorean(number: string): boolean {
  const sum = weigh(number, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + Math.floor((Number(number[8]) * 5) / 10);
  return (10 - (sum % 10)) % 10 === Number(number[9]);
}

/** The first digit counts one less. */
const isAbn = (number: string): boolean => (weigh(number, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0;

/** Digits and signs in groups, with what stands between. */
const grouped = (pattern: RegExp, written: string) => (number: string) => number.replace(pattern, written);

const FORMS: Readonly<Record<NumberCountry, readonly NumberForm[]>> = {
  IN: [{ pattern: /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[\dA-Z]$/, holds: isGstin, write: asIs }],
  AE: [{ pattern: /^1\d{14}$/, holds: () => true, write: asIs }],
  BR: [
    {
      ...{ pattern: /^[\dA-Z]{12}\d{2}$/, holds: isCnpj },
      write: grouped(/^(..)(...)(...)(....)(..)$/, "$1.$2.$3/$4-$5"),
    },
    { pattern: /^\d{11}$/, holds: isCpf, write: grouped(/^(...)(...)(...)(..)$/, "$1.$2.$3-$4"), isPerson: true },
  ],
  KR: [{ pattern: /^[1-9]\d{9}$/, holds: isKorean, write: grouped(/^(...)(..)(.....)$/, "$1-$2-$3") }],
  JP: [{ pattern: /^T[1-9]\d{12}$/, holds: () => true, write: asIs }],
  AU: [{ pattern: /^[1-9]\d{10}$/, holds: isAbn, write: grouped(/^(..)(...)(...)(...)$/, "$1 $2 $3 $4") }],
  CA: [
    {
      ...{ pattern: /^\d{9}RT\d{4}$/, holds: (number) => isLuhn(number.slice(0, 9)) },
      write: grouped(/^(.{9})(RT)(.{4})$/, "$1 $2 $3"),
    },
  ],
};

/** The number, or null where it is none of the country's. */
export function readBusinessNumber(text: string, country: string): BusinessNumber | null {
  if (text.length > LENGTH_MAX || !hasNumberForm(country)) return null;
  const number = text.normalize("NFKC").toUpperCase().replaceAll(BETWEEN, "");
  const form = FORMS[country].find(({ pattern, holds }) => pattern.test(number) && holds(number));
  return form ? { country, text: form.write(number), isPerson: form.isPerson ?? false } : null;
}
