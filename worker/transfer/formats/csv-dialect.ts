/** Finds how a delimited file is written from how it begins: what parts its fields, and how quotes inside quotes are written. */
import { type CsvDialect, csvReader } from "./csv-records.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;
/** Records of the beginning that are looked at. */
const RECORDS_LOOKED_AT = 50;

/**
 * The delimiter whose header has the most columns that the records after it have too. `head` may end in the middle of a
 * record. A spreadsheet's own first line `sep=;` says it outright.
 */
export function dialectOf(head: string): CsvDialect {
  const said = /^sep=(.)\r?\n/i.exec(head)?.[1];
  const quotes = quotesOf(head);
  const named = DELIMITERS.find((each) => each === said);
  if (named) return { delimiter: named, quotes };
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(head, { delimiter, quotes }) }));
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  return { delimiter: best.delimiter, quotes };
}

/** The line that tells a spreadsheet the delimiter is no row of the table. */
export const withoutSeparatorLine = (text: string): string => text.replace(/^sep=.\r?\n/i, "");

function scoreOf(head: string, dialect: CsvDialect): number {
  const reader = csvReader(dialect);
  const [header, ...records] = reader.push(
    `${head
      .split("\n")
      .slice(0, RECORDS_LOOKED_AT * 20)
      .join("\n")}\n`,
  );
  if (!header || header.fields.length < 2) return 0;
  const looked = records.slice(0, RECORDS_LOOKED_AT);
  const fits = looked.filter(({ fields }) => fields.length === header.fields.length).length;
  return header.fields.length * (1 + (looked.length === 0 ? 0 : fits / looked.length)) - (reader.fault ? 1 : 0);
}

/**
 * A quote after a backslash that neither ends its field nor is doubled is an escaped one: `"5\" screen"`. Where backslashes
 * stand before quotes only at the ends of fields (`"C:\"`), they are letters like any other.
 */
function quotesOf(head: string): CsvDialect["quotes"] {
  return /\\"(?!["]|\s*([,;\t|\r\n]|$))/.test(head.replaceAll('""', "")) ? "backslash" : "doubled";
}
