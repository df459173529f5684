/** Evaluates what the rules of search write for FTS5: quoted words and phrases, AND, OR and brackets, and nothing else. */

import type { SearchField, SearchFields } from "../../worker/search/ranking/search-plan.ts";
import { wordsIn } from "../../worker/search/words/field-words.ts";

type Rows = ReadonlySet<number>;
type Matcher = (expression: string, fields: readonly SearchField[], limit: number) => number[];

/** Answers numbers of rows, lowest first. Throws where an expression is of another language. */
export function matcherOf(rows: readonly SearchFields[]): Matcher {
  const postings = new Map<string, Map<SearchField, Set<number>>>();
  rows.forEach((row, number) => {
    for (const field of Object.keys(row) as SearchField[])
      for (const word of wordsIn(row[field])) {
        const byField = postings.get(word) ?? new Map<SearchField, Set<number>>();
        const numbers = byField.get(field) ?? new Set<number>();
        postings.set(word, byField.set(field, numbers.add(number)));
      }
  });
  return (expression, fields, limit) => {
    const tokens = [...expression.matchAll(/"([^"]*)"|\(|\)|AND|OR|(\S)/g)];
    let at = 0;
    const phrase = (text: string): Rows => {
      const words = text.split(" ");
      const found = new Set<number>();
      for (const field of fields) {
        const [first = new Set<number>(), ...rest] = words.map(
          (word) => postings.get(word)?.get(field) ?? new Set<number>(),
        );
        for (const number of first)
          if (rest.every((numbers) => numbers.has(number)) && standsIn(rows[number]?.[field] ?? "", text))
            found.add(number);
      }
      return found;
    };
    const one = (): Rows => {
      const token = tokens[at];
      at += 1;
      if (token?.[1] !== undefined) return phrase(token[1]);
      if (token?.[0] !== "(") throw new Error(`No expression of ours: ${expression}`);
      const inner = any();
      if (tokens[at]?.[0] !== ")") throw new Error(`A bracket is missing: ${expression}`);
      at += 1;
      return inner;
    };
    const chain = (operator: string, part: () => Rows, join: (a: Rows, b: Rows) => Rows): Rows => {
      let found = part();
      while (tokens[at]?.[0] === operator) {
        at += 1;
        found = join(found, part());
      }
      return found;
    };
    const all = (): Rows => chain("AND", one, (a, b) => a.intersection(b));
    const any = (): Rows => chain("OR", all, (a, b) => a.union(b));
    const found = any();
    if (at !== tokens.length) throw new Error(`No expression of ours: ${expression}`);
    return [...found].sort((a, b) => a - b).slice(0, limit);
  };
}

const standsIn = (field: string, text: string): boolean => !text.includes(" ") || ` ${field} `.includes(` ${text} `);
