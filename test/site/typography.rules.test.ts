/** Each language is set as its readers set it: its quotes, spaces, plurals and register. docs/languages.md says why. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { LOCALES, type Locale } from "../../worker/markets/markets.ts";

const root = join(import.meta.dirname, "../..");
const wordsIn = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8")) as Record<string, string>;
type Ast = ReturnType<IntlMessageFormat["getAst"]>;
/** The parser's types. */
const [LITERAL, PLURAL] = [0, 6];

/** Every message of a locale: of pages, of mails, of options. */
function messagesOf(locale: Locale): readonly (readonly [string, Ast])[] {
  const areas = readdirSync(join(root, "site/messages", locale)).map((file) => `site/messages/${locale}/${file}`);
  return [...areas, `emails/messages/${locale}.json`, `worker/catalog/option-words/${locale}.json`].flatMap((file) =>
    Object.entries(wordsIn(file)).map(
      ([key, words]) =>
        [`${file}: ${key}`, new IntlMessageFormat(words, locale, undefined, { ignoreTag: true }).getAst()] as const,
    ),
  );
}

/** What a reader may read of a message: each branch of its plurals by itself, a sign in the place of each value. */
function textsOf(ast: Ast): string[] {
  const inner = ast.flatMap((element) => ("options" in element ? Object.values(element.options) : []));
  return [
    ast.map((element) => ("value" in element && element.type === LITERAL ? element.value : "0")).join(""),
    ...inner.flatMap(({ value }) => textsOf(value)),
  ];
}

/** The longer texts, a line each, without what stands before them for programs, and addresses. */
const proseOf = (locale: Locale) =>
  readdirSync(join(root, "site/prose", locale)).flatMap((file) =>
    readFileSync(join(root, "site/prose", locale, file), "utf8")
      .split("\n")
      .map((line) => line.replace(/^(title|description): /, "").replace(/\]\([^)]*\)/g, "]"))
      .map((line) => [`site/prose/${locale}/${file}`, line] as const),
  );

const linesOf = (locale: Locale) => [
  ...messagesOf(locale).flatMap(([where, ast]) => textsOf(ast).map((text) => [where, text] as const)),
  ...proseOf(locale),
];
const wrongIn = (locale: Locale, isWrong: (text: string) => boolean) =>
  linesOf(locale).flatMap(([where, text]) => (isWrong(text) ? [`${where}: ${text}`] : []));

/** Opening and closing ones. */
const QUOTES: Readonly<Partial<Record<Locale, string>>> = {
  "de-DE": "„“",
  "pl-PL": "„”",
  "fr-FR": "«»",
  "fr-CA": "«»",
  "es-ES": "«»",
  "ar-AE": "«»",
  "ja-JP": "「」",
  "ko-KR": "“”‘",
};
const ENGLISH_QUOTES = "“”";
const ANY_QUOTE = /[„“”‚‘«»‹›「」『』]/g;

test.each(LOCALES)("%s has its own quotes, in pairs, and no signs of a typewriter", (locale) => {
  const own = QUOTES[locale] ?? ENGLISH_QUOTES;
  const [opening = "", closing = ""] = own;
  const count = (text: string, sign: string) => text.split(sign).length;
  expect(
    wrongIn(
      locale,
      (text) =>
        /['"]|\.\.\.|\S {2,}\S/.test(text) ||
        (text.match(ANY_QUOTE) ?? []).some((quote) => !own.includes(quote)) ||
        count(text, opening) !== count(text, closing),
    ),
  ).toEqual([]);
});

test.each(LOCALES)("%s has a form for every number, and leaves none to another", (locale) => {
  const rules = new Intl.PluralRules(locale);
  const numbers = [...Array(131).keys(), 1_000_000];
  const lacks = (ast: Ast): string[] =>
    ast.flatMap((element) => {
      if (!("options" in element)) return [];
      const missing =
        element.type === PLURAL
          ? numbers.filter((n) => !(`=${n}` in element.options) && !(rules.select(n) in element.options))
          : [];
      const inner = Object.values(element.options).flatMap(({ value }) => lacks(value));
      return [...missing.map((n) => rules.select(n)), ...inner];
    });
  expect(
    messagesOf(locale).flatMap(([where, ast]) => [...new Set(lacks(ast))].map((form) => `${where}: ${form}`)),
  ).toEqual([]);
});

test("French of France keeps a narrow space before high signs, and a full one before colons and inside quotes", () => {
  const wrong = /[^\u202f\s][;!?](?=\s|$)|[ \u00a0][;!?]|[^\u00a0]:(?=\s|$)|«[^\u00a0]|[^\u00a0]»/;
  expect(wrongIn("fr-FR", (text) => wrong.test(text))).toEqual([]);
});

test("French of Québec keeps that space before colons and inside quotes alone", () => {
  const wrong = /\s[;!?]|[^\u00a0]:(?=\s|$)|«[^\u00a0]|[^\u00a0]»/;
  expect(wrongIn("fr-CA", (text) => wrong.test(text))).toEqual([]);
});

test("Spanish opens its questions and its cries", () => {
  const pairs = [
    ["¿", "?"],
    ["¡", "!"],
  ] as const;
  const wrong = (text: string) => pairs.some(([open, close]) => text.split(open).length !== text.split(close).length);
  expect(wrongIn("es-ES", wrong)).toEqual([]);
});

/** Words that the language's section in docs/languages.md gave up: of another register, or a second name of one thing. */
const GIVEN_UP: Readonly<Partial<Record<Locale, string>>> = {
  "en-US": "e-mails?|basket|catalogue|colours?|cancelled|reckon(s|ed)?",
  "de-DE": "du|dich|dir|deine?[mnrs]?|Versender|Zahlungsdienst|Einkaufswagen|Mails?",
  "fr-FR": "tu|toi|courriels?|panier d’achats?|magasiner",
  "fr-CA": "tu|toi|e-?mails?|week-ends?|shopping|ouvrés?|SKU|cookies publicitaires",
  "es-ES": "ustedes|usted|vosotros|cesta",
  "it-IT": "e-mail|paesi|paese|marchio|cestino",
  "pl-PL": "twój|twoj(a|e|ego|ej|ą|im|ich)|ciebie|tobie|tobą",
  "pt-BR": "ecrã|telemóvel|ficheiros?|utilizador|contacto|pré-visualiza(r|ção)|ajustes",
};

test.each(Object.entries(GIVEN_UP) as [Locale, string][])("%s keeps to its words", (locale, words) => {
  const givenUp = new RegExp(`(?<![\\p{L}-])(${words})(?![\\p{L}-])`, "u");
  expect(wrongIn(locale, (text) => givenUp.test(text))).toEqual([]);
});

test.each(LOCALES)("%s does not write a reader's sex or a number in brackets", (locale) => {
  expect(wrongIn(locale, (text) => /\p{Script=Latin}\((-\p{L}+|e?s|n|in(nen)?|[aeo])\)/u.test(text))).toEqual([]);
});
