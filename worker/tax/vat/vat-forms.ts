/**
 * The forms of VAT numbers without their prefix, with the checks that countries published. Forms: European Commission, VIES,
 * "VAT number structure" (question 11 of its FAQ); UK: HMRC VATREC5; Switzerland: article 2 of the UIDG ordinance; Norway:
 * Brønnøysund Register Centre. Checks: each state's own description, as the Commission's algorithms of TIN and VAT list them.
 * Where a state gives numbers of several kinds, one that passes any of their checks is taken.
 */
import { digitsOf, isLuhn, isMod11x10, isMod97x10, luhnSum, remainderOf, weigh } from "./checksum.ts";

/** `holds` looks at what `pattern` let through. */
type VatForm = { pattern: RegExp; holds: (number: string) => boolean };

const last = (number: string) => Number(number.at(-1));

/** Divisible by 11 once weighed. */
const mod11 = (weights: readonly number[]) => (number: string) => weigh(number, weights) % 11 === 0;

/** Legal entities have nine digits; persons, foreigners and others ten. */
function holdsInBulgaria(number: string): boolean {
  if (number.length === 9) {
    const rest = weigh(number, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
    return last(number) === (rest < 10 ? rest : (weigh(number, [3, 4, 5, 6, 7, 8, 9, 10]) % 11) % 10);
  }
  const person = (weigh(number, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10;
  const foreigner = weigh(number, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10;
  const other = (11 - (weigh(number, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return [person, foreigner, other].includes(last(number));
}

const CYPRIOT_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
function holdsInCyprus(number: string): boolean {
  const sum = digitsOf(number.slice(0, 8)).reduce(
    (total, digit, at) => total + (at % 2 === 0 ? (CYPRIOT_ODD[digit] ?? 0) : digit),
    0,
  );
  return number.charCodeAt(8) === "A".charCodeAt(0) + (sum % 26);
}

/** Legal entities have eight digits; persons have their birth number, whose nine digits of before 1954 carry no check. */
function holdsInCzechia(number: string): boolean {
  if (number.length === 8) return last(number) === ((11 - (weigh(number, [8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 || 1) % 10;
  if (number.length === 9)
    return (
      number[0] !== "6" ||
      last(number) === (18 - ((10 - (weigh(number.slice(1), [8, 7, 6, 5, 4, 3, 2]) % 11)) % 11)) % 10
    );
  return remainderOf(number, 11) === 0 || (remainderOf(number.slice(0, 9), 11) === 10 && last(number) === 0);
}

const isGreek = (number: string): boolean =>
  (weigh(number, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === last(number);

const SPANISH_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
const SPANISH_ENTITY = "JABCDEFGHI";
/** Which entities end in a letter and which in a digit is told differently, so either is taken. */
function holdsInSpain(number: string): boolean {
  const first = number[0] ?? "";
  const final = number[8] ?? "";
  if (/[\dKLMXYZ]/.test(first)) {
    const stem = number
      .slice(0, 8)
      .replace(/^[KLM]/, "")
      .replace("X", "0")
      .replace("Y", "1")
      .replace("Z", "2");
    return SPANISH_LETTERS[remainderOf(stem, 23)] === final;
  }
  const check = (10 - (luhnSum(`${number.slice(1, 8)}0`) % 10)) % 10;
  return final === String(check) || final === SPANISH_ENTITY[check];
}

const FRENCH_SIGNS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/** Monaco's numbers stand under France's prefix, over 000 in place of a SIREN. */
function holdsInFrance(number: string): boolean {
  const siren = number.slice(2);
  if (!siren.startsWith("000") && !isLuhn(siren)) return false;
  if (/^\d\d/.test(number)) return Number(number.slice(0, 2)) === (12 + 3 * (Number(siren) % 97)) % 97;
  const [one = -1, two = -1] = [...number.slice(0, 2)].map((sign) => FRENCH_SIGNS.indexOf(sign));
  const check = one < 10 ? one * 24 + two - 10 : one * 34 + two - 100;
  return (Number(siren) + 1 + Math.floor(check / 11)) % 11 === check % 11;
}

const IRISH_LETTERS = "WABCDEFGHIJKLMNOPQRSTUV";
function holdsInIreland(number: string): boolean {
  const isOld = !/^\d{7}/.test(number);
  const digits = isOld ? `0${number.slice(2, 7)}${number[0]}` : number.slice(0, 7);
  const second = isOld ? 0 : Math.max(0, IRISH_LETTERS.indexOf(number[8] ?? "W"));
  return IRISH_LETTERS[(weigh(digits, [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23] === number[7];
}

function holdsInLithuania(number: string): boolean {
  const digits = digitsOf(number.slice(0, -1));
  const sumFrom = (start: number) => digits.reduce((sum, digit, at) => sum + digit * (1 + ((at + start) % 9)), 0) % 11;
  const first = sumFrom(0);
  return last(number) === (first < 10 ? first : sumFrom(2) % 10);
}

/** Legal entities begin with 4 to 9; persons with their birthday, or with 32, which carries no check. */
function holdsInLatvia(number: string): boolean {
  if (Number(number[0]) > 3) return weigh(number, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3;
  if (number.startsWith("32")) return true;
  return last(number) === ((1 + weigh(number, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10;
}

/** Of sole traders the check lies over the whole number since 2020; of others over its nine digits. */
const holdsInTheNetherlands = (number: string): boolean =>
  isMod97x10(`NL${number}`) || mod11([9, 8, 7, 6, 5, 4, 3, 2, -1])(number);

function holdsInRomania(number: string): boolean {
  const padded = number.padStart(10, "0");
  return ((weigh(padded, [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10 === last(number);
}

/** Numbers of before and of since 2010 differ by 55, either way; departments and health authorities have three digits without a check. */
function holdsInBritain(number: string): boolean {
  if (number.startsWith("GD")) return Number(number.slice(2)) < 500;
  if (number.startsWith("HA")) return Number(number.slice(2)) >= 500;
  const rest = (weigh(number, [8, 7, 6, 5, 4, 3, 2]) + Number(number.slice(7, 9))) % 97;
  return rest === 0 || rest === 42 || rest === 55;
}
const BRITISH: VatForm = { pattern: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, holds: holdsInBritain };

/** By prefix, as numbers are written: Greece's is EL, Northern Ireland's XI. */
export const VAT_FORMS: Readonly<Record<string, VatForm>> = {
  AT: { pattern: /^U\d{8}$/, holds: (number) => (luhnSum(number.slice(1, 8)) + 4 + last(number)) % 10 === 0 },
  BE: {
    pattern: /^[01]\d{9}$/,
    holds: (number) => 97 - remainderOf(number.slice(0, 8), 97) === Number(number.slice(8)),
  },
  BG: { pattern: /^\d{9,10}$/, holds: holdsInBulgaria },
  CY: { pattern: /^\d{8}[A-Z]$/, holds: holdsInCyprus },
  CZ: { pattern: /^(?!9\d{7}$)\d{8,10}$/, holds: holdsInCzechia },
  DE: { pattern: /^[1-9]\d{8}$/, holds: isMod11x10 },
  DK: { pattern: /^[1-9]\d{7}$/, holds: mod11([2, 7, 6, 5, 4, 3, 2, 1]) },
  EE: { pattern: /^\d{9}$/, holds: (number) => weigh(number, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 },
  EL: { pattern: /^\d{9}$/, holds: isGreek },
  ES: { pattern: /^([A-HJ-NP-SUVWXYZ]\d{7}[\dA-Z]|\d{8}[A-Z])$/, holds: holdsInSpain },
  FI: { pattern: /^\d{8}$/, holds: mod11([7, 9, 10, 5, 8, 4, 2, 1]) },
  FR: { pattern: /^[\dA-HJ-NP-Z]{2}\d{9}$/, holds: holdsInFrance },
  HR: { pattern: /^\d{11}$/, holds: isMod11x10 },
  HU: { pattern: /^\d{8}$/, holds: (number) => weigh(number, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 === 0 },
  IE: { pattern: /^(\d{7}[A-W][A-W]?|\d[A-Z*+]\d{5}[A-W])$/, holds: holdsInIreland },
  IT: { pattern: /^(?!0{7})\d{7}(0\d[1-9]|0[1-9]0|100|12[01]|888|999)\d$/, holds: isLuhn },
  LT: { pattern: /^(\d{7}1\d|\d{10}1\d)$/, holds: holdsInLithuania },
  LU: { pattern: /^\d{8}$/, holds: (number) => remainderOf(number.slice(0, 6), 89) === Number(number.slice(6)) },
  LV: { pattern: /^\d{11}$/, holds: holdsInLatvia },
  MT: { pattern: /^[1-9]\d{7}$/, holds: (number) => weigh(number, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 === 0 },
  NL: { pattern: /^\d{9}B\d{2}$/, holds: holdsInTheNetherlands },
  PL: { pattern: /^\d{10}$/, holds: (number) => weigh(number, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === last(number) },
  PT: {
    pattern: /^[1-9]\d{8}$/,
    holds: (number) => ((11 - (weigh(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === last(number),
  },
  RO: { pattern: /^[1-9]\d{1,9}$/, holds: holdsInRomania },
  SE: { pattern: /^\d{10}(?!00)\d{2}$/, holds: (number) => isLuhn(number.slice(0, 10)) },
  SI: {
    pattern: /^[1-9]\d{7}$/,
    holds: (number) => {
      const rest = weigh(number, [8, 7, 6, 5, 4, 3, 2]) % 11;
      return rest !== 0 && (11 - rest) % 10 === last(number);
    },
  },
  SK: { pattern: /^[1-9]\d[2-46-9]\d{7}$/, holds: (number) => remainderOf(number, 11) === 0 },
  GB: BRITISH,
  XI: BRITISH,
  CH: {
    pattern: /^E\d{9}$/,
    holds: (number) => (11 - (weigh(number.slice(1), [5, 4, 3, 2, 7, 6, 5, 4]) % 11)) % 11 === last(number),
  },
  NO: {
    pattern: /^[89]\d{8}$/,
    holds: (number) => (11 - (weigh(number, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === last(number),
  },
};
