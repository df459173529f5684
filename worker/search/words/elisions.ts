/**
 * French and Italian leave an article's vowel out before another: `l'écran`, `dell'auto`. The article says nothing and is
 * taken off, in any language, since names of products travel. A name such as `L'Oréal`, whose two parts both begin with a
 * capital, is kept as one word as well, since that is how it is typed without its sign.
 */

const ELIDED =
  /(?<![\p{L}\p{N}])(l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu|un|all|dall|dell|nell|sull|coll|quell|bell|sant|gl|agl|dagl|degl|negl|sugl)['’ʼ](\p{L}[\p{L}\p{M}]*)/giu;
const CAPITAL = /^\p{Lu}/u;

export function withoutElisions(text: string): string {
  if (!/['’ʼ]/.test(text)) return text;
  return text.replace(ELIDED, (_, article: string, word: string) =>
    CAPITAL.test(article) && CAPITAL.test(word) ? `${article}${word} ${word}` : word,
  );
}
