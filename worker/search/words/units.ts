/**
 * Units as they are written after a number. Those of every language are read everywhere, since titles travel; a language's
 * own ones only in its texts: French `2 To` are two terabytes, English `2 to` are none.
 */
import type { SearchLanguage } from "./search-language.ts";

/** Each unit's spellings, folded, the one that the index keeps first. */
const EVERYWHERE: readonly (readonly string[])[] = [
  ["in", "inch", "inches", "zoll", "インチ", "型", "인치", "इंच", "بوصه", "انش"],
  ["mm", "millimeter", "millimetre", "millimeters", "millimetres"],
  ["cm", "centimeter", "centimetre", "centimeters", "centimetres", "zentimeter", "センチ", "센티", "센치", "सेमि", "سم"],
  ["m", "meter", "metre", "meters", "metres", "メートル", "미터", "मिटर", "متر"],
  ["ft", "feet", "foot", "fuss"],
  ["kb", "kilobyte", "kilobytes"],
  ["mb", "megabyte", "megabytes", "メガバイト", "메가바이트", "एमबि", "ميجابايت", "ميغابايت"],
  ["gb", "gigabyte", "gigabytes", "gig", "gigs", "ギガバイト", "기가바이트", "기가", "जिबि", "جيجابايت", "غيغابايت"],
  ["tb", "terabyte", "terabytes", "テラバイト", "테라바이트", "테라", "टिबि", "تيرابايت"],
  ["hz", "hertz", "ヘルツ", "헤르츠", "हर्ट्ज", "هرتز"],
  ["khz"],
  ["mhz", "megahertz"],
  ["ghz", "gigahertz", "ギガヘルツ", "기가헤르츠"],
  ["w", "watt", "watts", "ワット", "와트", "वाट", "واط"],
  ["kw", "kilowatt", "kilowatts"],
  ["wh"],
  ["v", "volt", "volts", "ボルト", "볼트", "वोल्ट", "فولت"],
  ["va"],
  ["kva"],
  ["mah", "एमएएच"],
  ["ah"],
  ["mw"],
  ["db"],
  ["g", "gram", "grams", "gramm", "グラム", "그램", "ग्राम", "جرام", "غرام"],
  [
    "kg",
    "kilo",
    "kilos",
    "kilogram",
    "kilograms",
    "kilogramm",
    "キログラム",
    "킬로그램",
    "किलोग्राम",
    "किलो",
    "किग्रा",
    "كجم",
    "كغ",
  ],
  ["ml", "milliliter", "millilitre", "milliliters", "millilitres", "ミリリットル", "밀리리터", "मिलि", "مل"],
  ["l", "liter", "litre", "liters", "litres", "リットル", "리터", "लिटर", "لتر"],
  ["mp", "megapixel", "megapixels", "メガピクセル", "메가픽셀", "मेगापिक्सल", "ميجابكسل"],
  ["dpi"],
  ["fps"],
  ["mbps", "mbit/s", "mbit"],
  ["gbps", "gbit/s", "gbit"],
];

/** By language: the unit, then its folded spellings in that language alone. */
const OWN: Partial<Readonly<Record<SearchLanguage, readonly (readonly string[])[]>>> = {
  fr: [
    ["in", "pouce", "pouces", "po"],
    ["cm", "centimetre", "centimetres"],
    ["kb", "ko", "kilooctet", "kilooctets"],
    ["mb", "mo", "megaoctet", "megaoctets"],
    ["gb", "go", "gigaoctet", "gigaoctets"],
    ["tb", "to", "teraoctet", "teraoctets"],
    ["g", "gramme", "grammes"],
    ["kg", "kilogramme", "kilogrammes"],
    ["mp", "mpx", "mpix"],
  ],
  es: [
    ["in", "pulgada", "pulgadas", "pulg"],
    ["mm", "milimetro", "milimetros"],
    ["cm", "centimetro", "centimetros"],
    ["m", "metro", "metros"],
    ["w", "vatio", "vatios"],
    ["v", "voltio", "voltios"],
    ["g", "gramo", "gramos"],
    ["kg", "kilogramo", "kilogramos"],
    ["ml", "mililitro", "mililitros"],
    ["l", "litro", "litros"],
    ["mp", "mpx", "megapixeles"],
  ],
  it: [
    ["in", "pollice", "pollici"],
    ["mm", "millimetro", "millimetri"],
    ["cm", "centimetro", "centimetri"],
    ["m", "metro", "metri"],
    ["g", "grammo", "grammi"],
    ["kg", "chilo", "chili", "chilogrammo", "chilogrammi"],
    ["ml", "millilitro", "millilitri"],
    ["l", "litro", "litri"],
    ["mp", "mpx"],
  ],
  pt: [
    ["in", "polegada", "polegadas", "pol"],
    ["mm", "milimetro", "milimetros"],
    ["cm", "centimetro", "centimetros"],
    ["m", "metro", "metros"],
    ["g", "grama", "gramas"],
    ["kg", "quilo", "quilos", "quilograma", "quilogramas"],
    ["ml", "mililitro", "mililitros"],
    ["l", "litro", "litros"],
    ["mp", "mpx"],
  ],
  pl: [
    ["in", "cal", "cale", "cali", "calowy", "calowa", "calowe", "calowego"],
    ["mm", "milimetr", "milimetry", "milimetrow"],
    ["cm", "centymetr", "centymetry", "centymetrow"],
    ["m", "metr", "metry", "metrow"],
    ["gb", "gigabajt", "gigabajty", "gigabajtow"],
    ["tb", "terabajt", "terabajty", "terabajtow"],
    ["w", "wat", "waty", "watow"],
    ["v", "wolt", "wolty", "woltow"],
    ["g", "gramy", "gramow"],
    ["kg", "kilogramy", "kilogramow"],
    ["ml", "mililitr", "mililitry", "mililitrow"],
    ["l", "litr", "litry", "litrow"],
    ["mp", "mpx"],
  ],
};

const pairsOf = (units: readonly (readonly string[])[]) =>
  units.flatMap((spellings) => spellings.map((spelling) => [spelling, spellings[0] ?? ""] as const));
const everywhere = new Map(pairsOf(EVERYWHERE));
const byLanguage = new Map<SearchLanguage, ReadonlyMap<string, string>>();

/** Every spelling of a unit in a language's texts, and the one that the index keeps. */
export function unitsOf(language: SearchLanguage): ReadonlyMap<string, string> {
  const known = byLanguage.get(language);
  if (known) return known;
  const units = new Map([...everywhere, ...pairsOf(OWN[language] ?? [])]);
  byLanguage.set(language, units);
  return units;
}

/** Whether the index keeps a unit under this name. */
export const isUnit = (name: string): boolean => everywhere.get(name) === name;
