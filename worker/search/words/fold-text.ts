/**
 * Writes every spelling that means the same the same way: upper and lower case, accents, half and full width, German sharp
 * s, Arabic and Hindi letters that are typed for one another, digits of any script. The same rule folds what is stored and
 * what is asked, so both meet.
 */

/** Signs that stand between a name and what follows it: `Core™2` is `Core 2`, and NFKC would read `TM`. */
const MARKS_OF_TRADE = /[™®©℠]/g;
const APOSTROPHE = /(?<=\p{L})['’ʼ](?=\p{L})/gu;
/** Vowel marks and the stretching stroke: written or left out at will. */
const ARABIC_MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g;
/** Letters that are typed for one another (Apache Lucene's ArabicNormalizer, and hamza on its seats). */
const ARABIC_LETTERS: Readonly<Record<string, string>> = {
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ٱ: "ا",
  ة: "ه",
  ى: "ي",
  ؤ: "و",
  ئ: "ي",
  // Persian keyboards' forms of the same letters.
  ک: "ك",
  ی: "ي",
};
/**
 * Hindi: the dot below is left out at will, nasals before a consonant of their own kind are written as a dot above, so is
 * the moon with a dot; English vowels have signs of their own, and the length of i and u varies (P. Pingali and V. Varma,
 * Word normalization in Indian languages, 2009; L. Larkey and others, Hindi CLIR in thirty days, 2003).
 */
const HINDI_LETTERS: Readonly<Record<string, string>> = {
  "\u0901": "\u0902",
  "\u0945": "\u0947",
  "\u0949": "\u094b",
  "\u090d": "\u090f",
  "\u0911": "\u0913",
  "\u0940": "\u093f",
  "\u0942": "\u0941",
  "\u0908": "\u0907",
  "\u090a": "\u0909",
};
const HINDI_MARKS = /[\u0901\u0945\u0949\u090d\u0911\u0940\u0942\u0908\u090a]/g;
const HINDI_NASALS = /\u0928\u094d(?=[\u0924-\u0928])|\u092e\u094d(?=[\u092a-\u092d])|\u0923\u094d(?=[\u091f-\u0922])/g;
const DEVANAGARI = /\p{Script=Devanagari}/u;
/** Arabic, Persian and Hindi digits: NFKC leaves them. */
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;
/** Unicode has these blocks of digits begin at a multiple of sixteen, Hindi's six after one. */
const digitOf = (sign: string): string => String((sign.charCodeAt(0) & 0xf) - (sign >= "\u0966" ? 6 : 0));
/** Letters without a decomposition in Unicode. */
const LATIN_LETTERS: Readonly<Record<string, string>> = { ß: "ss", ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe", ı: "i" };
/** Accents of alphabets whose readers leave them out; Japanese voicing and Indic vowels are letters, and stay. */
const ACCENTED = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu;
/** Steer how text is shown and are no part of a word: joiners, direction marks and overrides, soft hyphens, the BOM. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Most text: nothing in it but letters to be made small. */
const PLAIN = /^[ -~]*$/;

export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.replace(APOSTROPHE, "").toLowerCase();
  const folded = text
    .replace(INVISIBLE, "")
    .replace(MARKS_OF_TRADE, " ")
    .replace(APOSTROPHE, "")
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(ACCENTED, "$1")
    .normalize("NFC")
    .replace(/[ßøłđæœı]/g, (letter) => LATIN_LETTERS[letter] ?? letter)
    .replace(ARABIC_MARKS, "")
    .replace(OTHER_DIGITS, digitOf)
    // Arabic's own decimal point and thousands.
    .replace(/(?<=\d)\u066b(?=\d)/g, ".")
    .replace(/(?<=\d)\u066c(?=\d)/g, ",")
    .replace(/[أإآٱةىؤئکی]/g, (letter) => ARABIC_LETTERS[letter] ?? letter);
  return DEVANAGARI.test(folded) ? foldHindi(folded) : folded;
}

const foldHindi = (text: string): string =>
  // The dot below comes apart from its letter first.
  text
    .normalize("NFD")
    .replace(/\u093c/g, "")
    .replace(HINDI_NASALS, "\u0902")
    .replace(HINDI_MARKS, (sign) => HINDI_LETTERS[sign] ?? sign)
    .normalize("NFC");
