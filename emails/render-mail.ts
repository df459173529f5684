/** Makes a letter ready to send: subject, HTML and text in one language. */

import type { Letter, LetterMarket, RenderedMail } from "./letter.ts";
import { mailWordsOf } from "./mail-words.ts";
import { htmlOf } from "./render-html.ts";
import { textOf } from "./render-text.ts";

/** The letter must have been written with the words of the market's locale: only the footer is added here. */
export function renderMail(letter: Letter, market: LetterMarket): RenderedMail {
  const words = mailWordsOf(market);
  return { subject: letter.subject, html: htmlOf(letter, market, words), text: textOf(letter, words) };
}
