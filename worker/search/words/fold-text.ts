/**
 * Writes every spelling that means the same the same way: upper and lower case, accents, half and full width, German sharp
 * s, Arabic letters that are typed for one another. The same rule folds what is stored and what is asked, so both meet.
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
  return text
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
    .replace(/[أإآٱةىؤئکی]/g, (letter) => ARABIC_LETTERS[letter] ?? letter);
}
